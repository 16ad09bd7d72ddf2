/** What `status` says of fencing that fails, is under way and was done: on the page, of the node, of what runs there. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import { failedFencing, fencingProgress } from "../../src/report/explain/fencing-text.ts";
import { type FencingRecord, newestFencings } from "../../src/report/status/fencing.ts";
import { statusAnswer } from "../../src/report/status/schema.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { LONG } from "../long.ts";

const NODES = ["n1", "n2", "n3"];
const device = (node: string): string =>
  `<primitive id="fence-${node}" class="stonith" type="fence_ipmilan"><instance_attributes id="p-${node}"><nvpair id="h-${node}" name="pcmk_host_list" value="${node}"/></instance_attributes></primitive>`;
const CONFIGURATION = `<configuration>
  <crm_config/>
  <nodes>${NODES.map((node, i) => `<node id="${i + 1}" uname="${node}"/>`).join("")}</nodes>
  <resources>${NODES.map(device).join("")}<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/></resources>
  <constraints>
    <rsc_location id="l0" rsc="ip" node="n1" score="100"/>
    ${NODES.map((node) => `<rsc_location id="l-${node}" rsc="fence-${node}" node="${node}" score="-INFINITY"/>`).join("")}
  </constraints>
</configuration>`;

let running: RunningCluster;
beforeAll(async () => {
  const configuration = parseXml(CONFIGURATION);
  if (!configuration.ok) throw new Error(configuration.problem.message);
  running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
    configuration: configuration.root,
  });
  running.driver.settle(running.driver.now + 5 * 60 * 1000);
}, LONG.timeout);
afterAll(() => running.stop());

async function status(...argv: readonly string[]): Promise<string> {
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    openCluster: async () => ({ ...running.cluster, close: async () => undefined }),
  });
  await runProgram(context, ["status", ...argv]);
  return spoken.out;
}
const json = async (...argv: readonly string[]) => statusAnswer.parse(JSON.parse(await status(...argv, "-o", "json")));

async function inject(words: string): Promise<void> {
  const fault = parseFault(words.split(" "));
  if (fault === undefined) throw new Error(words);
  await running.cluster.faults?.inject(fault, "tester");
}
const pass = (seconds: number): void => void running.driver.runUntil(() => false, running.driver.now + seconds * 1000);

const linesBelow = (page: string, heading: string): string[] => {
  const lines = page.split("\n");
  const from = lines.indexOf(heading);
  if (from < 0) return [];
  const rest = lines.slice(from + 1);
  return rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith("  ")),
  );
};

test(
  "a fencing that fails is seen on the page, at the node and at what may run there, until it is past",
  LONG,
  async () => {
    expect(await status()).not.toContain("Fencing");
    const devices = NODES.map((node) => `fence-${node}`);
    const node = "n1";
    for (const device of devices) await inject(`fence-fail ${device}`);
    await inject(`node-cut ${node}`);
    pass(60);

    const failed = linesBelow(await status(), "Failed Fencing Actions:");
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatch(/^ {2}\* reboot of n1 failed \(.+\): client=.+, last-failed='.+', \d+ times$/);
    const { reasons, fencing } = await json().then((d) => {
      if (d.document !== "status") throw new Error("not the page");
      return d;
    });
    expect(fencing?.[0]).toMatchObject({ target: node, action: "reboot" });
    const said = /^fencing of n1 has failed \d+ times since .+: .+/;
    expect(reasons.find((r) => r.code === "fencing-failed")).toMatchObject({ text: expect.stringMatching(said), node });
    for (const name of [node, "ip"]) {
      const of = await json(name);
      expect(of.reasons.map((r) => r.code)).toEqual(expect.arrayContaining(["node-unclean", "fencing-failed"]));
      expect(await status(name)).toMatch(/ {2}\* fencing of n1 has failed \d+ times since /);
    }
    expect(linesBelow(await status(node), "Fencing:")[0]).toContain("reboot of n1");

    for (const device of devices) await inject(`fence-heal ${device}`);
    running.driver.runUntil(({ fences }) => fences.size > 0, running.driver.now + 600_000);
    if (running.driver.state.fences.size > 0)
      expect(linesBelow(await status(), "Pending Fencing Actions:")).toEqual([
        expect.stringMatching(/^ {2}\* reboot of n1 pending: client=/),
      ]);
    pass(120);
    const past = await status();
    expect(linesBelow(past, "Pending Fencing Actions:")).toEqual([]);
    expect(linesBelow(past, "Failed Fencing Actions:")[0]).toContain("(a later attempt succeeded)");
    expect((await json(node)).reasons.map((r) => r.code)).not.toContain("fencing-failed");
    expect(linesBelow(await status(node), "Fencing:")).toHaveLength(2);

    const cleaned = running.cluster.cleanup({ failedOnly: true, who: "tester" });
    pass(1);
    await cleaned;
    expect(await status()).not.toContain("Failed Fencing Actions");
  },
);

function unpackText(text: string) {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return unpack(parsed.root, 1_700_000_000);
}

const record = (outcome: FencingRecord["outcome"], at: number | undefined, more: Partial<FencingRecord> = {}) => ({
  target: "n1",
  action: "reboot",
  outcome,
  by: undefined,
  client: undefined,
  automatic: true,
  origin: undefined,
  at,
  reason: undefined,
  ...more,
});
test("the newest of each outcome stands for all of them", () => {
  const read = newestFencings([
    record("failed", 1000),
    record("succeeded", 3000),
    record("failed", 2000),
    record("pending", undefined),
  ]);
  expect(read.map((f) => [f.outcome, f.at, f.times])).toEqual([
    ["pending", undefined, 1],
    ["succeeded", 3, 1],
    ["failed", 2, 2],
  ]);
});

const model = unpackText(`<cib>${CONFIGURATION}<status/></cib>`);

test.each([
  ["failed and nothing since", [record("failed", 1000)], "failed"],
  ["failed before it succeeded", [record("failed", 1000), record("succeeded", 2000)], "not-tried"],
  ["succeeded before it failed", [record("failed", 3000), record("succeeded", 2000)], "failed"],
  ["turned on since", [record("failed", 1000), record("succeeded", 2000, { action: "on" })], "failed"],
  ["off instead of a reboot", [record("failed", 1000), record("succeeded", 2000, { action: "off" })], "not-tried"],
  ["of another node", [record("failed", 1000, { target: "n2" })], "not-tried"],
  ["never", [], "not-tried"],
  ["tried again now", [record("failed", 1000), record("pending", undefined)], "under-way"],
  ["failed ten times", Array.from({ length: 10 }, (_, i) => record("failed", i)), "given-up"],
  [
    "failed ten times by hand",
    Array.from({ length: 10 }, (_, i) => record("failed", i, { automatic: false })),
    "failed",
  ],
])("fencing %s: %o is %s", (_, records, stage) => {
  expect(fencingProgress(model, records, "n1").stage).toBe(stage);
  expect(failedFencing(model, records, "n1") === undefined).toBe(
    !records.some((r) => r.target === "n1" && r.outcome === "failed") || stage === "not-tried",
  );
});
