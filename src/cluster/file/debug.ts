/**
 * Runs an agent of a CIB in a file, on this machine and past any cluster: no software of Pacemaker's is needed. The tools that
 * the agent calls are answered from the CIB; what it sets by them it can read again, and it is said at the end, not kept.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../agents/environment.ts";
import { type AgentAnswer, runAgent } from "../../agents/run-agent.ts";
import { answerTool } from "../../agents/tools/answer-tool.ts";
import { written } from "../../agents/tools/cib-attributes.ts";
import type { ToolCaller, ToolView, ToolWrite } from "../../agents/tools/tool-call.ts";
import { serveTools } from "../../agents/tools/tool-server.ts";
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { secretValues } from "../../cib/masked.ts";
import { HIDDEN } from "../../cib/secret-text.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { exitText } from "../../report/exit-text.ts";
import { type OperationByHand, operationByHand } from "../../scheduler/by-hand.ts";
import { momentOf } from "../../scheduler/reading.ts";
import { unpack } from "../../scheduler/unpack.ts";
import { HoldfastError } from "../error.ts";
import { missing } from "../missing.ts";
import type { DebugAnswer, DebugCall, Snapshot } from "../port.ts";

export async function debugHere({ cib, at }: Pick<Snapshot, "cib" | "at">, call: DebugCall): Promise<DebugAnswer> {
  const task = call.operation === "check" ? "monitor" : call.operation;
  const moment = momentOf(cib, Math.floor(at / 1000));
  const node = call.node ?? thisNode(cib, moment.now);
  const found = operationByHand(cib, moment, { resource: call.resource, task, node });
  if (found.kind !== "operation")
    throw found.kind === "no-node"
      ? missing(`no node is called ${node}`, node, nodeNames(cib, moment.now))
      : missing(`no primitive is called ${call.resource}`, call.resource, primitives(cib, moment.now));
  const { id } = found.resource;
  const caller = { resource: withoutInstanceNumber(id), instance: id, node };
  const started = performance.now();
  const { answer, writes } = await withTools({ cib, now: moment.now }, caller, (env) =>
    runAgent({ ...found, task }, env),
  );
  const text = textOf(found, { task, node, ms: performance.now() - started }, answer);
  return { text: withoutSecrets(cib, [text, ...writes.map(writeText)].join("\n")), exit: answer.rc };
}

/** An agent may print what it was given. */
function withoutSecrets(cib: Element, text: string): string {
  const secrets = [...secretValues(cib)].sort((a, b) => b.length - a.length);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
}

interface WithTools {
  readonly answer: AgentAnswer;
  readonly writes: readonly ToolWrite[];
}

async function withTools(
  view: ToolView,
  caller: ToolCaller,
  run: (env: Environment) => Promise<AgentAnswer>,
): Promise<WithTools> {
  const dir = mkdtempSync(join(tmpdir(), "holdfast-tools-"));
  const writes: ToolWrite[] = [];
  let { cib } = view;
  const server = serveTools(dir, (call) => {
    const answer = answerTool({ ...view, cib }, caller, call);
    for (const write of answer.writes) cib = written(cib, write);
    writes.push(...answer.writes);
    return answer;
  });
  try {
    const path = `${dir}:${process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin"}`;
    return { answer: await run({ ...process.env, PATH: path, HA_SBIN_DIR: dir }), writes };
  } finally {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function writeText(write: ToolWrite): string {
  const of =
    write.kind === "property" ? `the property ${write.name} in ${write.set}` : `${write.name} of ${write.node}`;
  return write.value === undefined ? `it would remove ${of}` : `it would set ${of} to ${write.value}`;
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
