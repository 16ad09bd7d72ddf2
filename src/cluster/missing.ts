/** The error for a name that nothing has. */
import { didYouMean } from "../cib/value/nearest.ts";
import { HoldfastError } from "./error.ts";

/**
 * With the nearest known name, or all of them while they fit a line.
 * @param otherwise the hint where neither is of use
 */
export function missing(message: string, typed: string, known: Iterable<string>, otherwise?: string): HoldfastError {
  const hint = didYouMean(typed, known) ?? otherwise;
  return new HoldfastError("missing", message, hint === undefined ? {} : { hint });
}
