/**
 * What-if on two processors: a second thread answers questions too, and each thread takes the next open question. A third
 * thread would spend more time on reading the CIB and compiling than it would save.
 */
import { Worker } from "node:worker_threads";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Outcome, WhatIf } from "../../report/whatif/document.ts";
import { inquire, outcomeOf, type WhatIfOptions, whatIfDocument } from "../../report/whatif/read.ts";
import { type Job, takeQuestion } from "./job.ts";

export class WhatIfHelper {
  readonly #worker: Worker;

  constructor(program: URL) {
    this.#worker = new Worker(program);
    // The thread must not keep a command alive that failed before asking anything.
    this.#worker.unref();
  }

  async whatIf(cib: Element, options: WhatIfOptions): Promise<WhatIf> {
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    // Elements are class instances, which cannot be sent to another thread.
    const job: Job = { cib: printXml(cib, { indent: 0 }), options, taken };
    this.#worker.postMessage(job);
    this.#worker.ref();
    try {
      const theirs = new Promise<ReadonlyMap<number, Outcome>>((resolve, reject) => {
        this.#worker.once("message", resolve);
        this.#worker.once("error", reject);
        this.#worker.once("exit", (status) => reject(new Error(`the what-if thread ended with status ${status}`)));
      });
      // Awaited only after this thread's own questions; until then a failure would count as unhandled.
      theirs.catch(() => undefined);
      const inquiry = inquire(cib, options);
      const outcomes: (Outcome | undefined)[] = inquiry.questions.map(() => undefined);
      for (let index = takeQuestion(taken); index < outcomes.length; index = takeQuestion(taken)) {
        outcomes[index] = outcomeOf(inquiry, index);
      }
      for (const [index, outcome] of await theirs) outcomes[index] = outcome;
      return whatIfDocument(
        inquiry,
        outcomes.map((outcome, index) => {
          if (outcome === undefined) throw new Error(`question ${index} has no answer`);
          return outcome;
        }),
      );
    } finally {
      await this.#worker.terminate();
    }
  }
}
