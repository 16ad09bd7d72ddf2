/**
 * Something wrong with input: a value that is returned and shown, never thrown. It
 * names file, line and column, and says what was expected.
 */

import type { ProblemCode } from "./problem-code.ts";
import { withoutSecrets } from "./secret-spans.ts";
import { visibleLine } from "./visible.ts";

export interface Place {
  readonly file?: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface Problem {
  readonly code: ProblemCode;
  /** One sentence without a final full stop. */
  readonly message: string;
  readonly where?: Place;
  /** What to do about it, one sentence. */
  readonly hint?: string;
}

const TAB_WIDTH = 8;
const WIDEST = 160;

/** `file:line:column: message`, then, when the source text is given, the line with a caret below the place. */
export function formatProblem(problem: Problem, source?: string): string {
  const lines: string[] = [`${formatPlace(problem.where)}${visibleLine(problem.message)}`];
  if (problem.where !== undefined && source !== undefined) lines.push(...picture(problem.where, source));
  if (problem.hint !== undefined) lines.push(`  hint: ${visibleLine(problem.hint)}`);
  return lines.join("\n");
}

/** As many as a reader reads. */
const MOST_SHOWN = 20;

/** The first ones, and how many more there are. */
export function formatProblems(problems: readonly Problem[], source?: string, more = 0): string[] {
  const shown = problems.slice(0, MOST_SHOWN).map((problem) => formatProblem(problem, source));
  const left = problems.length - shown.length + more;
  return left > 0 ? [...shown, `… and ${left} more`] : shown;
}

function formatPlace(where: Place | undefined): string {
  if (where === undefined) return "";
  const position = `${where.line}:${where.column}`;
  return where.file === undefined ? `${position}: ` : `${where.file}:${position}: `;
}

function picture(where: Place, source: string): string[] {
  const line = source.split(/\r\n|\r|\n/, where.line)[where.line - 1];
  if (line === undefined) return [];
  // A CIB may be one line of megabytes, so only a window around the place is shown.
  const start = where.column > WIDEST ? where.column - WIDEST / 2 : 0;
  const shown = printable(withoutSecrets(line, start, start + WIDEST));
  const before = printable(withoutSecrets(line, start, Math.max(start, where.column - 1)));
  const number = String(where.line);
  return [`  ${number} | ${shown}`, `  ${" ".repeat(number.length)} | ${" ".repeat(before.length)}^`];
}

/** Expands tabs, and shows control characters that could repaint the reader's terminal. */
function printable(text: string): string {
  let shown = "";
  for (const character of text) {
    if (character === "\t") shown += " ".repeat(TAB_WIDTH - (shown.length % TAB_WIDTH));
    else shown += visibleLine(character);
  }
  return shown;
}
