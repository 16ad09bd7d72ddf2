/**
 * When V8 optimizes. A run of the scheduler goes through very much code and stays nowhere long, so that compiling what has
 * just become warm costs more than it saves: with V8's own setting it is two thirds of the time of a first run on a
 * cluster of 3 x 200. Fifteen times as much work before a function is optimized halves first runs there, and costs later
 * runs nothing; a first run on 32 x 1000 takes up to a twelfth longer by the clock than with nine times.
 */
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode; V8's own is 67584. */
const INTERRUPT_BUDGET = 1_000_000;

/** For V8 11 (Node 20), where it was measured: later ones have a compiler more in between. */
export function optimizeLate(v8Version: string): void {
  if (v8Version.startsWith("11.")) setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
