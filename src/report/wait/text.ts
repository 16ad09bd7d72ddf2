/** The answer of a wait as text. */
import { formatVersion } from "../../cib/patch/version.ts";
import type { Finding, SwitchedFound, WaitAnswer } from "./document.ts";

/** What was asked, as far as the sentences differ. */
export interface Asked {
  /** Nothing was named: the question is whether anything is left to do. */
  readonly whole: boolean;
}

export function reachedLines({ cib, resources, waitedMs, switched }: WaitAnswer, { whole }: Asked): string[] {
  const instances = resources.flatMap((rsc) => rsc.instances);
  const after = `with configuration ${formatVersion(cib)} after ${(waitedMs / 1000).toFixed(1)} s`;
  const places = instances.map(
    ({ id, role, nodes }) => `${id}: ${role}${nodes.length === 0 ? "" : ` on ${nodes.join(", ")}`}`,
  );
  if (!whole) return [...places, `Reached ${after}.`];
  if (switched.length === 0) return [`Reached ${after}: nothing is left to do, and all is as wanted.`];
  return [`Reached ${after}: nothing is left to do. As switched:`, ...switched.map((s) => `  ${switchedText(s)}`)];
}

/** A node that is lost takes dozens of resources with it; the reasons come first. */
const MOST_SHOWN = 10;

export function notReachedLines(answer: WaitAnswer, { whole }: Asked, at: number): string[] {
  const { outcome, findings, waitedMs, switched } = answer;
  const heads: Readonly<Record<WaitAnswer["outcome"], string>> = {
    reached: "reached",
    never: whole ? "nothing is left to do, and it is not as wanted" : "will not be reached",
    timeout: `not reached in ${Math.round(waitedMs / 1000)} s`,
    pending: "still pending",
  };
  const shown = findings.slice(0, MOST_SHOWN).map((f) => `  ${findingText(f, at)}`);
  return [
    `holdfast: ${heads[outcome]}:`,
    ...shown,
    ...(findings.length > shown.length ? [`  and ${findings.length - shown.length} more`] : []),
    ...(switched.length === 0 ? [] : ["as switched:", ...switched.map((s) => `  ${switchedText(s)}`)]),
  ];
}

/** @param at the moment to count from, by the cluster's time, epoch milliseconds */
export function findingText({ text, until }: Finding, at: number): string {
  const left = until === undefined ? 0 : Math.ceil((until - at) / 1000);
  return left > 0 ? `${text} (${left} s)` : text;
}

/** `controller-0 is in standby: galera-bundle runs with 2 of 3 instances, vip is stopped`. */
function switchedText({ text, lacking }: SwitchedFound): string {
  const less = lacking.map(({ resource, running, of }) =>
    running === 0 ? `${resource} is stopped` : `${resource} runs with ${running} of ${of} instances`,
  );
  return less.length === 0 ? text : `${text}: ${less.join(", ")}`;
}
