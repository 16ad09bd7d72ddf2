/** What `verify` would say of the configuration after a change, and does not say of the one before. */
import type { Problem } from "../../cib/problem.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { LintFinding } from "../../report/lint/document.ts";
import { RULE_IDS, verify } from "../../report/lint/read.ts";
import { readSilences } from "../../report/lint/silence.ts";
import type { Locate } from "../../report/plan/differences.ts";

/** What a plan says already: fencing that is switched off, and names and values that nothing reads. */
const SAID_ANYWAY: ReadonlySet<string> = new Set(["F01", "O03", "O04", "V01"]);

const keyOf = ({ rule, path, text }: LintFinding): string => `${rule} ${path ?? text}`;

/** Errors and warnings, without those that a line of the file silences. */
export function findingsBrought(
  before: Element,
  after: Element,
  file: { readonly text: string; readonly locate: Locate },
): Problem[] {
  // A line that silences wrongly silences nothing; verify refuses it.
  const { silences } = readSilences(file.text, RULE_IDS);
  const known = new Set(verify(before, { locate: () => undefined, silences: [] }).findings.map(keyOf));
  return verify(after, { locate: (trail) => file.locate(trail, undefined), silences })
    .findings.filter((f) => f.severity !== "note" && !SAID_ANYWAY.has(f.rule) && !known.has(keyOf(f)))
    .map(({ rule, text, fix, where }) => ({
      code: rule,
      message: `${rule}: ${text}`,
      hint: fix,
      ...(where === undefined ? {} : { where }),
    }));
}
