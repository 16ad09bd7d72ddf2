/** What the two threads of a what-if share. */
import type { WhatIfOptions } from "../../report/whatif/read.ts";

export interface Job {
  /** As text. */
  readonly cib: string;
  readonly options: WhatIfOptions;
  /** How many questions were taken; in shared memory. Both threads number the questions alike. */
  readonly taken: Int32Array;
}

/** The number of a question that nobody else answers; there may be none of that number any more. */
export function takeQuestion(taken: Int32Array): number {
  return Atomics.add(taken, 0, 1);
}
