/**
 * What is moved away from a node before all the rest, one at a time: its addresses, so that clients find them again at once,
 * and promoted roles. Pacemaker stops a node's resources in an order of its own, in which an address may come last.
 */
import type { ReadonlyResource } from "../../../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../../../scheduler/model/roles.ts";
import type { RunLook } from "../../kind/kind.ts";
import { type Departure, findsPlace, isThere, type Leaving } from "../../kind/leaving.ts";

/** As the journal names it. */
export const itemOf = ({ resource, promoted }: Leaving): string => (promoted ? `promoted ${resource}` : resource);

export function moveCalled(item: string): Leaving {
  const promoted = item.startsWith("promoted ");
  return { resource: promoted ? item.slice("promoted ".length) : item, promoted };
}

/** Agents whose resource is an address that clients use. */
const ADDRESSES: ReadonlySet<string> = new Set(["IPaddr", "IPaddr2", "IPv6addr", "IPsrcaddr", "awsvip", "azure-lb"]);

/** Addresses first, then promoted roles; only those that find another node. */
export function movesFrom(look: RunLook, departure: Departure): Leaving[] {
  const all = look.reading.model.resources.filter((rsc) => !rsc.removed);
  const addresses = all.filter((rsc) => rsc.kind === "primitive" || rsc.kind === "group").filter(isAddress);
  const promotable = all.filter((rsc) => rsc.kind === "clone" || rsc.kind === "bundle");
  const moves = [
    ...addresses.map(({ id }) => ({ resource: id, promoted: false })),
    ...promotable.map(({ id }) => ({ resource: id, promoted: true })),
  ];
  return moves.filter((move) => isThere(look, move, departure.node) && findsPlace(look, move, departure));
}

/** A group counts by its first member alone: what else is in it would move with a later one. */
function isAddress(rsc: ReadonlyResource): boolean {
  const [first] = primitivesOf(rsc);
  return first !== undefined && ADDRESSES.has(first.xml.attributes.get("type") ?? "");
}
