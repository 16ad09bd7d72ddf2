/**
 * Makes V8 optimize later. A run of the scheduler executes much code, and little of it often, so compiling a function as
 * soon as it is warm costs more than it saves: with V8's default, two thirds of the time of a first run on a cluster of
 * 3 x 200. Fifteen times the default budget halves first runs there and does not slow later ones; a first run on 32 x 1000
 * takes up to a twelfth longer (wall clock) than with nine times.
 */
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode; V8's default is 67584. */
const INTERRUPT_BUDGET = 1_000_000;

/** Only for V8 11 (Node 20), where it was measured: later versions have one more compiler tier. */
export function optimizeLate(v8Version: string): void {
  if (v8Version.startsWith("11.")) setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
