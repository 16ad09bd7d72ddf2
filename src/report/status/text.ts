/** The status page as text, in the words and order of today's `crm_mon -r`. */

import { resultText } from "../exit-text.ts";
import type { ClusterStatus, FailureStatus, ResourceStatus, StatusDocument } from "./document.ts";
import { fencingSections } from "./text-fencing.ts";
import { nodeLines } from "./text-nodes.ts";
import { type Line, resourceLines } from "./text-resources.ts";
import { windowLine } from "./windows.ts";

/** How dates are shown; the caller knows the reader's time zone. */
export type FormatDate = (epochSeconds: number) => string;

/** What a CIB alone says, and where they are known, the causes and the fencing history. */
type Page = StatusDocument & Partial<Pick<ClusterStatus, "causes" | "fencing" | "held" | "windows">>;

const indent = (depth: number, text: string): string => `${"  ".repeat(depth + 1)}* ${text}`;

/** Node and resource lists, nested below headings as the simulator prints them (`depth` 1) or as a page (`depth` 0). */
export function clusterLines(d: Page, depth: number): string[] {
  const heading = (text: string): string => (depth === 0 ? text : indent(depth - 1, text));
  const nodes = nodeLines(d.nodes).map((line) => indent(depth, line));
  return [
    ...(nodes.length === 0 ? [] : [heading("Node List:"), ...nodes, ""]),
    heading("Full List of Resources:"),
    ...(d.resources.length === 0
      ? [indent(depth, "No resources")]
      : d.resources
          .flatMap((r) => [...resourceLines(r), ...causeLines(d, r)])
          .map((l) => indent(depth + l.depth, l.text))),
  ];
}

function causeLines({ causes = [] }: Page, { id }: ResourceStatus): Line[] {
  return causes.filter((c) => c.resource === id).map((c) => ({ depth: 1, text: `Stopped because ${c.text}` }));
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

/** As Pacemaker's tools show how long something takes or comes again: `10s`, `1m1.500s`, `90ms`. */
export function spanText(ms: number): string {
  const [days, hours, minutes] = [86_400_000, 3_600_000, 60_000].map((unit, i, units) =>
    Math.floor((i === 0 ? ms : ms % (units[i - 1] ?? ms)) / unit),
  );
  const seconds = Math.floor((ms % 60_000) / 1000);
  const rest = ms % 1000;
  const fraction = rest === 0 ? `${seconds}s` : `${seconds}.${String(rest).padStart(3, "0")}s`;
  return [
    (days ?? 0) > 0 ? `${days}d` : "",
    (hours ?? 0) > 0 ? `${hours}h` : "",
    (minutes ?? 0) > 0 ? `${minutes}m` : "",
    seconds > 0 ? fraction : rest > 0 ? `${rest}ms` : "",
  ].join("");
}

/** A monitor that does not recur is a probe. */
const operationName = (f: FailureStatus): string =>
  f.operation === "monitor" && f.intervalMs === 0 ? "probe" : f.operation;

export function failureText(f: FailureStatus, date: FormatDate): string {
  const what = `${f.name} ${f.intervalMs > 0 ? `${spanText(f.intervalMs)}-interval ` : ""}${operationName(f)}`;
  const done = f.status === "complete";
  const how = done
    ? `returned '${resultText(f.rc)}'${f.exitReason === "" ? "" : ` (${f.exitReason})`}`
    : `could not be executed (${f.status}${f.exitReason === "" ? "" : `: ${f.exitReason}`})`;
  const when = f.at === undefined ? "" : ` at ${date(f.at)}`;
  const took = f.execMs > 0 ? ` after ${spanText(f.execMs)}` : "";
  return `${what} on ${f.node} ${how}${when}${took}`;
}

/** What readers have to see before the lists: why nothing is done, or that the page may be wrong. */
function noticeLines(d: StatusDocument): string[] {
  const newer =
    d.newerFeatureSet === undefined
      ? []
      : [
          `  *** The CIB has feature set ${d.newerFeatureSet}, newer than any known here: what is said may be wrong`,
          "",
        ];
  return [...newer, ...managementLines(d)];
}

function managementLines(d: StatusDocument): string[] {
  const heading = (depth: string): string => `${depth}*** Resource management is DISABLED ***`;
  if (d.maintenanceMode)
    return [heading(" ".repeat(14)), "  The cluster will not attempt to start, stop or recover services", ""];
  if (d.stopAllResources) return [heading("    "), "  The cluster will keep all resources stopped", ""];
  return [];
}

export function statusText(d: Page, date: FormatDate): string {
  const summary: string[] = [];
  summary.push(`Stack: ${d.stack ?? "unknown"}`);
  const mixed = d.mixedVersion ? "MIXED-VERSION " : "";
  const quorum = `${mixed}partition ${d.quorate ? "with" : "WITHOUT"} quorum`;
  const version = ` (version ${d.dc?.version ?? "unknown"})`;
  summary.push(d.dc === undefined ? "Current DC: NONE" : `Current DC: ${d.dc.name}${version} - ${quorum}`);
  summary.push(`Last updated: ${date(d.now)}`);
  const { at = "", user, client, origin } = d.lastChange ?? {};
  const by = [user && ` by ${user}`, client && ` via ${client}`, origin && ` on ${origin}`].filter(Boolean).join("");
  summary.push(`Last change:  ${at}${by}`.trimEnd());
  summary.push(`${plural(d.nodesConfigured, "node")} configured`, instanceCounts(d));
  const name = d.clusterName === undefined ? [] : [`Cluster name: ${d.clusterName}`];
  const out = [...name, "Cluster Summary:", ...summary.map((line) => indent(0, line)), "", ...noticeLines(d)];
  out.push(...clusterLines(d, 0));
  if (d.failures.length > 0) {
    out.push("", "Failed Resource Actions:", ...d.failures.map((f) => indent(0, failureText(f, date))));
  }
  const windows = d.windows ?? [];
  if (windows.length > 0) out.push("", "Maintenance:", ...windows.map((w) => indent(0, windowLine(w, date))));
  const held = d.held ?? [];
  if (held.length > 0) out.push("", "Held by runs:", ...held.map(({ text }) => indent(0, text)));
  for (const { heading, lines } of fencingSections(d.fencing ?? [], date))
    out.push("", heading, ...lines.map((line) => indent(0, line)));
  return `${out.join("\n")}\n`;
}
