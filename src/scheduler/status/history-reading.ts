/** A resource's history on a node. It is kept in the element cache: a run asks twice, and the next run for most again. */
import type { Element } from "../../cib/xml/tree.ts";
import { type EntryReading, readEntry } from "../model/history-entry.ts";
import { type ActiveSpan, activeSpan, sortedByAge } from "./history-order.ts";

export interface HistoryReading {
  /** Oldest first. */
  readonly entries: readonly EntryReading[];
  readonly span: ActiveSpan;
}

/** Of a `lrm_resource` element. */
export function readHistory(lrmResource: Element): HistoryReading {
  const sorted = sortedByAge(lrmResource);
  return { entries: sorted.map(readEntry), span: activeSpan(sorted) };
}
