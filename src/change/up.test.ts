import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diffConfiguration } from "../cib/patch/diff.ts";
import { virtualClock } from "../cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../cluster/embedded/open.ts";
import { schedule } from "../scheduler/schedule.ts";
import { readDesired } from "./desired.ts";
import { attendCluster, bringUp, type StartEngine, type UpProgress } from "./up.ts";

const SOUND = `cluster: {name: t}
nodes: [one, two]
fencing: none
services: {x: {agent: "ocf:pacemaker:Dummy"}}
`;
/** Pacemaker's scheduler dies of it, once an action of x is due. */
const UNDECIDABLE = `${SOUND}constraints: [{order: {first: x, then: x}}]
`;

const NO_SECRETS = async (): Promise<undefined> => undefined;

const start: StartEngine = (configuration) =>
  startEmbedded({ directory: undefined, schedule, configuration, clock: () => virtualClock(1_700_000_000_000) });

const up = (text: string, engine: StartEngine = start) =>
  bringUp({ file: { path: "m.yaml", text }, secrets: NO_SECRETS }, engine);

/** What is reported until the cluster is idle; then `react` may change it, and it is to become idle once more. */
async function reported(text: string, react?: (running: RunningCluster) => Promise<void>): Promise<UpProgress[]> {
  const begun = await up(text);
  const { running } = begun;
  const stop = new AbortController();
  const seen: UpProgress[] = [];
  try {
    for await (const item of attendCluster(begun, stop.signal)) {
      seen.push(item);
      if (item.kind !== "idle") continue;
      if (react === undefined || seen.filter((p) => p.kind === "idle").length > 1) stop.abort();
      else await react(running);
    }
  } finally {
    await running.stop();
  }
  return seen;
}

const idle = (seen: readonly UpProgress[]) => seen.flatMap((p) => (p.kind === "idle" ? [p.status] : []));

test("reports events, then the status when the cluster is idle, and ends with the signal", async () => {
  const seen = await reported(SOUND);
  const started = seen.findIndex(
    (p) => p.kind === "event" && p.event.event.kind === "operation" && p.event.event.task === "start",
  );
  expect(started).toBeGreaterThan(0);
  expect(seen.findIndex((p) => p.kind === "idle")).toBeGreaterThan(started);
  expect(idle(seen)).toMatchObject([{ document: "status", state: "ok", resources: [{ id: "x", role: "Started" }] }]);
});

test("a configuration that no scheduler decides is a reason, and can be mended while the cluster is up", async () => {
  const seen = await reported(UNDECIDABLE, async ({ cluster }) => {
    const { cib, version } = await cluster.read();
    const sound = await readDesired({ path: "m.yaml", text: SOUND }, NO_SECRETS, true);
    await cluster.commit({ patch: diffConfiguration(cib, sound.cib(cib)), expected: version, who: "t", why: "mend" });
  });
  const [broken, mended] = idle(seen);
  expect(broken?.state).toBe("failed");
  expect(broken?.reasons[0]?.code).toBe("undecidable");
  expect(mended).toMatchObject({ state: "ok", reasons: [] });
});

test("an invalid manifest is refused before anything is started", async () => {
  let started = false;
  const engine: StartEngine = (configuration, onBug) => {
    started = true;
    return start(configuration, onBug);
  };
  await expect(up("nodes: 3", engine)).rejects.toMatchObject({ code: "invalid" });
  expect(started).toBe(false);
});

test("a cluster that resumes keeps its configuration, and the differences of the manifest are counted", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-up-"));
  const stored: StartEngine = (configuration) => startEmbedded({ directory, schedule, configuration, listen: false });
  const found: (readonly [boolean, number])[] = [];
  try {
    for (const text of [SOUND, SOUND, UNDECIDABLE]) {
      const { running, differences } = await up(text, stored);
      found.push([running.resumed, differences]);
      await running.stop();
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  expect(found).toEqual([
    [false, 0],
    [true, 0],
    [true, 1],
  ]);
});

test("an engine that cannot continue ends it with the failure, and a bug as it is", async () => {
  const ends = async (failure: Error): Promise<unknown> => {
    let fail: (error: unknown) => void = () => undefined;
    const begun = await up(SOUND, (configuration, onBug) => {
      fail = onBug;
      return start(configuration, onBug);
    });
    try {
      for await (const _ of attendCluster(begun, new AbortController().signal)) fail(failure);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await begun.running.stop();
    }
  };
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  expect(await ends(full)).toMatchObject({
    code: "failed",
    message: "the engine cannot continue: database or disk is full",
  });
  const bug = new TypeError("rows is not iterable");
  expect(await ends(bug)).toBe(bug);
});
