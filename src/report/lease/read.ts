/** A lease as documents show it. */
import type { Lease } from "../../cib/lease.ts";
import type { LeaseShown } from "./document.ts";

/** @param isGone whether a process is known to have ended */
export function shownLease(lease: Lease, isGone: (process: string) => boolean): LeaseShown {
  const { name, owner, process, why, since, ttl, covers, token } = lease;
  return {
    name,
    owner,
    why,
    since,
    ttlSeconds: ttl,
    renewed: process !== undefined,
    gone: process !== undefined && isGone(process),
    covers,
    token,
  };
}
