/** That a resource failed on several nodes in the same way is one reason, with its last failure once. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import type { Reason } from "./document.ts";
import { failuresOf } from "./failures.ts";
import { listText, operationText } from "./place-text.ts";

/** What keeps it from one node. */
export interface ReasonOnNode {
  readonly node: string;
  readonly reason: Reason;
}

/** Stands for the nodes of a text. */
const PLACE = "\u0000";

/** Each reason once, in their order. @param it what sentences call the primitive */
export function reasonsTogether(
  s: ReadonlyModel,
  rsc: ReadonlyPrimitive,
  it: string,
  found: readonly ReasonOnNode[],
): Reason[] {
  const groups = new Map<string, ReasonOnNode[]>();
  for (const one of found) {
    const { node, reason } = one;
    const key = reason.code === "failures" ? reason.text.replace(` on ${node} `, ` on ${PLACE} `) : reason.text;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([text, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    if (first.reason.code !== "failures") return [first.reason];
    const nodes = listText(group.map((g) => g.node));
    const own = text.startsWith(`${it} failed on`) ? lastFailure(s, rsc) : "";
    return [
      {
        ...first.reason,
        text: `${text.replace(PLACE, nodes)}${own}`,
        references: group.flatMap((g) => g.reason.references),
      },
    ];
  });
}

function lastFailure(s: ReadonlyModel, rsc: ReadonlyPrimitive): string {
  const last = failuresOf(s, rsc).at(-1);
  return last === undefined ? "" : `; the last was: ${operationText(last.op, rsc.id, last.node)}`;
}
