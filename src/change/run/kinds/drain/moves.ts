/**
 * What is moved away from a node before all the rest, one at a time: its addresses, so that clients find them again at once,
 * and promoted roles. Pacemaker stops a node's resources in an order of its own, in which an address may come last.
 */
import type { Element } from "../../../../cib/xml/tree.ts";
import { findResource } from "../../../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../../../scheduler/model/roles.ts";
import { withBan } from "../../../verbs/location.ts";
import { whereaboutsIn } from "../../../verbs/place.ts";
import { type RunLook, runId } from "../../kind/kind.ts";
import { aheadOf } from "./ahead.ts";

export interface Leaving {
  readonly resource: string;
  /** Its promoted role alone. */
  readonly promoted: boolean;
}

/** As the journal names it. */
export const itemOf = ({ resource, promoted }: Leaving): string => (promoted ? `promoted ${resource}` : resource);

export function moveCalled(item: string): Leaving {
  const promoted = item.startsWith("promoted ");
  return { resource: promoted ? item.slice("promoted ".length) : item, promoted };
}

export const leavingText = ({ resource, promoted }: Leaving, node: string): string =>
  promoted
    ? `has another instance of ${resource} promoted in place of that on ${node}`
    : `moves ${resource} away from ${node}`;

/** Agents whose resource is an address that clients use. */
const ADDRESSES: ReadonlySet<string> = new Set(["IPaddr", "IPaddr2", "IPv6addr", "IPsrcaddr", "awsvip", "azure-lb"]);

/** Addresses first, then promoted roles; only those that find another node. */
export function movesFrom(look: RunLook, node: string, run: string, until: number): Leaving[] {
  const all = look.reading.model.resources.filter((rsc) => !rsc.removed);
  const addresses = all.filter((rsc) => rsc.kind === "primitive" || rsc.kind === "group").filter(isAddress);
  const promotable = all.filter((rsc) => rsc.kind === "clone" || rsc.kind === "bundle");
  const moves = [
    ...addresses.map(({ id }) => ({ resource: id, promoted: false })),
    ...promotable.map(({ id }) => ({ resource: id, promoted: true })),
  ];
  return moves.filter((move) => isThere(look, move, node) && findsPlace(look, move, node, run, until));
}

/** A group counts by its first member alone: what else is in it would move with a later one. */
function isAddress(rsc: ReadonlyResource): boolean {
  const [first] = primitivesOf(rsc);
  return first !== undefined && ADDRESSES.has(first.xml.attributes.get("type") ?? "");
}

export const isThere = ({ reading }: RunLook, { resource, promoted }: Leaving, node: string): boolean =>
  findResource(reading.model, resource) !== undefined && whereaboutsIn(reading, resource, promoted).includes(node);

/** As many of it run, or are promoted, without the node as with it. */
function findsPlace(look: RunLook, move: Leaving, node: string, run: string, until: number): boolean {
  const { resource, promoted } = move;
  const places = aheadOf(look, away(look, move, node, run, until)(look.snapshot.cib)).places(resource, promoted);
  return !places.includes(node) && places.length >= whereaboutsIn(look.reading, resource, promoted).length;
}

export const banOf = (run: string, { resource, promoted }: Leaving): string =>
  runId(run, `${promoted ? "demote" : "move"}-${resource}`);

/** The edit that has it leave. What is in a bundle is promoted on its guest node: a ban of the host would mean its container. */
export function away(
  { reading }: RunLook,
  move: Leaving,
  node: string,
  run: string,
  until: number,
): (cib: Element) => Element {
  const rsc = findResource(reading.model, move.resource);
  const replicas = move.promoted && rsc?.kind === "bundle" ? rsc.replicas : [];
  const replica = replicas.find(({ container }) => container.active.some(({ name }) => name === node));
  const from = replica?.connection?.id ?? node;
  return (cib) => withBan(cib, { ...move, node: from, until }, banOf(run, move));
}
