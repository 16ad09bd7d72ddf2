/**
 * What comes after what comes next. Some configurations are decided as long as a bundle is stopped, and end Pacemaker's
 * scheduler (2.1.5's and 3.0.3's) in a crash as soon as it runs: on a live cluster nothing would be done any more.
 */
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Moment } from "../../scheduler/reading.ts";
import { decide, type Schedule } from "../../scheduler/schedule.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";

/**
 * @param cib what was scheduled
 * @throws UndecidableError when the cluster could not be decided once the transition is carried out
 */
export function checkOutlook(cib: Element, run: Schedule, moment: Moment): void {
  if (!colocatesWhatIsInBundles(cib)) return;
  decide(executeTransition(cib, run, { clock: moment.now }, () => undefined).cib, { ...moment, now: moment.now + 1 });
}

/** Nothing else is known to do it; and what is in a bundle is hardly ever named by a constraint. */
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
