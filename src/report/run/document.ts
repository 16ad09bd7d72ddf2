/** Runs as documents show them. */
import type { DocumentOf } from "../document-type.ts";
import type { runAnswer, runEvent, runPlan, runShown, runsAnswer } from "./schema.ts";

export type RunShown = DocumentOf<typeof runShown>;
export type Runs = DocumentOf<typeof runsAnswer>;
export type RunAnswer = DocumentOf<typeof runAnswer>;
export type RunPlan = DocumentOf<typeof runPlan>;
export type RunEventShown = DocumentOf<typeof runEvent>;
