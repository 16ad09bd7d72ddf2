/** Adds to a plan what `verify` would say of the configuration after the change, and does not say of the one before. */
import { type Element, get } from "../../cib/xml/tree.ts";
import { breachesIn, type Found, RULE_IDS, silencesIt } from "../../report/lint/read.ts";
import { commentsOf, readSilences } from "../../report/lint/silence.ts";
import type { Locate } from "../../report/plan/differences.ts";
import type { Plan, Risk } from "../../report/plan/document.ts";
import type { PlannedChange } from "./plan.ts";

/** Switched by people on purpose: maintenance, and a move or ban by hand. */
const MEANT: ReadonlySet<string> = new Set(["O01", "C01"]);

/** Said of a manifest when it is read: names that nothing reads. */
const READ: ReadonlySet<string> = new Set(["O03"]);

/** Findings that are risks too. */
const OF_RISK: Readonly<Partial<Record<Risk["code"], string>>> = {
  "fencing-off": "F01",
  "quorum-weakened": "Q05",
  "node-unfenced": "F03",
};

/** Of a rule that more breaches than this break, this many are shown and the others counted. */
const MOST_OF_A_RULE = 3;

/** The file that describes the configuration. */
interface DescribingFile {
  readonly text: string;
  readonly locate: Locate;
  readonly ofManifest: boolean;
}

export interface ChangedConfiguration {
  readonly before: Element;
  readonly after: Element;
  /** Undefined for a verb. */
  readonly file?: DescribingFile;
}

/** The plan, with a warning for each error and warning that the change brings. */
export function withFindings(change: ChangedConfiguration, planned: PlannedChange): PlannedChange {
  const { plan } = planned;
  if (plan.differences.length === 0) return planned;
  const said = new Set(plan.risks.map(({ code }) => OF_RISK[code]));
  const found = findingsBrought(change).filter(({ finding }) => !said.has(finding.rule));
  if (found.length === 0) return planned;
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...warningsOf(found, change.file?.locate)] } };
}

/** Without notes, and without what a line of the file or a comment in the CIB silences. */
function findingsBrought({ before, after, file }: ChangedConfiguration): Found[] {
  const worth = ({ finding: { rule, severity } }: Found): boolean =>
    severity !== "note" && !MEANT.has(rule) && !(file?.ofManifest === true && READ.has(rule));
  const found = breachesIn(after).filter(worth);
  if (found.length === 0) return [];
  const known = new Set(breachesIn(before).map(keyOf));
  // A line that silences wrongly silences nothing; verify refuses it.
  const { silences } = readSilences(`${file?.text ?? ""}\n${commentsOf(before)}`, RULE_IDS);
  return found.filter((f) => !known.has(keyOf(f)) && !silences.some((s) => silencesIt(s, f.finding)));
}

/** By its id, not by where it stands: a resource that is moved into a group brings nothing. */
function keyOf({ finding: { rule, path }, trail }: Found): string {
  const at = trail.at(-1);
  return `${rule} ${(at && get(at, "id")) ?? path}`;
}

/** What to do about it is said once for each rule. */
function warningsOf(found: readonly Found[], locate: Locate | undefined): Plan["warnings"] {
  return [...new Set(found.map(({ finding }) => finding.rule))].flatMap((rule) => {
    const group = found.filter(({ finding }) => finding.rule === rule);
    const more = group.length - MOST_OF_A_RULE;
    const shown = group.slice(0, MOST_OF_A_RULE).map(({ finding, trail }, i): Plan["warnings"][number] => {
      const where = locate?.(trail, undefined);
      return {
        rule,
        message: finding.text,
        ...(i === 0 ? { hint: finding.fix } : {}),
        ...(where === undefined ? {} : { where }),
      };
    });
    return more > 0 ? [...shown, { rule, message: `${more} more, which verify lists` }] : shown;
  });
}
