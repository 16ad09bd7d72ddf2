/** The cluster as it will be once a change is carried out: a plan of what happens when the change is taken back then. */
import type { Element } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import { type PlannedChange, planChange } from "../plan/plan.ts";

export function planBack(snapshot: Snapshot, changed: Element): PlannedChange {
  const { moment } = readingOf(snapshot);
  const { cib } = executeTransition(changed, schedule(changed, moment), { clock: moment.now }, () => undefined);
  return planChange({ ...snapshot, cib }, snapshot.cib);
}
