/** The data that the two threads of a what-if share. */
import type { WhatIfOptions } from "../../report/whatif/read.ts";

export interface Job {
  /** As text. */
  readonly cib: string;
  readonly options: WhatIfOptions;
  /** The number of questions taken, in shared memory. Both threads number the questions alike. */
  readonly taken: Int32Array;
}

/** Takes the next question for this thread alone; returns its number, which may be past the last question. */
export function takeQuestion(taken: Int32Array): number {
  return Atomics.add(taken, 0, 1);
}
