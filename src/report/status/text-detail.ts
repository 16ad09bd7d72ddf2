/** One resource or node in full, as text. */
import { formatScore } from "../../cib/score.ts";
import type { NodeDetail, ResourceDetail } from "./detail.ts";
import { type FormatDate, failureText } from "./text.ts";
import { nodeStateText } from "./text-nodes.ts";
import { resourceLines } from "./text-resources.ts";
import type { Verdict } from "./verdict.ts";

const WORDS: Readonly<Record<Verdict["state"], string>> = {
  ok: "as wanted",
  pending: "work is under way",
  stopped: "stopped",
  failed: "failed",
  "no-quorum": "without quorum",
};

function verdictLines(v: Verdict): string[] {
  return [`State: ${WORDS[v.state]}`, ...v.reasons.map((r) => `  * ${r}`)];
}

export function detailText(d: ResourceDetail | NodeDetail, date: FormatDate): string {
  const lines = d.document === "node" ? nodeLines(d) : resourceDetailLines(d, date);
  return `${lines.join("\n")}\n`;
}

function nodeLines(d: NodeDetail): string[] {
  const where = d.node.host === undefined ? "" : ` on ${d.node.host}`;
  return [
    `Node ${d.node.name} (${d.node.kind}${where}): ${nodeStateText(d.node)}${d.node.dc ? ", DC" : ""}`,
    ...verdictLines(d.verdict),
    `Resources active here: ${d.resources.length}`,
    ...d.resources.map((r) => `  * ${r.id}: ${r.role}`),
  ];
}

function resourceDetailLines(d: ResourceDetail, date: FormatDate): string[] {
  const lines = resourceLines(d.resource).map((l) => `${"  ".repeat(l.depth)}${l.depth > 0 ? "* " : ""}${l.text}`);
  lines.push(...verdictLines(d.verdict));
  if (!d.managed) lines.push("Managed: no");
  if (d.targetRole !== undefined) lines.push(`Target role: ${d.targetRole}`);
  for (const instance of d.instances) {
    const counts = Object.entries(instance.failCounts).map(([node, n]) => `${formatScore(n)} on ${node}`);
    if (counts.length > 0) lines.push(`Failures of ${instance.id}: ${counts.join(", ")}`);
    const last = instance.lastOperation;
    if (last !== undefined) {
      const interval = last.intervalMs > 0 ? ` every ${last.intervalMs / 1000}s` : "";
      const when = last.at === undefined ? "" : ` at ${date(last.at)}`;
      lines.push(
        `Last operation of ${instance.id}: ${last.operation}${interval} on ${last.node}: ${last.rcText}${when}`,
      );
    }
  }
  if (d.failures.length > 0) lines.push("Failed operations:", ...d.failures.map((f) => `  * ${failureText(f, date)}`));
  return lines;
}
