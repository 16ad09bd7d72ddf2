/** Every question of a cluster, answered. */
import type { Element } from "../../cib/tree.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { answer } from "./answer.ts";
import type { Question, WhatIf } from "./document.ts";
import { questionsFor } from "./questions.ts";

export interface WhatIfOptions {
  /** Epoch seconds. */
  readonly now: number;
  /** Only these kinds of questions. */
  readonly kinds?: ReadonlySet<Question["kind"]> | undefined;
}

export function whatIf(cib: Element, { now, kinds }: WhatIfOptions): WhatIf {
  const { scheduler } = schedule(cib, { now });
  const questions = questionsFor(scheduler).filter((q) => kinds === undefined || kinds.has(q.kind));
  return {
    document: "what-if",
    version: 1,
    resources: scheduler.resources.filter((rsc) => !rsc.removed).map((rsc) => rsc.id),
    outcomes: questions.map((question) => answer(cib, scheduler, question, now)),
    now,
  };
}
