/** A promotable service of one's own is rehearsed: it is promoted, fails over, and follows the scores it is given. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compile } from "../../../../manifest/compile/compile.ts";
import { readManifest } from "../../../../manifest/manifest.ts";
import { merge } from "../../../../manifest/merge/merge.ts";
import { Role } from "../../../../scheduler/model/enums.ts";
import { nodesOf, roleOf } from "../../../../scheduler/model/whereabouts.ts";
import { readingOf } from "../../../../scheduler/reading.ts";
import { schedule } from "../../../../scheduler/schedule.ts";
import { parseFault } from "../../../fault.ts";
import { virtualClock } from "../../clock.ts";
import { newCib } from "../../new-cib.ts";
import { type RunningCluster, startEmbedded } from "../../open.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

const KINDS = {
  clone: 'nodes: [a1, a2, a3]\nfencing: none\nservices: {db: {agent: "ocf:heartbeat:pgsqlms", kind: promotable}}\n',
  bundle: 'nodes: [a1, a2, a3]\nfencing: none\nservices: {db: {agent: "ocf:own:db", image: "x:1", promoted-max: 1}}\n',
};

describe.each(Object.entries(KINDS))("a promotable %s", (_, manifest) => {
  let running: RunningCluster;
  let until = BEGINNING;

  beforeEach(async () => {
    const read = readManifest(manifest);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const compiled = compile(read.manifest, { secret: () => undefined });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    running = await startEmbedded({
      directory: undefined,
      schedule,
      clock: () => virtualClock(BEGINNING),
      configuration: merge(newCib(undefined), compiled.compiled),
    });
    until = BEGINNING + 10 * MINUTE;
    running.driver.runUntil(() => false, until);
  });
  afterEach(() => running.stop());

  /** Where promoted instances are: nodes, or guest nodes of the bundle. */
  const promoted = async (): Promise<string[]> => {
    const { cib, at } = await running.cluster.read();
    const { model } = readingOf({ cib, at });
    const instances = new Set([...model.resourcesById.values()].filter((rsc) => roleOf(rsc, true) === Role.promoted));
    return [...instances]
      .filter((rsc) => rsc.kind === "primitive")
      .flatMap((rsc) => nodesOf(rsc, true).map((node) => node.name));
  };
  const inject = (words: string): void => {
    const fault = parseFault(words.split(" "));
    expect(fault && running.driver.inject(fault, "test").ok).toBe(true);
    // Some monitors later.
    until += 2 * MINUTE;
    running.driver.runUntil(() => false, until);
  };

  it("has one promoted instance, which fails over", async () => {
    const [first, ...others] = await promoted();
    expect([first !== undefined, others]).toEqual([true, []]);
    inject(`node-shutdown ${await hostOfPromoted()}`);
    expect(await promoted()).toHaveLength(1);
    expect(await promoted()).not.toEqual([first]);
  });

  it("is promoted where a rehearsal gives the best score, and nowhere without scores", async () => {
    const [first] = await promoted();
    for (const node of ["a1", "a2", "a3"]) {
      inject(`promotion-score db 1000 ${node}`);
      for (const other of ["a1", "a2", "a3"]) if (other !== node) inject(`promotion-score db 1 ${other}`);
      expect(await promoted()).toHaveLength(1);
      expect(await hostOfPromoted()).toBe(node);
    }
    expect(first).toBeDefined();
    for (const node of ["a1", "a2", "a3"]) inject(`promotion-score db none ${node}`);
    expect(await promoted()).toEqual([]);
  });

  /** The machine, by the guest node's container where there is one. */
  const hostOfPromoted = async (): Promise<string | undefined> => {
    const [where = ""] = await promoted();
    if (!where.startsWith("db-bundle-")) return where;
    const { cib, at } = await running.cluster.read();
    const container = readingOf({ cib, at }).model.resourcesById.get(where.replace("bundle-", "bundle-podman-"));
    return container === undefined ? undefined : nodesOf(container, true)[0]?.name;
  };
});
