/** The status page as text, in the words and order of today's `crm_mon -r`. */
import type { FailureStatus, StatusDocument } from "./document.ts";
import { nodeLines } from "./text-nodes.ts";
import { resourceLines } from "./text-resources.ts";

/** How dates are shown; the caller knows the reader's time zone. */
export type FormatDate = (epochSeconds: number) => string;

const indent = (depth: number, text: string): string => `${"  ".repeat(depth + 1)}* ${text}`;

/** Node and resource lists, nested below headings as the simulator prints them (`depth` 1) or as a page (`depth` 0). */
export function clusterLines(d: StatusDocument, depth: number): string[] {
  const heading = (text: string): string => (depth === 0 ? text : indent(depth - 1, text));
  const nodes = nodeLines(d.nodes).map((line) => indent(depth, line));
  return [
    ...(nodes.length === 0 ? [] : [heading("Node List:"), ...nodes, ""]),
    heading("Full List of Resources:"),
    ...(d.resources.length === 0
      ? [indent(depth, "No resources")]
      : d.resources.flatMap((r) => resourceLines(r)).map((l) => indent(depth + l.depth, l.text))),
  ];
}

function plural(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function instanceCounts(d: StatusDocument): string {
  const notes: string[] = [];
  if (d.instancesDisabled > 0) notes.push(`${d.instancesDisabled} DISABLED`);
  if (d.instancesBlocked > 0) notes.push(`${d.instancesBlocked} BLOCKED from further action due to failure`);
  const counts = `${plural(d.instancesConfigured, "resource instance")} configured`;
  return notes.length === 0 ? counts : `${counts} (${notes.join(", ")})`;
}

export function failureText(f: FailureStatus, date: FormatDate): string {
  const what = `${f.resource} ${f.intervalMs > 0 ? `${f.intervalMs}ms-interval ` : ""}${f.operation}`;
  const reason = f.exitReason === "" ? "" : ` because '${f.exitReason}'`;
  const when = f.at === undefined ? "" : ` at ${date(f.at)}`;
  const took = f.execMs > 0 ? ` after ${f.execMs}ms` : "";
  return `${what} on ${f.node} returned '${f.rcText}' (${f.rc})${reason}${when}${took}`;
}

export function statusText(d: StatusDocument, date: FormatDate): string {
  const summary: string[] = [];
  if (d.stack !== undefined) summary.push(`Stack: ${d.stack}`);
  const quorum = d.quorate ? "partition with quorum" : "partition WITHOUT quorum";
  const version = d.dc?.version === undefined ? "" : ` (version ${d.dc.version})`;
  summary.push(d.dc === undefined ? "Current DC: NONE" : `Current DC: ${d.dc.name}${version} - ${quorum}`);
  summary.push(`Last updated: ${date(d.now)}`);
  if (d.lastChange !== undefined) {
    const { at, user, client, origin } = d.lastChange;
    const by = [user && ` by ${user}`, client && ` via ${client}`, origin && ` on ${origin}`].filter(Boolean).join("");
    summary.push(`Last change:  ${at}${by}`);
  }
  summary.push(`${plural(d.nodesConfigured, "node")} configured`, instanceCounts(d));
  if (d.maintenanceMode)
    summary.push("", "*** Resource management is DISABLED: the cluster will not start, stop or recover services");
  if (d.newerFeatureSet !== undefined)
    summary.push(
      "",
      `*** The CIB has feature set ${d.newerFeatureSet}, newer than any known here: what is said may be wrong`,
    );
  if (d.stopAllResources)
    summary.push("", "*** Resource management: stop-all-resources is set, the cluster will keep all resources stopped");
  const out = [
    "Cluster Summary:",
    ...summary.map((line) => (line === "" || line.startsWith("*") ? `  ${line}`.trimEnd() : indent(0, line))),
    "",
  ];
  out.push(...clusterLines(d, 0));
  if (d.failures.length > 0) {
    out.push("", "Failed Resource Actions:", ...d.failures.map((f) => indent(0, failureText(f, date))));
  }
  return `${out.join("\n")}\n`;
}
