/** A resource's history on a node. It is kept in the element cache: a run asks twice, and the next run for most again. */
import { perElement } from "../model/element-cache.ts";
import { type EntryReading, readEntry } from "../model/history-entry.ts";
import { type ActiveSpan, activeSpan, sortedByAge } from "./history-order.ts";

export interface HistoryReading {
  /** Oldest first. */
  readonly entries: readonly EntryReading[];
  readonly span: ActiveSpan;
}

/** Reads an `lrm_resource` element. */
export const readHistory = perElement((lrmResource): HistoryReading => {
  const sorted = sortedByAge(lrmResource);
  return { entries: sorted.map(readEntry), span: activeSpan(sorted) };
});
