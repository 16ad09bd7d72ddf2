/** Drift on a running cluster: what other hands changed is named with who and when, what people switched is none. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyCib } from "../cib/empty.ts";
import { rewriteRoot } from "../cib/xml/rewrite.ts";
import { child, type Element, get } from "../cib/xml/tree.ts";
import { virtualClock } from "../cluster/embedded/clock.ts";
import { startEmbedded } from "../cluster/embedded/open.ts";
import { driftLines } from "../report/drift/text.ts";
import { schedule } from "../scheduler/schedule.ts";
import { applyPrepared } from "./apply.ts";
import { readDrift } from "./drift.ts";
import { editCluster } from "./edit.ts";
import { type ChangeRequest, prepareChange } from "./prepare.ts";

const request = (text: string): ChangeRequest => ({ file: { path: "m.yaml", text }, secrets: async () => undefined });
const FILE = `nodes: [one, two]
fencing: none
services:
  web: {agent: "systemd:httpd", meta: {migration-threshold: 3}}
  db: {agent: "systemd:db"}
`;

/** Sets a pair by its name. */
const set =
  (name: string, value: string) =>
  (cib: Element): Element =>
    rewriteRoot(cib, (e) =>
      e.name === "nvpair" && get(e, "name") === name
        ? { ...e, attributes: new Map([...e.attributes, ["value", value]]) }
        : e,
    );

test("names each difference with the change that made it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-drift-"));
  const running = await startEmbedded({
    directory: join(directory, "c"),
    schedule,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
    configuration: child(emptyCib(), "configuration") as Element,
  });
  try {
    const { cluster } = running;
    /** The engine's time passes only here. */
    const passing = async <T>(work: Promise<T>): Promise<T> => {
      let done = false;
      const ended = work.finally(() => {
        done = true;
      });
      while (!done) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        running.driver.settle(running.driver.now + 1000);
      }
      return ended;
    };
    const file = request(FILE);
    await passing(applyPrepared(cluster, await prepareChange(cluster, file), { who: "alice", why: "first" }));
    expect((await readDrift(cluster, file)).drifted).toEqual([]);
    await passing(editCluster(cluster, { who: "bob", why: "try 9" }, set("migration-threshold", "9")));
    const withoutDb = (cib: Element): Element => rewriteRoot(cib, (e) => (get(e, "id") === "db" ? [] : e));
    await passing(editCluster(cluster, { who: "carol", why: "no db" }, withoutDb));
    const drift = await readDrift(cluster, file);
    expect(driftLines(drift, () => "then").map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "Not as the manifest says:",
        "  ~ web: migration-threshold is 9, not 3  [m.yaml:4]  (since 0.3, then, bob: try 9)",
        "  - db is missing (class=systemd type=db)  [m.yaml:5]  (since 0.4, then, carol: no db)",
      ]
    `);
  } finally {
    await running.stop();
    rmSync(directory, { recursive: true });
  }
});
