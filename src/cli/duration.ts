/** The value of an option that says how long: `90s`, `5m`, `PT1H`. */
import { InvalidArgumentError } from "commander";
import { parseDuration } from "../cib/value/duration.ts";

/** How long a command waits when nothing is said. */
export const DEFAULT_TIMEOUT = "10m";

/** @returns milliseconds. Throws commander's error, which names the option. */
export function parseDurationOption(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 0) throw new InvalidArgumentError("expected a duration such as 90s or 5m.");
  return ms;
}
