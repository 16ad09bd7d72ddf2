/** Reasons from the scheduler's own record, in the words of `explain`. The scheduler is asked when the first is wanted. */
import { unmanaged } from "../../report/explain/beyond-scores.ts";
import { blameChain } from "../../report/explain/blame.ts";
import { rootCause } from "../../report/explain/root-cause.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Explained, Reading } from "../../scheduler/reading.ts";

export interface Reasons {
  /** The root cause of a primitive's not running; undefined where the record has none. */
  readonly idle: (id: string) => string | undefined;
  /** Why a primitive that should leave a node stays there: it, or what has to stop before it, is not to be touched. */
  readonly stays: (id: string) => string | undefined;
}

export function reasonsOf(reading: Reading): Reasons {
  const recorded = <T>(ask: (explained: Explained) => T): T | undefined =>
    reading.explained instanceof UndecidableError ? undefined : ask(reading.explained);
  return {
    idle: (id) => recorded((explained) => rootCause(explained, id)?.text),
    stays: (id) => recorded((explained) => whyStays(explained, id)),
  };
}

function whyStays({ model, why }: Explained, id: string): string | undefined {
  const own = model.resourcesById.get(id);
  if (own?.kind !== "primitive") return undefined;
  const holder = own.managed ? rootOfStop({ model, why }, own) : own;
  if (holder === undefined || holder.managed) return undefined;
  return unmanaged(model, holder, holder === own ? "it" : holder.id).text;
}

/** What its stop waits for, at the root of that. */
function rootOfStop({ why }: Explained, rsc: ReadonlyPrimitive): ReadonlyPrimitive | undefined {
  const stop = rsc.actions.find((a) => a.task === "stop");
  const root = stop === undefined ? undefined : blameChain(why, stop).root.rsc;
  return root?.kind === "primitive" ? root : undefined;
}
