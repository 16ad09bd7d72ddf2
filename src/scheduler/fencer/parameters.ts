/**
 * What the `pcmk_*` parameters of a fence device say about its use: the delay before it acts, the timeout of a try, and
 * the number of tries. A value that does not fit counts as not set. Source: pacemaker-fenced(7).
 */

import { parseInterval } from "../../cib/value/duration.ts";
import { durationProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { leadingInteger } from "../model/integer.ts";

type Parameters = Readonly<Record<string, string>>;

/** Default of `fencing-timeout`, milliseconds. */
const DEFAULT_TIMEOUT = 60_000;
/** Default of `pcmk_<action>_retries`, which counts all tries. */
const DEFAULT_TRIES = 2;

/**
 * Milliseconds for one try: `pcmk_<action>_timeout`, else the cluster's `fencing-timeout`.
 * @param now epoch seconds
 */
export function fenceTimeout(cib: Element, parameters: Parameters, action: string, now: number): number {
  return (
    positive(parseInterval(parameters[`pcmk_${action}_timeout`])) ??
    positive(durationProperty(cib, "fencing-timeout", now)) ??
    DEFAULT_TIMEOUT
  );
}

/** Tries of one action, the first included. */
export function fenceTries(parameters: Parameters, action: string): number {
  return positive(leadingInteger(parameters[`pcmk_${action}_retries`])) ?? DEFAULT_TRIES;
}

/** Milliseconds; what is waited is drawn between them. */
export interface DelayRange {
  readonly least: number;
  readonly most: number;
}

/**
 * How long is waited before the device acts: `pcmk_delay_base`, which may name targets (`node1:0;node2:5s`), and at random
 * up to `pcmk_delay_max`, which the base does not exceed.
 */
export function fenceDelays(parameters: Parameters, target: string, action: string): DelayRange {
  // Unfencing is no race between nodes, so there is no delay.
  if (action === "on") return { least: 0, most: 0 };
  const base = parseInterval(delayFor(parameters.pcmk_delay_base, target)) ?? 0;
  const most = positive(parseInterval(parameters.pcmk_delay_max)) ?? base;
  return { least: Math.min(base, most), most };
}

/**
 * What of that an engine that decides alone waits: the random part keeps two fencers from killing each other.
 * Milliseconds.
 */
export function fenceDelay(parameters: Parameters, target: string, action: string): number {
  return fenceDelays(parameters, target, action).least;
}

function delayFor(text: string | undefined, target: string): string | undefined {
  if (text?.includes(":") !== true) return text;
  for (const pair of text.split(/[\s;]+/)) {
    const colon = pair.lastIndexOf(":");
    if (pair.slice(0, colon).toLowerCase() === target.toLowerCase()) return pair.slice(colon + 1);
  }
  return undefined;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
