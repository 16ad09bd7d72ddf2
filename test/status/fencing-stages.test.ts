/**
 * What is said of the fencing of a node is true at each moment of random histories: nodes are cut off and crash, devices
 * fail and heal, people fence by hand and change the configuration, and the cluster gives up after three failures.
 */
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import { explainNode } from "../../src/report/explain/node.ts";
import { nodeExplanationLines } from "../../src/report/explain/node-text.ts";
import { statusAnswerOf } from "../../src/report/status/answer.ts";
import { explainedOf, readingOf } from "../../src/scheduler/reading.ts";
import { Random } from "../differential/random.ts";
import { LONG } from "../long.ts";
import { type Stage, stageOf } from "../wait/scene.ts";

const NODES = ["n1", "n2", "n3"];
const MOST = 3;
const SEEDS = 15;
const STEPS = 12;

const configuration = (): ReturnType<typeof parseXml> =>
  parseXml(`<configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="m" name="stonith-max-attempts" value="${MOST}"/></cluster_property_set></crm_config>
  <nodes>${NODES.map((node, i) => `<node id="${i + 1}" uname="${node}"/>`).join("")}</nodes>
  <resources>${NODES.map(
    (node) =>
      `<primitive id="fence-${node}" class="stonith" type="fence_ipmilan"><instance_attributes id="p-${node}"><nvpair id="h-${node}" name="pcmk_host_list" value="${node}"/></instance_attributes></primitive>`,
  ).join("")}<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/></resources>
  <constraints/></configuration>`);

/** One of what the sentences can say. */
function stageSaid(text: string): string {
  for (const [stage, pattern] of Object.entries({
    "under-way": /which is under way|is fencing/,
    "given-up": /the cluster has given up/,
    failed: /which has failed so far/,
    impossible: /cannot (do|fence it): /,
    due: /which is due|the cluster will fence/,
  }))
    if (pattern.test(text)) return stage;
  return "open";
}

async function said(stage: Stage, node: string): Promise<readonly string[] | undefined> {
  const { cib, at } = await stage.running.cluster.read();
  const reading = readingOf({ cib, at });
  const fencings = (await stage.running.cluster.fencings?.()) ?? [];
  const answer = statusAnswerOf(reading, { cib: ZERO, live: true, age: 0 }, node, fencings);
  if (answer?.document !== "node" || !answer.node.unclean) return undefined;
  const explained = explainNode(explainedOf(cib, reading.moment), node, fencings);
  if (explained === undefined) throw new Error(node);
  return [answer.reasons.map(({ text }) => text).join(". "), nodeExplanationLines(explained).join(" ")];
}
const ZERO = { adminEpoch: 0, epoch: 0, numUpdates: 0 };

test("what is said of fencing is so, at each moment", LONG, async () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const parsed = configuration();
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const stage = await stageOf(parsed.root);
    const { driver } = stage.running;
    const story: string[] = [];
    const requested = new Map<string, number>();
    driver.subscribe(({ event }) => {
      if (event.kind === "fencing" && event.phase === "requested")
        requested.set(event.target, (requested.get(event.target) ?? 0) + 1);
    });
    const dice = new Random(seed);
    const pick = <T>(list: readonly T[]): T => dice.pick(list);
    for (let step = 0; step < STEPS; step++) {
      const node = pick(NODES);
      const words = pick([
        `fence-fail fence-${node}`,
        `fence-fail fence-${node}`,
        `fence-heal fence-${node}`,
        `node-cut ${node}`,
        `node-crash ${node}`,
        `node-heal ${node}`,
        `node-return ${node}`,
        "by-hand",
        "edit",
      ]);
      story.push(words);
      const fault = parseFault(words.split(" "));
      if (fault !== undefined) driver.inject(fault, "test");
      else if (words === "edit") stage.edit((cib) => ({ ...cib, attributes: new Map(cib.attributes) }) as typeof cib);
      else void stage.running.cluster.fence(node, "reboot", "tester").catch(() => undefined);
      stage.pass(pick([0, 1, 5, 30, 90, 400]));
      for (const target of NODES) {
        const texts = await said(stage, target);
        if (texts === undefined) continue;
        const about = `seed ${seed}, ${story.join(", ")}: ${texts.join(" | ")}`;
        const [status, explain] = texts.map(stageSaid);
        expect(explain, about).toBe(status);
        seen.set(status ?? "", (seen.get(status ?? "") ?? 0) + 1);
        const inFlight = [...driver.state.fences.values()].some((f) => f.target === target && f.action !== "on");
        expect(status === "under-way", about).toBe(inFlight);
        const failures = driver.state.fenceFailures.get(target) ?? 0;
        if (status === "given-up") expect(failures, about).toBeGreaterThanOrEqual(MOST);
        if (status === "due" || status === "open") expect(failures, about).toBe(0);
        if (status !== "due") continue;
        const before = requested.get(target) ?? 0;
        stage.pass(5);
        const isTried = (requested.get(target) ?? 0) > before;
        const later = (await said(stage, target))?.map(stageSaid)[0];
        expect(isTried || later === undefined || later === "impossible", `${about}; 5 s later ${later}`).toBe(true);
      }
    }
    await stage.running.stop();
  }
  console.log(Object.fromEntries(seen));
  for (const stage of ["under-way", "given-up", "impossible"]) expect(seen.get(stage) ?? 0, stage).toBeGreaterThan(0);
});
