/** What a rule of `verify` is: a condition that a CIB alone can answer, with its reason and source. */
import type { Element } from "../../../cib/xml/tree.ts";
import type { LintFacts } from "./facts.ts";

export type Severity = "error" | "warning" | "note";

export interface Breach {
  /** What breaks the rule: its place is the finding's. */
  readonly at: Element;
  /** One sentence without a full stop. */
  readonly text: string;
  /** The CIB with the fault mended, where a program can do that. */
  readonly fixed?: Element;
}

export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  /** The condition, as a title. */
  readonly title: string;
  /** What comes of it. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  readonly source: string;
  /** The release that takes it away or means it otherwise: it is asked for that release or a later one alone. */
  readonly from?: string;
  /** Pure. */
  readonly check: (facts: LintFacts) => readonly Breach[];
}
