/**
 * Findings that someone has silenced, with a reason: `# holdfast: ignore C01 the VIP stays until the switch is replaced`,
 * in a manifest or, between `<!--` and `-->`, in a CIB. `C01:cli-ban-vip` silences that object's only.
 */
import type { Problem } from "../../cib/problem.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Element, XmlNode } from "../../cib/xml/tree.ts";

export interface Silence {
  readonly rule: string;
  /** An id; undefined for all. */
  readonly object: string | undefined;
  readonly reason: string;
}

export interface Silences {
  readonly silences: readonly Silence[];
  readonly problems: readonly Problem[];
}

const DIRECTIVE = /(?:#|<!--)\s*holdfast:\s*ignore\s+([^\s:]+)(?::(\S+))?[ \t]*(.*)$/;

export function readSilences(text: string, known: ReadonlySet<string>): Silences {
  const silences: Silence[] = [];
  const problems: Problem[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const match = DIRECTIVE.exec(line);
    if (match === null) continue;
    const [, rule = "", object, rest = ""] = match;
    const reason = rest.replace(/-->.*$/, "").trim();
    const where = { line: i + 1, column: match.index + 1 };
    if (!known.has(rule)) {
      const hint = didYouMean(rule, known);
      const said: Problem = { code: "unknown-rule", message: `there is no rule ${rule}`, where };
      problems.push(hint === undefined ? said : { ...said, hint });
    } else if (reason === "")
      problems.push({ code: "no-reason", message: `${rule} is silenced without a reason`, where });
    else silences.push({ rule, object, reason });
  }
  return { silences, problems };
}

/** The comments of a CIB, one a line, as a text that silences may stand in. */
export const commentsOf = (cib: Element): string =>
  commentsIn(cib)
    .map((text) => `<!--${text}`)
    .join("\n");

function commentsIn(root: Element): string[] {
  return root.children.flatMap((c: XmlNode) =>
    c.kind === "comment" ? [c.text] : c.kind === "element" ? commentsIn(c) : [],
  );
}
