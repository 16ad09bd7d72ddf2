/** A drift as text. */
import type { PlanLine } from "../plan/line.ts";
import { keptLines, type PastDate, sinceText } from "../plan/text-kept.ts";
import type { Drift, Drifted } from "./document.ts";

const NONE = "No drift: the cluster is as the manifest says.";

/** With the switches that people made, which are none. */
export function driftLines({ drifted, kept }: Drift, date: PastDate): PlanLine[] {
  const out: PlanLine[] = drifted.map((d) => ({
    tone: d.kind === "missing" ? "removed" : d.kind === "additional" ? "added" : "changed",
    text: `  ${driftText(d)}${sinceText(d.since, date)}`,
  }));
  out.unshift({ tone: "heading", text: drifted.length === 0 ? NONE : "Not as the manifest says:" });
  out.push(...keptLines(kept, date));
  return out;
}

function driftText({ kind, object, part, cluster = "", manifest = "", where }: Drifted): string {
  const what = part === "" ? object : `${object}: ${part}`;
  const place = where === undefined ? "" : `  [${where.file === undefined ? "line " : `${where.file}:`}${where.line}]`;
  const value = (text: string): string => (text === "" ? "" : ` (${text})`);
  switch (kind) {
    case "missing":
      return `- ${what} is missing${value(manifest)}${place}`;
    case "additional":
      return `+ ${what} is no longer in the manifest${value(cluster)}`;
    case "differs":
      return `~ ${what} is ${cluster === "" ? "otherwise" : cluster}${manifest === "" ? "" : `, not ${manifest}`}${place}`;
  }
}
