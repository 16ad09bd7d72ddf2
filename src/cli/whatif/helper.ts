/**
 * What-if on two processors: a thread answers questions beside this one, each taking the next that nobody has. Beyond
 * two, what every thread has to read and compile before its first answer costs more than it brings.
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
    // It must not keep a command alive that failed before it had anything to ask.
    this.#worker.unref();
  }

  async whatIf(cib: Element, options: WhatIfOptions): Promise<WhatIf> {
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    // Elements are objects of classes, which do not cross over as what they are.
    const job: Job = { cib: printXml(cib, { indent: 0 }), options, taken };
    this.#worker.postMessage(job);
    this.#worker.ref();
    try {
      const theirs = new Promise<ReadonlyMap<number, Outcome>>((resolve, reject) => {
        this.#worker.once("message", resolve);
        this.#worker.once("error", reject);
        this.#worker.once("exit", (status) => reject(new Error(`the what-if thread ended with status ${status}`)));
      });
      // Awaited below, once our own questions are answered: until then a failure would count as unhandled.
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
          if (outcome === undefined) throw new Error(`question ${index} was answered by nobody`);
          return outcome;
        }),
      );
    } finally {
      await this.#worker.terminate();
    }
  }
}
