/** What leaves a node by a ban with an expiry while all the rest stays: a resource, or its promoted role alone. */
import type { Element } from "../../../cib/xml/tree.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import { withBan } from "../../verbs/location.ts";
import { whereaboutsIn } from "../../verbs/place.ts";
import { nodeOfRole } from "../../verbs/role-node.ts";
import { aheadOf } from "./ahead.ts";
import { type RunLook, runId } from "./kind.ts";

export interface Leaving {
  readonly resource: string;
  /** Its promoted role alone. */
  readonly promoted: boolean;
}

/** Where from, and by which run. */
export interface Departure {
  readonly node: string;
  readonly run: string;
  /** Epoch seconds at which its ban ends by itself. */
  readonly until: number;
}

export const leavingText = ({ resource, promoted }: Leaving, node: string): string =>
  promoted
    ? `has another instance of ${resource} promoted in place of that on ${node}`
    : `moves ${resource} away from ${node}`;

export const isThere = ({ reading }: RunLook, { resource, promoted }: Leaving, node: string): boolean =>
  findResource(reading.model, resource) !== undefined && whereaboutsIn(reading, resource, promoted).includes(node);

/** As many of it run, or are promoted, without the node as with it. */
export function findsPlace(look: RunLook, move: Leaving, departure: Departure): boolean {
  const { resource, promoted } = move;
  const places = aheadOf(look, away(look, move, departure)(look.snapshot.cib)).places(resource, promoted);
  return !places.includes(departure.node) && places.length >= whereaboutsIn(look.reading, resource, promoted).length;
}

export const leavingBan = (run: string, { resource, promoted }: Leaving): string =>
  runId(run, `${promoted ? "demote" : "move"}-${resource}`);

/** The edit that has it leave. */
export function away({ reading }: RunLook, move: Leaving, { node, run, until }: Departure): (cib: Element) => Element {
  const from = move.promoted ? nodeOfRole(reading, move.resource, node) : node;
  return (cib) => withBan(cib, { ...move, node: from, until }, leavingBan(run, move));
}
