/**
 * Leases are respected here, by every change of a configuration that Holdfast makes. A change is committed only for the
 * configuration that was looked at, so that the lease which stood then still stands when it is made, or it is a conflict:
 * no commit can come after the lease was broken or taken over, however long its process was stopped in between.
 */
import { type Lease, leasesIn, sharedBy } from "../../cib/lease.ts";
import { formatMoment } from "../../cib/value/date.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import type { PlannedChange } from "../plan/plan.ts";
import { isGone } from "./process.ts";
import { touchedBy } from "./touched.ts";

/**
 * Throws `leased` if another user has a lease on what the change touches, or if `token` is of none that stands.
 * @param desired the whole CIB as it is to be
 * @param token of the lease that the change is made under
 */
export function respectLeases(
  snapshot: Snapshot,
  desired: Element,
  token: string | undefined,
  planned?: () => PlannedChange,
): void {
  const leases = leasesIn(snapshot.cib);
  if (token !== undefined && !leases.some((lease) => lease.token === token)) throw lost(token);
  // One that the change itself ends is not in its way: only the commands for leases do that.
  const left = new Set(leasesIn(desired).map((lease) => lease.token));
  const others = leases.filter((lease) => lease.token !== token && left.has(lease.token));
  if (others.length === 0) return;
  const touched = touchedBy(snapshot, desired, planned);
  for (const lease of others) {
    const shared = sharedBy(lease.covers, touched);
    if (shared.length > 0) throw heldBy(lease, shared);
  }
}

export function lost(token: string): HoldfastError {
  return new HoldfastError("leased", `the lease ${token} is gone: it was released, broken or taken over`, {
    hint: "holdfast lease list",
  });
}

/** The refusal, with who holds it, why, since when. */
export function heldBy(lease: Lease, shared: readonly string[]): HoldfastError {
  return new HoldfastError("leased", heldText(lease, shared), {
    hint: `wait for it, or end it with: holdfast lease break ${lease.name} --why TEXT`,
  });
}

/** Names that are said of what is shared. */
const MOST = 4;

export function heldText(lease: Lease, shared: readonly string[]): string {
  const { name, owner, why, since, process } = lease;
  const some = shared.slice(0, MOST).join(", ");
  const what = shared.length > MOST ? `${some} and ${shared.length - MOST} more` : some;
  const gone = process !== undefined && isGone(process) ? "; its process has ended" : "";
  return `${owner} holds ${what} since ${formatMoment(since)} (lease ${name}: ${why || "no reason given"})${gone}`;
}
