/** Holds a CIB against every rule, and against the schema. */
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { patchToXml } from "../../cib/patch/patch-xml.ts";
import type { Place, Problem } from "../../cib/problem.ts";
import { validateCib } from "../../cib/validate.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { printXml } from "../../cib/xml/print.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import { CONF_RULES } from "./conf-rules.ts";
import type { LintFinding, Verified } from "./document.ts";
import { lintFacts } from "./rule/facts.ts";
import type { LintRule } from "./rule/rule.ts";
import { RULES } from "./rules.ts";
import type { Silence } from "./silence.ts";

export interface LintOptions {
  /** The place of an element, from the elements that lead to it. */
  readonly locate: (trail: readonly Element[]) => Place | undefined;
  readonly silences: readonly Silence[];
  /** The release that the cluster is to be upgraded to, such as `3.0`; undefined: it stays. */
  readonly target?: string | undefined;
}

/** What validation finds, as rules. */
const REFUSED: Omit<LintRule, "check"> = {
  id: "V01",
  severity: "error",
  title: "Pacemaker's schema refuses it",
  why: "no change of this configuration is taken",
  fix: "correct it",
  source: "Pacemaker's schemas",
};
const NOT_HEEDED: Omit<LintRule, "check"> = {
  id: "O04",
  severity: "warning",
  title: "a value that is none for its option",
  why: "Pacemaker uses the default",
  fix: "correct the value",
  source: "crm_verify",
};

/** All rules, for a list of them. */
export const ALL_RULES: readonly Omit<LintRule, "check">[] = [...RULES, REFUSED, NOT_HEEDED, ...CONF_RULES];

export const RULE_IDS: ReadonlySet<string> = new Set(ALL_RULES.map(({ id }) => id));

const ORDER = { error: 0, warning: 1, note: 2 } as const;

/** What breaks a rule, with the elements that lead to it. */
export interface Found {
  readonly finding: LintFinding;
  readonly trail: readonly Element[];
  readonly fixed: Element | undefined;
}

/**
 * Of the rules alone: neither validated, nor silenced, nor with places in a file.
 * @param target the release that the cluster is to be upgraded to
 */
export function breachesIn(cib: Element, target = "0"): Found[] {
  const trails = trailsIn(cib);
  const facts = lintFacts(cib);
  return RULES.filter(({ from = "0" }) => compareDottedVersions(from, target) <= 0).flatMap((rule) =>
    rule.check(facts).map(({ at, text, fixed }) => {
      const trail = trails.get(at) ?? [cib];
      return { finding: { ...saidOf(rule), text, path: pathTo(trail) }, trail, fixed };
    }),
  );
}

export function verify(cib: Element, { locate, silences, target }: LintOptions): Verified {
  const found = breachesIn(cib, target).map(({ finding, trail, fixed }): LintFinding => {
    const where = locate(trail);
    return {
      ...finding,
      ...(where === undefined ? {} : { where }),
      ...(fixed === undefined ? {} : { patch: patchOf(cib, fixed) }),
    };
  });
  const { refusals, warnings } = validateCib(cib, { configurationOnly: true });
  const problems = [
    ...refusals.map((p) => ofProblem(REFUSED, p, locate)),
    ...warnings.map((p) => ofProblem(NOT_HEEDED, p, locate)),
  ];
  return reported([...found, ...problems], silences);
}

/** The answer: what is not silenced, errors first, and what is. */
export function reported(all: readonly LintFinding[], silences: readonly Silence[]): Verified {
  const silent = (f: LintFinding): Silence | undefined => silences.find((s) => silencesIt(s, f));
  return {
    document: "verify",
    version: 1,
    findings: inOrder(all.filter((f) => silent(f) === undefined)),
    silenced: silences.map(({ rule, object, reason }, i) => ({
      rule,
      ...(object === undefined ? {} : { object }),
      reason,
      count: all.filter((f) => silent(f) === silences[i]).length,
    })),
  };
}

/** Errors first, then by rule. */
export const inOrder = (findings: readonly LintFinding[]): LintFinding[] =>
  [...findings].sort(
    (a, b) => ORDER[a.severity] - ORDER[b.severity] || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );

/** What every finding of a rule says. */
export const saidOf = ({ id, severity, why, fix, source }: Omit<LintRule, "check">) => ({
  rule: id,
  severity,
  why,
  fix,
  source,
});

/** Whether a silence is about a finding. */
export const silencesIt = ({ rule, object }: Silence, f: LintFinding): boolean =>
  rule === f.rule &&
  (object === undefined || f.path?.includes(`[@id='${object}']`) === true || f.text.split(" ").includes(object));

/** The place is in the CIB's own text, which only a caller that reads that text can show. */
function ofProblem(rule: Omit<LintRule, "check">, problem: Problem, locate: LintOptions["locate"]): LintFinding {
  const { where, message, hint } = problem;
  const shown =
    where !== undefined && locate([{ ...NOWHERE, at: { offset: 0, line: where.line, column: where.column } }]);
  return {
    ...saidOf(rule),
    text: message,
    ...(hint === undefined ? {} : { fix: hint }),
    ...(shown === undefined || shown === false ? {} : { where: shown }),
  };
}

const NOWHERE: Element = { kind: "element", name: "", attributes: new Map(), children: [] };

function trailsIn(cib: Element): ReadonlyMap<Element, readonly Element[]> {
  const trails = new Map<Element, readonly Element[]>();
  const visit = (e: Element, above: readonly Element[]): void => {
    const trail = [...above, e];
    if (!trails.has(e)) trails.set(e, trail);
    for (const c of elements(e)) visit(c, trail);
  };
  visit(cib, []);
  return trails;
}

const pathTo = (trail: readonly Element[]): string =>
  trail.map((e) => `/${e.name}${get(e, "id") === undefined ? "" : `[@id='${get(e, "id")}']`}`).join("");

/** Without versions: it may be applied together with others. */
const patchOf = (cib: Element, fixed: Element): string =>
  printXml(patchToXml({ changes: diffConfiguration(cib, fixed).changes }), { indent: 0 });
