/** Asks and answers every what-if question about a cluster. */
import { normalizeCib } from "../../cib/upgrade/normalize.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { dialectOfCluster } from "../../scheduler/model/dialect.ts";
import { momentOf } from "../../scheduler/reading.ts";
import type { Changes } from "../changes/document.ts";
import { type Anyway, answer, doneAnyway } from "./answer.ts";
import type { Outcome, Question, WhatIf } from "./document.ts";
import { questionsFor } from "./questions.ts";
import { broughtToRest } from "./settled.ts";

export interface WhatIfOptions {
  /** Epoch seconds. */
  readonly now: number;
  /** Only these kinds of questions. */
  readonly kinds?: ReadonlySet<Question["kind"]> | undefined;
}

/** The questions about a cluster, with everything that is needed to answer them. */
export interface Inquiry {
  readonly cib: Element;
  /** The cluster after the actions that are already due. */
  readonly scheduler: ReadonlyModel;
  readonly due: readonly Changes[];
  readonly anyway: Anyway;
  readonly questions: readonly Question[];
  readonly now: number;
}

export function inquire(asRead: Element, { now, kinds }: WhatIfOptions): Inquiry {
  // Upgraded to the newest schema once, not for each question.
  const { upgradesToSchema4: pairsInOrder } = dialectOfCluster(asRead);
  const newest = normalizeCib(asRead, { pairsInOrder });
  const { cib, scheduler, due } = broughtToRest(newest, momentOf(newest, now));
  const questions = questionsFor(scheduler).filter((q) => kinds === undefined || kinds.has(q.kind));
  return { cib, scheduler, due, anyway: doneAnyway(scheduler), questions, now };
}

/** The outcome of the question with this number. */
export function outcomeOf({ cib, scheduler, anyway, questions, now }: Inquiry, index: number): Outcome {
  const question = questions[index];
  if (question === undefined) throw new Error(`there is no question ${index}`);
  return answer(cib, scheduler, anyway, question, now);
}

/** @param outcomes of all questions, in their order */
export function whatIfDocument({ scheduler, due, now }: Inquiry, outcomes: readonly Outcome[]): WhatIf {
  return {
    document: "what-if",
    version: 1,
    due,
    resources: scheduler.resources.filter((rsc) => !rsc.removed).map((rsc) => rsc.id),
    outcomes,
    now,
  };
}

export function whatIf(cib: Element, options: WhatIfOptions): WhatIf {
  const inquiry = inquire(cib, options);
  return whatIfDocument(
    inquiry,
    inquiry.questions.map((_, index) => outcomeOf(inquiry, index)),
  );
}
