/** Every question of a cluster, answered. */
import { normalizeCib } from "../../cib/normalize.ts";
import type { Element } from "../../cib/tree.ts";
import { dialectOfCluster } from "../../scheduler/dialect.ts";
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

export function whatIf(asRead: Element, { now, kinds }: WhatIfOptions): WhatIf {
  // Brought to the newest form once, not for every question.
  const cib = normalizeCib(asRead);
  const { scheduler } = schedule(cib, { now, dialect: dialectOfCluster(cib) });
  const questions = questionsFor(scheduler).filter((q) => kinds === undefined || kinds.has(q.kind));
  return {
    document: "what-if",
    version: 1,
    resources: scheduler.resources.filter((rsc) => !rsc.removed).map((rsc) => rsc.id),
    outcomes: questions.map((question) => answer(cib, scheduler, question, now)),
    now,
  };
}
