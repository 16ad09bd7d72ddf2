/** The simulated outcome of each failure: each node lost, each in standby, each resource failing once. */
import type { DocumentOf } from "../document-type.ts";
import type { outcome, question, serviceSchema, whatIfAnswer } from "./schema.ts";

export type Question = DocumentOf<typeof question>;
/** A top-level resource before and after. */
export type ServiceOutcome = DocumentOf<typeof serviceSchema>;
export type Outcome = DocumentOf<typeof outcome>;
export type WhatIf = DocumentOf<typeof whatIfAnswer>;
