/** What is still to be waited for of a resource, or the reason why it cannot get there. */
import { changesOf } from "../../report/changes/trace.ts";
import { pendingText } from "../../report/status/verdict.ts";
import { givenSwitches } from "../../report/switched/given.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { inFlight, instancesOf, primitivesOf, runs } from "../../scheduler/model/roles.ts";
import { decisionOf, type Reading } from "../../scheduler/reading.ts";
import { nodesToCome } from "./nodes.ts";
import { expiryFor } from "./outlook.ts";
import { scoreToCome } from "./promotion.ts";
import type { Reasons } from "./reasons.ts";
import { fulfils, type WantedRole } from "./role-check.ts";
import type { Circumstances } from "./wanted.ts";
import { type Hindrance, saidAgainst, whyNever } from "./why-never.ts";

/** Actions that are due for it and can be done, and operations in flight. */
export function pendingFindings(reading: Reading, rsc: ReadonlyResource): Finding[] {
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  const coming = changesOf(decisionOf(reading).model).resources.filter((c) => own.has(c.resource) && !c.blocked);
  const texts = coming.map(pendingText);
  for (const p of primitivesOf(rsc)) {
    const now = inFlight(p);
    if (now !== undefined && !coming.some((c) => c.resource === p.id)) texts.push(now);
  }
  return texts.map((text) => ({ resource: rsc.id, code: "pending", text }));
}

/** Of a named resource: the real thing, whatever people have switched. */
export function resourceFindings(
  reading: Reading,
  rsc: ReadonlyResource,
  role: WantedRole | undefined,
  around: Circumstances,
  reasons: Reasons,
): Finding[] {
  const pending = pendingFindings(reading, rsc);
  const short = fulfils(reading.model, rsc, role);
  if (short === undefined) {
    const open = role === undefined && hasRoom(rsc) ? nodesToCome(reading, around) : [];
    return [...pending, ...open];
  }
  const said = saidAgainst(rsc, role);
  if (said !== undefined) return [{ resource: rsc.id, ...said }];
  if (pending.length > 0) return pending;
  const coming = nodesToCome(reading, around);
  return coming.length > 0 ? coming : lackOf(reading, rsc, role, { around, reasons, short });
}

/** A clone runs wherever it can, so one with instances to spare is not done while nodes are to come. */
function hasRoom(rsc: ReadonlyResource): boolean {
  return rsc.kind === "clone" && instancesOf(rsc).some((i) => !runs(i));
}

interface Lack {
  readonly around: Circumstances;
  readonly reasons: Reasons;
  /** What is lacking, in words. */
  readonly short: string;
}

/** What a resource lacks when nothing is under way for it and no node is to come. */
export function lackOf(
  reading: Reading,
  rsc: ReadonlyResource,
  role: WantedRole | undefined,
  { around, reasons, short }: Lack,
): Finding[] {
  const inTime = expiryFor(reading, rsc) ?? (role === "Unpromoted" ? undefined : scoreToCome(reading, rsc, around.now));
  if (inTime !== undefined) return [inTime];
  const never = whyNever(reading.model, rsc, role, reasons) ?? { code: "no-node", text: short };
  const by = never.code === "no-node" ? heldBackBy(reading, rsc) : "";
  const found: Hindrance = by === "" ? never : { code: "switched", text: `${short}: ${by}` };
  return [{ resource: rsc.id, ...found }];
}

/** What people have switched without which it would lack less. */
function heldBackBy(reading: Reading, rsc: ReadonlyResource): string {
  const { switched } = givenSwitches(reading, [rsc.id]);
  return switched
    .filter(({ lacking }) => lacking.length > 0)
    .map(({ is }) => is.text)
    .join("; ");
}
