/** A resource's history on a node, read once: a run asks twice, and the next run for most again. */
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { type EntryReading, readEntry } from "../model/history-entry.ts";
import { type ActiveSpan, activeSpan, sortedByAge } from "./history-order.ts";

export interface HistoryReading {
  /** Oldest first. */
  readonly entries: readonly EntryReading[];
  readonly span: ActiveSpan;
}

export function readHistory({ elementCache: readings }: ClusterModel, lrmResource: Element): HistoryReading {
  let reading = readings.histories.get(lrmResource);
  if (reading === undefined) {
    const sorted = sortedByAge(lrmResource);
    reading = { entries: sorted.map(readEntry), span: activeSpan(sorted) };
    readings.histories.set(lrmResource, reading);
  }
  return reading;
}
