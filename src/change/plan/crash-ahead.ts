/**
 * Schedules one transition ahead. With some configurations, Pacemaker's scheduler (2.1.5 and 3.0.3) works as long as a
 * bundle is stopped and crashes once it runs; a live cluster would then take no actions.
 */
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Moment } from "../../scheduler/reading.ts";
import { decide, type Schedule } from "../../scheduler/schedule.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";

/**
 * @param cib the scheduled CIB
 * @throws UndecidableError if the scheduler would crash after the transition
 */
export function checkOutlook(cib: Element, run: Schedule, moment: Moment): void {
  if (!colocatesWhatIsInBundles(cib)) return;
  decide(executeTransition(cib, run, { clock: moment.now }, () => undefined).cib, { ...moment, now: moment.now + 1 });
}

/** A colocation with a bundle's primitive: the only known cause, and a rare one. */
function colocatesWhatIsInBundles(cib: Element): boolean {
  const named = (section: string, name: string): Element[] => {
    const found = descend(cib, "configuration", section);
    return found === undefined ? [] : elements(found, name);
  };
  const inside = new Set(
    named("resources", "bundle").flatMap((bundle) => elements(bundle, "primitive").map((e) => idOf(e))),
  );
  return named("constraints", "rsc_colocation").some((constraint) =>
    walk(constraint).some((e) => inside.has(get(e, e === constraint ? "rsc" : "id") ?? "")),
  );
}
