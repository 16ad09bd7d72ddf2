/** What is wrong or risky in a configuration. */
import type { DocumentOf } from "../document-type.ts";
import type { lintFinding, verifyAnswer } from "./schema.ts";

export type LintFinding = DocumentOf<typeof lintFinding>;
export type Verified = DocumentOf<typeof verifyAnswer>;
