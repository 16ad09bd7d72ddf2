/** A drift as text. */
import type { VersionEntry } from "../history/document.ts";
import type { PlanLine } from "../plan/text.ts";
import type { Drift, Drifted } from "./document.ts";

const NONE = "No drift: the cluster is as the manifest says.";

/** @param date of epoch milliseconds */
export function driftLines({ drifted, kept }: Drift, date: (at: number) => string): PlanLine[] {
  const changeText = (since: VersionEntry | undefined): string =>
    since === undefined ? "" : `  (since ${since.version}, ${date(since.at)}, ${since.who}: ${since.why})`;
  const out: PlanLine[] = drifted.map((d) => ({
    tone: d.kind === "missing" ? "removed" : d.kind === "additional" ? "added" : "changed",
    text: `  ${driftText(d)}${changeText(d.since)}`,
  }));
  out.unshift({ tone: "heading", text: drifted.length === 0 ? NONE : "Not as the manifest says:" });
  if (kept.length === 0) return out;
  out.push({ tone: "plain", text: "" }, { tone: "heading", text: "Switched by someone, and no drift:" });
  for (const { text, since } of kept) out.push({ tone: "warning", text: `  * kept: ${text}${changeText(since)}` });
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
