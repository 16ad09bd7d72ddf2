/** The fencing history as `crm_mon` words it: what failed and what is under way on the page, all of it for one node. */
import type { FencingStatus } from "./document.ts";
import { isPast } from "./fencing.ts";

type FormatDate = (epochSeconds: number) => string;

const OUTCOMES: Readonly<Record<FencingStatus["outcome"], string>> = {
  succeeded: "successful",
  failed: "failed",
  pending: "pending",
};

function fencingText(f: FencingStatus, all: readonly FencingStatus[], date: FormatDate): string {
  const why = f.reason === undefined ? "" : ` (${f.reason})`;
  const past = f.outcome === "failed" && isPast(f, all) ? " (a later attempt succeeded)" : "";
  const facts = [
    ...(f.by === undefined ? [] : [`delegate=${f.by}`]),
    ...(f.client === undefined ? [] : [`client=${f.client}`]),
    ...(f.origin === undefined ? [] : [`origin=${f.origin}`]),
    ...(f.at === undefined ? [] : [`last-${OUTCOMES[f.outcome]}='${date(f.at)}'`]),
    ...(f.times === 1 ? [] : [`${f.times} times`]),
  ];
  return `${f.action} of ${f.target} ${OUTCOMES[f.outcome]}${why}${past}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`;
}

interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Those that ask for attention. */
export function fencingSections(all: readonly FencingStatus[], date: FormatDate): Section[] {
  const lines = (outcome: FencingStatus["outcome"]): string[] =>
    all.filter((f) => f.outcome === outcome).map((f) => fencingText(f, all, date));
  return [
    { heading: "Failed Fencing Actions:", lines: lines("failed") },
    { heading: "Pending Fencing Actions:", lines: lines("pending") },
  ].filter((section) => section.lines.length > 0);
}

/** Every outcome, newest first. */
export function fencingLines(all: readonly FencingStatus[], date: FormatDate): string[] {
  return all.map((f) => fencingText(f, all, date));
}
