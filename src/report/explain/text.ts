/** An explanation as sentences. */
import { isReload } from "../../cib/history.ts";
import type {
  ActionExplanation,
  Contribution,
  Explanation,
  InstanceExplanation,
  NodeExplanation,
  Reason,
} from "./document.ts";
import { listText } from "./place-text.ts";

/** The ids that a reason refers to, without those in its sentence. */
function ids({ text, references }: Reason): string {
  const unsaid = references.filter((r) => r.kind !== "node" && !names(text, r.id)).map((r) => r.id);
  return unsaid.length === 0 ? "" : ` [${[...new Set(unsaid)].join(", ")}]`;
}

/** Whether the text has the id as a whole word: `haproxy-bundle-podman-0` does not name `haproxy-bundle`. */
function names(text: string, id: string): boolean {
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + id.length] ?? " "}`;
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}

/** The sentence, followed by the ids that it does not name. */
export function reasonText(reason: Reason): string {
  return `${reason.text}${ids(reason)}`;
}

export function explanationLines(explanation: Explanation): string[] {
  if (explanation.instances.length === 0)
    return [`${explanation.resource} has no instance that concerns ${explanation.on ?? "any node"}.`];
  return explanation.instances
    .flatMap((instance, i) => [...(i === 0 ? [] : [""]), ...instanceLines(instance, explanation.on)])
    .concat(explanation.held.flatMap(({ text }) => ["", `${text}.`]));
}

function instanceLines(instance: InstanceExplanation, on: string | undefined): string[] {
  const { nodes, promotion } = instance;
  const now = presentText(instance);
  const others = nodes.filter((n) => !n.chosen && !(on === undefined && saysNoMore(n, instance)));
  return [
    `${now}${comingText(instance)}.`,
    ...instance.reasons.map((r) => `  Because ${reasonText(r)}.`),
    ...actionLines(instance.actions),
    ...alike(others).flatMap((ns) => otherNodesLines(ns, on !== undefined)),
    ...(on === undefined ? [] : nodes.flatMap(scoreLines)),
    ...(promotion === undefined || on === undefined
      ? []
      : contributionLines("promotion score", promotion.score, promotion.contributions)),
  ];
}

const BEING: ReadonlyMap<string, string> = new Map([
  ["start", "started"],
  ["stop", "stopped"],
  ["promote", "promoted"],
  ["demote", "demoted"],
]);

/** What it is now. The role that the history gives while an operation is under way is that of its end. */
function presentText({ resource, role, node, underWay }: InstanceExplanation): string {
  const being = underWay === undefined ? undefined : BEING.get(underWay.task);
  if (underWay !== undefined && being !== undefined && (underWay.node ?? node) !== undefined && role !== "Unknown")
    return `${resource} is being ${being} on ${underWay.node ?? node}`;
  const where = underWay?.node === undefined || underWay.node === node ? "" : ` on ${underWay.node}`;
  const flight = underWay === undefined ? "" : `, its ${underWay.task}${where} still under way`;
  if (node === undefined) return `${resource} does not run${flight}`;
  return `${resource} ${role === "Unknown" ? "may still run" : `is ${role}`} on ${node}${flight}`;
}

/** Reasons that apply to every node are given once, not for each node. */
function saysNoMore({ reasons }: NodeExplanation, instance: InstanceExplanation): boolean {
  return reasons.length > 0 && reasons.every((r) => instance.reasons.some((said) => said.text === r.text));
}

/** What is under way ends in all that is due. */
function isComing({ underWay, node, nextNode, nextRole }: InstanceExplanation): boolean {
  switch (underWay?.task) {
    case "start":
      return nextNode === (underWay.node ?? node) && nextRole !== "Promoted";
    case "promote":
      return nextNode === (underWay.node ?? node);
    case "stop":
      return nextNode === undefined;
    default:
      return false;
  }
}

/** The change that is due, after the current state. */
function comingText(instance: InstanceExplanation): string {
  if (isComing(instance)) return "";
  const { role, node, nextRole, nextNode, actions } = instance;
  const stuck = actions.some((a) => a.task === "stop" && a.blocked && a.node === node);
  if (stuck)
    return nextNode === undefined ? ", and cannot be stopped" : `, and cannot be stopped to move to ${nextNode}`;
  if (nextNode === undefined) return node === undefined ? "" : ", and will be stopped";
  const as = nextRole === "Started" ? "" : ` as ${nextRole}`;
  if (node === undefined) return `, and will be started on ${nextNode}${as}`;
  if (node !== nextNode) return `, and will move to ${nextNode}${role === nextRole ? "" : as}`;
  const restarts = actions.some((a) => a.task === "start") && actions.some((a) => a.task === "stop");
  if (role !== nextRole && !(role === "Started" && nextRole === "Unknown"))
    return `, and will be ${restarts ? "restarted" : nextRole === "Promoted" ? "promoted" : "demoted"} there${restarts ? as : ""}`;
  if (actions.length === 0) return "";
  if (restarts) return ", and will be restarted there";
  const tasks = actions.map((a) => a.task);
  if (tasks.includes("start")) return ", and will be started there";
  if (tasks.includes("promote")) return ", and will be demoted and promoted again";
  if (tasks.includes("demote")) return ", and will be demoted";
  if (tasks.some(isReload)) return ", and will be reloaded";
  const stops = actions.filter((a) => a.task === "stop").map((a) => a.node ?? "its node");
  return stops.length === 0 ? "" : `, and will be stopped on ${listText(stops)}`;
}

/** Groups consecutive actions with the same reason. */
function actionLines(actions: readonly ActionExplanation[]): string[] {
  const groups: ActionExplanation[][] = [];
  for (const action of actions) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && isLike(last[0], action)) last.push(action);
    else groups.push([action]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const where = first.node === undefined ? "" : ` on ${first.node}`;
    return [
      `  Due: ${listText(group.map((a) => a.task))}${where}${first.blocked ? " (blocked)" : ""}`,
      ...chainTexts(first.chain).map((text) => `    ${text}`),
    ];
  });
}

/** Indents each cause below its effect; causes side by side have the same indent. */
export function chainTexts(chain: readonly Reason[]): string[] {
  let depth = -1;
  return chain.map((r) => {
    if (r.beside !== true) depth++;
    return `${"  ".repeat(depth)}${r.beside === true ? "and" : "<-"} ${reasonText(r)}`;
  });
}

function isLike(a: ActionExplanation, b: ActionExplanation): boolean {
  const chain = (of: ActionExplanation): string => of.chain.map(reasonText).join("\n");
  return a.node === b.node && a.blocked === b.blocked && chain(a) === chain(b);
}

/** Nodes that have the same reasons against them, and the same remedies, share a line. */
function alike(nodes: readonly NodeExplanation[]): NodeExplanation[][] {
  const groups = new Map<string, NodeExplanation[]>();
  for (const n of nodes) {
    const key = [whyNotText(n), ...n.wouldTake.map(reasonText)].join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [n]);
    else group.push(n);
  }
  return [...groups.values()];
}

function whyNotText({ reasons, score }: NodeExplanation): string {
  const why = reasons.map(reasonText).join("; ");
  return why === "" ? `its score is ${score}` : why;
}

function otherNodesLines(nodes: readonly NodeExplanation[], asked: boolean): string[] {
  const [first] = nodes;
  if (first === undefined) return [];
  return [
    `  Not on ${listText(
      nodes.map((n) => n.node),
      "or",
    )}: ${whyNotText(first)}.`,
    ...(asked ? first.wouldTake.map((r) => `    To run there: ${reasonText(r)}.`) : []),
  ];
}

function scoreLines(n: NodeExplanation): string[] {
  return contributionLines(`score on ${n.node}`, n.score, n.contributions);
}

function contributionLines(what: string, score: string, contributions: readonly Contribution[]): string[] {
  return [
    `  The ${what} is ${score}${contributions.length === 0 ? "" : ":"}`,
    ...contributions.map((c) => `    ${c.score.padStart(9)}  ${reasonText(c)}`),
  ];
}
