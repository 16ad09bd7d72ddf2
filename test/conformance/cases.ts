/** Pacemaker's own scheduler cases, which are not part of the repository; ../shared.ts knows where they are. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CASES } from "../shared.ts";

export interface Case {
  readonly name: string;
  /** `-t` argument of the case, as given. */
  readonly moment: string | undefined;
}

export function cases(): Case[] {
  const [, ...rows] = readFileSync(join(CASES, "cases.tsv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [name = "", , args = ""] = row.split("\t");
    return { name, moment: /-t\s+'?([^']+)'?/.exec(args)?.[1] };
  });
}

export type FileKind = "xml" | "exp" | "dot" | "scores" | "summary";

/** The text of one file of a case; undefined when the suite has none. */
export function caseFile(name: string, kind: FileKind): string | undefined {
  const path = join(CASES, kind, `${name}.${kind}`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
