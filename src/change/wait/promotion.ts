/** How long an agent may still tell that an instance can be promoted. */
import { lastOperations } from "../../report/status/operations.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { lackingPromotion, primitivesOf } from "../../scheduler/model/roles.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { longestLook } from "./monitors.ts";

/** Milliseconds at least; agents that agree with their peers first (Galera, Redis) take several monitors. */
const PATIENCE = 60_000;

/**
 * Agents set the scores in start and monitor: pending until a monitor after the last operation could have.
 * @param now epoch milliseconds
 */
export function scoreToCome(reading: Reading, rsc: ReadonlyResource, now: number): Finding | undefined {
  const short = lackingPromotion(rsc);
  if (short === undefined) return undefined;
  const until = lastOperation(reading.model, rsc) * 1000 + Math.max(PATIENCE, 2 * longestLook(reading, [rsc]));
  return now < until ? { resource: rsc.id, code: "pending", text: short, until } : undefined;
}

/** Epoch seconds of the last operation of any of its primitives, 0 if there was none. */
function lastOperation(s: ReadonlyModel, rsc: ReadonlyResource): number {
  return Math.max(0, ...primitivesOf(rsc).flatMap((p) => lastOperations(s, p).map((o) => o.at ?? 0)));
}
