/** The nodes among which a primitive's node is chosen, without those on which nothing but a bundle's own service runs. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ProbeMode } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import type { Candidate, Choice, ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { unavailableReasons } from "./availability.ts";

/** The choice as it was made; without one, the nodes in the resource's own table. */
export function choiceOf(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): Choice {
  const choice = why.choices.get(rsc) ?? withoutChoice(s, why, rsc);
  return { ...choice, candidates: choice.candidates.filter(({ node }) => !isAnotherBundles(rsc, node)) };
}

export function candidatesOf(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): readonly Candidate[] {
  return choiceOf(s, why, rsc).candidates;
}

/** A bundle's guest node, which runs that bundle's service and nothing else. */
function isAnotherBundles(rsc: ReadonlyPrimitive, node: ReadonlyNode): boolean {
  if (node.kind !== "guest" || node.probeMode !== ProbeMode.never || node === rsc.assigned) return false;
  // The containers, addresses and connections of the bundle itself are not inside it either.
  return node.connection === undefined || topOf(node.connection) !== topOf(rsc) || rsc.parent?.kind === "bundle";
}

function withoutChoice(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): Choice {
  const candidates = s.nodes
    .filter((node) => rsc.allowed.has(node))
    .map((node) => ({
      node,
      score: rsc.allowed.score(node),
      available: unavailableReasons(s, node).length === 0,
      assigned: node.assignedCount,
      trace: why.traceOf(rsc.allowed, node),
    }));
  return { candidates, active: rsc.active[0], prefer: undefined };
}
