/** What is wrong or risky in a configuration. */
import type { DocumentOf } from "../document-type.ts";
import type { finding, verifyAnswer } from "./schema.ts";

export type LintFinding = DocumentOf<typeof finding>;
export type Verified = DocumentOf<typeof verifyAnswer>;
