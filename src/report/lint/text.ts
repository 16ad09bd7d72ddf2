/** Findings as text: each rule once, with its breaches, its reason and its mending. */
import type { LintFinding, Verified } from "./document.ts";
import type { Severity } from "./rule/rule.ts";

export interface VerifyLine {
  readonly severity: Severity | undefined;
  readonly text: string;
}

const MOST_SHOWN = 10;

export function verifyLines({ findings, silenced }: Verified): VerifyLine[] {
  const groups = new Map<string, LintFinding[]>();
  for (const f of findings) groups.set(f.rule, [...(groups.get(f.rule) ?? []), f]);
  const out = [...groups.values()].flatMap((group) => groupLines(group));
  for (const { rule, object, reason, count } of silenced)
    out.push(plain(`silenced ${rule}${object === undefined ? "" : ` of ${object}`} (${count}): ${reason}`));
  return [...out, plain(summaryText(findings))];
}

const plain = (text: string): VerifyLine => ({ severity: undefined, text });

function groupLines(group: readonly LintFinding[]): VerifyLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const { rule, severity, why, fix } = first;
  const rest = group.length - MOST_SHOWN;
  return [
    ...group
      .slice(0, MOST_SHOWN)
      .map((f): VerifyLine => ({ severity, text: `${severity} ${rule}: ${placeOf(f)}${f.text}` })),
    ...(rest > 0 ? [plain(`  and ${rest} more`)] : []),
    plain(`  why: ${why}`),
    plain(`  fix: ${fix}`),
    plain(""),
  ];
}

function placeOf({ where }: LintFinding): string {
  if (where === undefined) return "";
  return `${where.file === undefined ? "line " : `${where.file}:`}${where.line}: `;
}

const WORDS = { error: ["error", "errors"], warning: ["warning", "warnings"], note: ["note", "notes"] } as const;

function summaryText(findings: readonly LintFinding[]): string {
  const counts = (Object.keys(WORDS) as Severity[]).flatMap((severity) => {
    const n = findings.filter((f) => f.severity === severity).length;
    return n === 0 ? [] : [`${n} ${WORDS[severity][n === 1 ? 0 : 1]}`];
  });
  return counts.length === 0 ? "Nothing was found." : `${counts.join(", ")}.`;
}
