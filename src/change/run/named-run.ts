/** A run by its id, as commands are given it. */
import { type RunRecord, runCalled } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";

/** Throws `missing` for a run that is not on record. */
export function namedRun(cib: Element, id: string): RunRecord {
  const run = runCalled(cib, id);
  if (run === undefined) throw new HoldfastError("missing", `there is no run "${id}"`, { hint: "holdfast run list" });
  return run;
}
