/** The fencing history of an embedded cluster: what its events say of it, until a cleanup forgets the failures. */
import type { ClusterEvent, ClusterEventBody } from "../../report/events/event.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { ITSELF } from "./engine/fencing.ts";

type Fencing = Extract<ClusterEventBody, { kind: "fencing" }>;

/** @param events of the kinds `fencing` and `cleanup`, in their order; others are passed over */
export function fencingsOf(events: readonly ClusterEvent[]): FencingRecord[] {
  let ended: FencingRecord[] = [];
  const pending = new Map<string, FencingRecord>();
  for (const { at, event } of events) {
    if (event.kind === "cleanup" && event.rsc === undefined)
      ended = ended.filter((f) => f.outcome !== "failed" || (event.node !== undefined && f.target !== event.node));
    if (event.kind !== "fencing") continue;
    const key = JSON.stringify([event.target, event.action]);
    if (event.phase === "requested") pending.set(key, pendingRecord(event));
    else {
      const { target, action, phase, by, reason } = event;
      ended.push({
        target,
        action,
        outcome: phase,
        by,
        client: pending.get(key)?.client,
        automatic: pending.get(key)?.automatic ?? true,
        origin: undefined,
        at,
        reason,
      });
      pending.delete(key);
    }
  }
  return [...ended, ...pending.values()];
}

/** The event names who asked as its reason. */
function pendingRecord({ target, action, reason }: Fencing): FencingRecord {
  return {
    target,
    action,
    outcome: "pending",
    by: undefined,
    client: reason,
    automatic: reason === ITSELF,
    origin: undefined,
    at: undefined,
    reason: undefined,
  };
}
