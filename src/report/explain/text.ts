/** An explanation as sentences. */
import type {
  ActionExplanation,
  Contribution,
  Explanation,
  InstanceExplanation,
  NodeExplanation,
  Reason,
} from "./document.ts";

const ids = (reason: Reason): string => {
  const unknown = [...new Set(reason.references.filter((r) => r.kind !== "node").map((r) => r.id))].filter(
    (id) => !reason.text.includes(id),
  );
  return unknown.length === 0 ? "" : ` [${unknown.join(", ")}]`;
};

/** With the ids it rests on that it does not name. */
export function reasonText(reason: Reason): string {
  return `${reason.text}${ids(reason)}`;
}

export function explanationLines(explanation: Explanation): string[] {
  if (explanation.instances.length === 0)
    return [`Nothing of ${explanation.resource} concerns ${explanation.on ?? "any node"}.`];
  return explanation.instances.flatMap((instance, i) => [
    ...(i === 0 ? [] : [""]),
    ...instanceLines(instance, explanation.on),
  ]);
}

function instanceLines(instance: InstanceExplanation, on: string | undefined): string[] {
  const { resource, role, node } = instance;
  const now = node === undefined ? `${resource} does not run` : `${resource} is ${role} on ${node}`;
  const asked = on === undefined ? undefined : instance.nodes.filter((n) => !n.chosen);
  return [
    `${now}${comingText(instance)}.`,
    ...instance.reasons.map((r) => `  Because ${reasonText(r)}.`),
    ...instance.actions.flatMap(actionLines),
    ...(asked ?? instance.nodes.filter((n) => !n.chosen)).flatMap((n) => otherNodeLines(n, on !== undefined)),
    ...(on === undefined ? [] : instance.nodes.flatMap(scoreLines)),
    ...(instance.promotion === undefined || on === undefined
      ? []
      : contributionLines("promotion score", instance.promotion.score, instance.promotion.contributions)),
  ];
}

/** What is about to change, after what is now. */
function comingText({ role, node, nextRole, nextNode, actions }: InstanceExplanation): string {
  if (nextNode === undefined) return node === undefined ? "" : ", and is to be stopped";
  const stays = node === nextNode && (role === nextRole || (role === "Started" && nextRole === "Unknown"));
  if (!stays) return `, and is to be ${nextRole} on ${nextNode}`;
  if (actions.some((a) => a.task === "start" && a.blocked)) return ", and is to be stopped";
  return actions.length === 0 ? "" : ", and is to be restarted there";
}

function actionLines(action: ActionExplanation): string[] {
  const where = action.node === undefined ? "" : ` on ${action.node}`;
  const what = `${action.task}${where}`;
  return [
    `  Due: ${what}${action.blocked ? " (which cannot be done)" : ""}`,
    ...action.chain.map((r, i) => `${"    ".padEnd(4 + i * 2)}<- ${reasonText(r)}`),
  ];
}

function otherNodeLines(n: NodeExplanation, asked: boolean): string[] {
  const why = n.reasons.map(reasonText).join("; ");
  return [
    `  Not on ${n.node}: ${why === "" ? `its score is ${n.score}` : why}.`,
    ...(asked ? n.wouldTake.map((r) => `    To be there, ${reasonText(r)}.`) : []),
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
