/** Runs an agent of a CIB in a file, on this machine and past any cluster: no software of Pacemaker's is needed. */
import { hostname } from "node:os";
import { type AgentAnswer, runAgent } from "../../agents/run-agent.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { exitText } from "../../report/exit-text.ts";
import { type OperationByHand, operationByHand } from "../../scheduler/by-hand.ts";
import { momentOf } from "../../scheduler/reading.ts";
import { unpack } from "../../scheduler/unpack.ts";
import { HoldfastError } from "../error.ts";
import type { DebugAnswer, DebugCall, Snapshot } from "../port.ts";

export async function debugHere({ cib, at }: Pick<Snapshot, "cib" | "at">, call: DebugCall): Promise<DebugAnswer> {
  const task = call.operation === "check" ? "monitor" : call.operation;
  const moment = momentOf(cib, Math.floor(at / 1000));
  const node = call.node ?? thisNode(cib, moment.now);
  const found = operationByHand(cib, moment, { resource: call.resource, task, node });
  if (found.kind !== "operation")
    throw found.kind === "no-node"
      ? missing("node", node, nodeNames(cib, moment.now))
      : missing("primitive", call.resource, primitives(cib, moment.now));
  const started = performance.now();
  const answer = await runAgent({ ...found, task }, process.env);
  return { text: textOf(found, { task, node, ms: performance.now() - started }, answer), exit: answer.rc };
}

/** Which node this machine is to the agent: the one of its name, else the only one. */
function thisNode(cib: Element, now: number): string {
  const names = nodeNames(cib, now);
  const own = hostname();
  const short = own.split(".")[0];
  const found = names.find((name) => name === own) ?? names.find((name) => name.split(".")[0] === short);
  const [only, other] = names;
  if (found !== undefined) return found;
  if (only !== undefined && other === undefined) return only;
  throw new HoldfastError("usage", `no node of this CIB is called ${own}, as this machine is`, {
    hint: "say with --node which node the agent is to take this machine for",
  });
}

const nodeNames = (cib: Element, now: number): string[] => unpack(cib, now).nodes.map(({ name }) => name);

function primitives(cib: Element, now: number): string[] {
  return [...unpack(cib, now).resourcesById.values()].filter((r) => r.kind === "primitive").map(({ id }) => id);
}

function missing(what: string, name: string, known: readonly string[]): HoldfastError {
  const hint = didYouMean(name, known);
  return new HoldfastError("missing", `no ${what} is called ${name}`, hint === undefined ? {} : { hint });
}

interface Ran {
  readonly task: string;
  readonly node: string;
  readonly ms: number;
}

function textOf({ resource }: OperationByHand, { task, node, ms }: Ran, answer: AgentAnswer): string {
  const agent = [resource.class, resource.provider, resource.type].filter((part) => part !== undefined).join(":");
  const lines = [
    `${task} of ${resource.id} (${agent}) for ${node}: ${answer.rc} (${exitText(answer.rc)}), ${Math.round(ms)} ms`,
  ];
  if (answer.reason !== "") lines.push(`reason: ${answer.reason}`);
  for (const [name, text] of [
    ["stdout", answer.stdout],
    ["stderr", answer.stderr],
  ] as const)
    for (const line of text.split("\n")) if (line !== "") lines.push(`${name}: ${line}`);
  return lines.join("\n");
}
