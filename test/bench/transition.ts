/**
 * Large clusters brought up by the engine alone: every operation is answered at once and as expected, so that what is
 * left is what the engine takes for a step, and how that grows with the transition.
 */
import { readFileSync } from "node:fs";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { descend, type Element } from "../../src/cib/xml/tree.ts";
import type { EngineInput } from "../../src/cluster/embedded/engine/message.ts";
import { initialState, isIdle, type Operation } from "../../src/cluster/embedded/engine/state.ts";
import { step } from "../../src/cluster/embedded/engine/step.ts";
import type { EnginePorts } from "../../src/cluster/embedded/engine/step-draft.ts";
import { clusterNodes } from "../../src/cluster/embedded/view.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { whyNoShared } from "../shared.ts";
import { freshCluster } from "./large.ts";
import { cpuMs, NOW } from "./measure.ts";

const SIZES: readonly (readonly [number, number])[] = [
  [16, 50],
  [16, 200],
];

export function benchTransition(): void {
  const missing = whyNoShared("bench");
  if (missing !== undefined) {
    console.log(`large transitions: not measured, ${missing}`);
    return;
  }
  console.log("Large transitions carried out by the engine alone, CPU:");
  for (const [nodes, resources] of SIZES) {
    const parsed = parseXml(readFileSync(freshCluster(nodes, resources), "utf8"));
    if (!parsed.ok) throw new Error(parsed.problem.message);
    console.log(`  ${nodes} x ${resources}: ${bringUp(parsed.root)}`);
  }
}

function bringUp(cib: Element): string {
  let scheduling = 0;
  let synapses = 0;
  const ports: EnginePorts = {
    metadata: () => undefined,
    schedule: (root, options) => {
      const from = process.cpuUsage();
      const { transition } = schedule(root, options);
      const { user, system } = process.cpuUsage(from);
      scheduling += (user + system) / 1000;
      synapses += transition.synapses.length;
      return { transition };
    },
  };
  const at = NOW * 1000;
  let state = initialState(cib, "bench", at);
  let steps = 0;
  const asked: Operation[] = [];
  const feed = (input: EngineInput): void => {
    const made = step(state, { ...input, at }, ports);
    state = made.state;
    steps++;
    for (const effect of made.effects) if (effect.kind === "execute") asked.push(effect.operation);
  };
  const nodes = descend(cib, "configuration", "nodes");
  const all = cpuMs(() => {
    for (const { name, id } of nodes === undefined ? [] : clusterNodes(nodes))
      feed({ kind: "membership", node: name, id, member: true });
    for (let taken = 0; !isIdle(state); ) {
      const operation = asked[taken];
      if (operation === undefined) {
        feed({ kind: "time" });
        continue;
      }
      taken++;
      const { callId, targetRc: rc } = operation;
      feed({ kind: "result", result: { callId, rc, status: 0, reason: "", durationMs: 1, writes: [] } });
    }
  });
  const own = all - scheduling;
  const each = ((own * 1000) / steps).toFixed(0);
  return `${synapses} synapses in ${steps} steps, ${own.toFixed(0)} ms (${each} us a step), and the scheduler's ${scheduling.toFixed(0)} ms`;
}
