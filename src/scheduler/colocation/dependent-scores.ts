/**
 * A resource heeds where those colocated with it would like to be.
 * Behaviour: docs/pacemaker/colocation.md#preferences-of-dependents (pcmk_sched_colocation.c).
 */
import { INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Colocation, Resource } from "../model/types.ts";
import { addColocatedNodeScores } from "./apply.ts";
import { hasInfluence } from "./influence.ts";

/** Adds the preferences of the colocation's dependent to the node scores of `rsc`, its primary or an instance of it. */
export function addDependentScores(s: ClusterModel, colocation: Colocation, rsc: Resource): void {
  if (!hasInfluence(colocation)) return;
  const select = { active: true, nonnegative: rsc.kind === "clone" };
  const factor = colocationFactor(colocation);
  rsc.allowed = addColocatedNodeScores(
    s,
    colocation.dependent,
    { target: rsc, nodes: rsc.allowed, colocation, factor },
    select,
  );
}

/** The colocation's score as a fraction of infinity, in the single precision the field computes with. */
export function colocationFactor(colocation: Colocation): number {
  return Math.fround(colocation.score / INFINITY);
}
