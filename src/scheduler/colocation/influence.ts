/**
 * Whether the dependent of a colocation has a say in where its primary goes, and how much.
 * Behaviour: docs/pacemaker/colocation.md#influence (pcmk_sched_colocation.c "colocation has influence").
 */
import { INFINITY } from "../../cib/value/score.ts";
import type { Colocation, Resource } from "../model/types.ts";

/**
 * A dependent moves a running primary only with `influence`; one that is not running yet, always. A bundle's connection
 * never moves its running, healthy container: moving a connection is cheap, moving a container interrupts the service.
 * `primary` is the instance asked for, when the colocation names its clone.
 */
export function hasInfluence(colocation: Colocation, primary: Resource = colocation.primary): boolean {
  if (colocation.sparesActive && !primary.failed && primary.active.length === 1) return false;
  return colocation.influence || primary.active.length === 0;
}

/** The colocation's score as a fraction of infinity, in the single precision the field computes with. */
export function colocationFactor(colocation: Colocation): number {
  return Math.fround(colocation.score / INFINITY);
}
