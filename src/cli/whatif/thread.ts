/** The what-if thread: takes one job, answers questions by number, and ends. */
import { parentPort } from "node:worker_threads";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Outcome } from "../../report/whatif/document.ts";
import { inquire, outcomeOf } from "../../report/whatif/read.ts";
import { type Job, takeQuestion } from "./job.ts";

const port = parentPort;
if (port === null) throw new Error("runs only in a worker thread");

port.once("message", ({ cib, options, taken }: Job) => {
  const parsed = parseXml(cib);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const inquiry = inquire(parsed.root, options);
  const outcomes = new Map<number, Outcome>();
  for (let index = takeQuestion(taken); index < inquiry.questions.length; index = takeQuestion(taken)) {
    outcomes.set(index, outcomeOf(inquiry, index));
  }
  port.postMessage(outcomes);
});
