/** An explanation taken apart: what it says of what, each sentence with what it rests on, and what it says was decided. */
import type { Explanation, Reason } from "../../src/report/explain/document.ts";

export interface Sentence {
  /** What it answers: why the resource is as it is, why (not) on a node, why an action. */
  readonly about: string;
  readonly said: Reason;
}

/**
 * By their text with what they rest on; the score of a contribution belongs to it. Without one thing the same may be
 * true on account of another (a default for a value of its own), but that is another thing to say.
 */
export function sentences(explanation: Explanation): Map<string, Sentence> {
  const found = new Map<string, Sentence>();
  const add = (about: string, reasons: readonly Reason[]): void => {
    for (const said of reasons) {
      const ids = said.references.map((x) => x.id).join(" ");
      found.set(`${about}: ${"score" in said ? `${said.score} ` : ""}${said.text} [${ids}]`, { about, said });
    }
  };
  for (const { resource, reasons, nodes, promotion, actions } of explanation.instances) {
    add(resource, [...reasons, ...(promotion?.contributions ?? [])]);
    for (const n of nodes) add(`${resource} on ${n.node}`, [...n.reasons, ...n.contributions, ...n.wouldTake]);
    for (const a of actions) add(`${resource} ${a.task} on ${a.node}`, a.chain);
  }
  return found;
}

/** What was decided, by what sentences are about. */
export function verdicts(explanation: Explanation): Map<string, string> {
  const found = new Map<string, string>();
  for (const { resource, nextRole, nextNode, managed, nodes, promotion, actions } of explanation.instances) {
    const promotionParts = promotion?.contributions.map((c) => c.score).join(" ");
    found.set(
      resource,
      `${nextRole} on ${nextNode}, ${managed ? "managed" : "as it is"}, promotion ${promotion?.score} (${promotionParts})`,
    );
    for (const n of nodes) {
      const parts = n.contributions.map((c) => c.score).join(" ");
      found.set(`${resource} on ${n.node}`, `${n.score} (${parts}) ${n.available} ${n.chosen}`);
    }
    for (const a of actions) found.set(`${resource} ${a.task} on ${a.node}`, a.blocked ? "blocked" : "due");
  }
  return found;
}
