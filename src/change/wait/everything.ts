/**
 * The whole cluster: over when nothing is left to do. Whether it is then as wanted is judged given what people have
 * switched, which is listed and is no fault; `--healthy` wants it whole.
 */
import { listedFailures } from "../../report/status/failures.ts";
import { givenSwitches, isHeldByFailure } from "../../report/switched/given.ts";
import type { Switched } from "../../report/switched/read.ts";
import type { Finding, SwitchedFound } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { instancesOf, limitingTargetRole, primitivesOf, runs } from "../../scheduler/model/roles.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { longestLook } from "./monitors.ts";
import { nodesToCome } from "./nodes.ts";
import type { Reasons } from "./reasons.ts";
import { lackOf, pendingFindings } from "./resources.ts";
import { bannedFrom, fulfils } from "./role-check.ts";
import type { Circumstances } from "./wanted.ts";

interface Whole {
  readonly findings: readonly Finding[];
  readonly switched: readonly SwitchedFound[];
}

/** @param named only these resources, for `--healthy`; none: all */
export function everything(
  reading: Reading,
  named: readonly ReadonlyResource[],
  healthy: boolean,
  around: Circumstances,
  reasons: Reasons,
): Whole {
  const { model } = reading;
  const all = named.length > 0 ? named : model.resources;
  const concerned = all.filter((rsc) => !(rsc.removed && rsc.active.length === 0));
  const toDo = [...nodesToCome(reading, around), ...concerned.flatMap((rsc) => pendingFindings(reading, rsc))];
  if (toDo.length > 0) return { findings: toDo, switched: [] };
  const lacking = concerned.flatMap((rsc) => {
    const short = rsc.removed ? undefined : fulfils(model, rsc, undefined);
    return short === undefined ? [] : [{ rsc, short }];
  });
  const given = givenSwitches(
    reading,
    lacking.map(({ rsc }) => rsc.id),
  );
  const switched = given.switched.map(({ is, lacking: ids }) => switchedFound(model, is, ids));
  const excused = (rsc: ReadonlyResource): boolean =>
    !healthy && (isOff(rsc) || (given.explained.has(rsc.id) && !isGivenUp(reading, rsc)));
  const lacks = lacking
    .filter(({ rsc }) => !excused(rsc))
    .flatMap(({ rsc, short }) => lackOf(reading, rsc, undefined, { around, reasons, short }));
  if (!healthy) return { findings: lacks, switched };
  const ill = [
    ...lacks,
    ...unhealthy(
      model,
      concerned,
      given.switched.map((s) => s.is),
      named.length > 0,
    ),
  ];
  return { findings: ill.length > 0 ? ill : notLooked(reading, concerned, around), switched };
}

/** Disabled or unmanaged: it is as it was switched. */
const isOff = (rsc: ReadonlyResource): boolean =>
  limitingTargetRole(rsc) === "Stopped" || (!rsc.managed && !rsc.blocked) || primitivesOf(rsc).every(isLeft);

/** A failure holds it back where nothing is switched: that another node could still try it is no excuse. */
const isGivenUp = (reading: Reading, rsc: ReadonlyResource): boolean =>
  primitivesOf(rsc).some((p) => p.blocked) ||
  (bannedFrom(reading.model, rsc).length > 0 && isHeldByFailure(reading, rsc.id));

const isLeft = (p: ReadonlyResource): boolean => !p.managed && !p.blocked;

function switchedFound(s: ReadonlyModel, { kind, id, text }: Switched, lacking: readonly string[]): SwitchedFound {
  const counted = lacking.map((resource) => {
    const rsc = findResource(s, resource);
    const instances = rsc === undefined ? [] : instancesOf(rsc);
    return { resource, running: instances.filter(runs).length, of: instances.length };
  });
  return { kind, id, text, lacking: counted };
}

/** What keeps a cluster from being whole: something switched off, a node away, a failure that is not cleaned up. */
function unhealthy(
  s: ReadonlyModel,
  concerned: readonly ReadonlyResource[],
  switched: readonly Switched[],
  named: boolean,
): Finding[] {
  const own = new Set(concerned.flatMap(primitivesOf).map((p) => p.id));
  const about = new Set([...own, ...concerned.map((rsc) => rsc.id)]);
  const failures = listedFailures(s).filter((f) => !named || own.has(f.resource));
  return [
    ...switched
      .filter((is) => is.kind !== "move" && (!named || about.has(is.id)))
      .map((is): Finding => ({ resource: null, code: "switched", text: is.text })),
    ...s.nodes
      .filter((n) => n.kind !== "guest" && !n.online && !named)
      .map((n): Finding => ({ resource: null, code: "offline", text: `${n.name} is offline` })),
    ...failures.map(
      (f): Finding => ({
        resource: f.resource,
        code: "failed",
        text: `${f.name} failed: its ${f.operation} on ${f.node} ended with ${f.rc} (${f.rcText}), which is not cleaned up`,
      }),
    ),
  ];
}

function notLooked(
  reading: Reading,
  concerned: readonly ReadonlyResource[],
  { askedAt, now }: Circumstances,
): Finding[] {
  const until = askedAt + longestLook(reading, concerned);
  if (now >= until) return [];
  const text = "waiting until every monitor has looked since the question: its interval and its timeout";
  return [{ resource: null, code: "not-looked", text, until }];
}
