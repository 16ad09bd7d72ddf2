/** One resource or node in full, as text. */

import { formatVersion } from "../../cib/patch/version.ts";
import { formatScore } from "../../cib/value/score.ts";
import type { Freshness, InstanceDetail, NodeDetail, OperationResult, PartDetail, ResourceDetail } from "./detail.ts";
import type { Verdict } from "./document.ts";
import { type FormatDate, failureText } from "./text.ts";
import { fencingLines } from "./text-fencing.ts";
import { nodeStateText } from "./text-nodes.ts";
import { windowLine } from "./windows.ts";

const WORDS: Readonly<Record<Verdict["state"], string>> = {
  ok: "as wanted",
  pending: "work is under way",
  stopped: "stopped",
  failed: "failed",
  "no-quorum": "without quorum",
};

function verdictLines(v: Verdict): string[] {
  return [`State: ${WORDS[v.state]}`, ...v.reasons.map((r) => `  * ${r.text}`)];
}

export function detailText(d: ResourceDetail | NodeDetail, date: FormatDate): string {
  const lines = d.document === "node" ? nodeLines(d, date) : resourceLines(d, date);
  return `${[...lines, ...freshnessLines(d)].join("\n")}\n`;
}

function freshnessLines({ live, age }: Freshness): string[] {
  if (live) return [];
  return [`Nothing enacts it now; this ${age === null ? "may be of any time" : `was so ${age} s ago`}.`];
}

function nodeLines(d: NodeDetail, date: FormatDate): string[] {
  const fencing = fencingLines(d.fencing ?? [], date);
  const where = d.node.host === undefined ? "" : ` on ${d.node.host}`;
  return [
    `Node ${d.node.name} (${d.node.kind}${where}): ${nodeStateText(d.node)}${d.node.dc ? ", DC" : ""}`,
    ...verdictLines(d),
    ...windowLines(d, date),
    ...heldLines(d),
    `${d.node.unclean ? "Resources that may still run here" : "Resources active here"}: ${d.resources.length}`,
    ...d.resources.map((r) => `  * ${r.id}${d.node.unclean ? "" : `: ${r.role}`}`),
    ...(fencing.length === 0 ? [] : ["Fencing:", ...fencing.map((line) => `  * ${line}`)]),
  ];
}

function windowLines({ windows }: Pick<NodeDetail, "windows">, date: FormatDate): string[] {
  return windows.length === 0 ? [] : ["Maintenance:", ...windows.map((w) => `  * ${windowLine(w, date)}`)];
}

const heldLines = ({ held }: Pick<NodeDetail, "held">): string[] =>
  held.length === 0 ? [] : ["Held by runs:", ...held.map(({ text }) => `  * ${text}`)];

const onNodes = (nodes: readonly (string | null)[]): string => {
  const known = nodes.filter((n) => n !== null);
  return known.length === 0 ? "" : ` on ${known.join(", ")}`;
};

function resourceLines(d: ResourceDetail, date: FormatDate): string[] {
  const { id, kind, role, nodes, targetRole, pending, failures, cib, configurationDigest } = d;
  const marks = [d.maintenance ? "in maintenance" : d.managed ? "" : "not managed"].filter((m) => m !== "");
  if (targetRole !== null) marks.push(`target role ${targetRole}`);
  return [
    `${id} (${kind}): ${role}${onNodes(nodes)}${marks.map((m) => `, ${m}`).join("")}`,
    ...verdictLines(d),
    ...windowLines(d, date),
    ...heldLines(d),
    ...pending.map((p) => `Under way: ${p.operation} of ${p.resource} on ${p.node}`),
    ...d.instances.flatMap((i) => instanceLines(i, date)),
    ...(failures.length === 0 ? [] : ["Failed operations:", ...failures.map((f) => `  * ${failureText(f, date)}`)]),
    `Configuration ${formatVersion(cib)}, definition ${configurationDigest}`,
  ];
}

function instanceLines(i: InstanceDetail, date: FormatDate): string[] {
  const since = i.since === null ? "" : ` since ${date(i.since)}`;
  const within = [
    ...(i.container === null ? [] : [`container ${partText(i.container)}`]),
    ...(i.guest === null ? [] : [`guest node ${partText(i.guest)}`]),
    ...(i.ip === null ? [] : [`address ${i.ip}`]),
  ];
  const parts = [i, i.container, i.guest].filter((p) => p !== null);
  return [
    `  * ${i.id} (${i.agent}): ${i.role}${onNodes([i.node])}${since}`,
    ...(within.length === 0 ? [] : [`      ${within.join(", ")}`]),
    ...(i.lastOperation === null ? [] : [`      last operation: ${operationText(i.lastOperation, date)}`]),
    ...parts.filter((p) => p.failCount > 0).map((p) => `      failures of ${p.id}: ${countsText(p)}`),
  ];
}

const partText = (p: PartDetail): string => `${p.id} ${p.role}${onNodes([p.node])}`;

const countsText = ({ failCounts }: PartDetail): string =>
  Object.entries(failCounts)
    .map(([node, n]) => `${formatScore(n)} on ${node}`)
    .join(", ");

function operationText(o: OperationResult, date: FormatDate): string {
  const interval = o.intervalMs > 0 ? ` every ${o.intervalMs / 1000}s` : "";
  const reason = o.exitReason === "" ? "" : ` (${o.exitReason})`;
  // Of a monitor the history has the time since which its result is the same, not that of the last one.
  const when = o.at === undefined ? "" : ` ${o.intervalMs > 0 ? "since" : "at"} ${date(o.at)}`;
  return `${o.operation}${interval} on ${o.node}: ${o.rcText}${reason}${when}`;
}
