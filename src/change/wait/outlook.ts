/**
 * What time alone will change: a failure that expires by failure-timeout, a rule whose hour comes. The scheduler says
 * when it wants to look again; asked for that moment, it says what it would do then.
 */
import { changesOf } from "../../report/changes/trace.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { decisionOf, type Reading, readingOf } from "../../scheduler/reading.ts";
import { bannedFrom } from "./role-check.ts";

/** So many moments are looked at; an hourly rule that has nothing to do with it may come before the one that has. */
const MOMENTS = 4;

/** Epoch seconds at which the scheduler will act for the resource by itself; undefined if never, or not soon. */
function actsAt(reading: Reading, rsc: ReadonlyResource): number | undefined {
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  let at = decisionOf(reading).model.recheckBy;
  for (let i = 0; i < MOMENTS && at !== undefined; i++) {
    const { model } = decisionOf(readingOf({ cib: reading.cib, at: at * 1000 }));
    if (changesOf(model).resources.some((c) => !c.blocked && own.has(c.resource))) return at;
    at = model.recheckBy;
  }
  return undefined;
}

/** What the resource lacks now and will be given by time alone. */
export function expiryFor(reading: Reading, rsc: ReadonlyResource): Finding | undefined {
  const at = actsAt(reading, rsc);
  if (at === undefined) return undefined;
  const banned = bannedFrom(reading.model, rsc);
  const text =
    banned.length > 0
      ? `waiting for ${rsc.id}: its failures on ${banned.join(", ")} expire by failure-timeout, then it is tried again`
      : `waiting for ${rsc.id}: what holds it back ends by itself`;
  return { resource: rsc.id, code: "expires", text, until: at * 1000 };
}
