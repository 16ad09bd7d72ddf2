/** The explanation of a node as sentences. */
import type { Reason } from "./document.ts";
import type { NodeResource, NodeStateExplanation } from "./node-document.ts";
import { listText } from "./place-text.ts";
import { reasonText } from "./text.ts";

const STATES: Readonly<Record<NodeStateExplanation["state"], string>> = {
  unclean: "is unclean",
  offline: "is offline",
  joining: "is joining the cluster",
  "shutting-down": "is shutting down",
  standby: "is in standby",
  maintenance: "is in maintenance",
  unhealthy: "is unhealthy",
  available: "can run resources",
};

/** What is under way or fails, rather than what a person can do. */
const UNDER_WAY: ReadonlySet<Reason["code"]> = new Set([
  "fencing",
  "fencing-failed",
  "fencing-disabled",
  "no-fencing-device",
  "no-quorum",
  "shutdown-waits",
]);

export function nodeExplanationLines({
  node,
  state,
  reasons,
  ends,
  resources,
  arriving,
}: NodeStateExplanation): string[] {
  const headline = `${node} ${STATES[state]}`;
  // A reason that says no more than the state lends it its ids.
  const same = reasons.find((r) => r.text === headline);
  return [
    `${same === undefined ? headline : reasonText(same)}.`,
    ...reasons.filter((r) => r !== same).map((r) => `  Because ${reasonText(r)}.`),
    ...ends.map((r) => `  ${UNDER_WAY.has(r.code) ? begun(reasonText(r), node) : `To end that: ${reasonText(r)}`}.`),
    ...alike(resources).map((group) => `  ${resourcesText(group)}.`),
    ...(arriving.length === 0 ? [] : [`  To be started here: ${listText(arriving)}.`]),
  ];
}

/** A sentence of its own begins with a capital, unless it begins with the node's name. */
function begun(text: string, node: string): string {
  return text.startsWith(node) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Those with the same fate for the same reason share a line. */
function alike(resources: readonly NodeResource[]): NodeResource[][] {
  const groups = new Map<string, NodeResource[]>();
  for (const r of resources) {
    const key = JSON.stringify([r.role, r.next, r.nextNode, r.reasons.map(reasonText)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [r]);
    else group.push(r);
  }
  return [...groups.values()];
}

function resourcesText(group: readonly NodeResource[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const { role, next, nextNode, reasons } = first;
  const names = listText(group.map((r) => r.resource));
  const why = reasons.length === 0 ? "" : `: ${reasons.map(reasonText).join("; ")}`;
  const is =
    role === "Unknown" ? `${names} may still run here` : `${names} ${group.length === 1 ? "is" : "are"} ${role} here`;
  switch (next) {
    case "stays":
      return `${is}${why === "" ? "" : `, and ${group.length === 1 ? "stays" : "stay"}${why}`}`;
    case "stops":
      return `${is}, and will be stopped`;
    case "moves":
      return `${is}, and will move to ${nextNode ?? "another node"}`;
    case "cannot-stop":
      return `${is}, and cannot be stopped${why}`;
  }
}
