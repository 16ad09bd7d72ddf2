/** Pacemaker's own scheduler cases, which live beside the repository and are not part of it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../shared/conformance/", import.meta.url));

export interface Case {
  readonly name: string;
  /** `-t` argument of the case, as given. */
  readonly moment: string | undefined;
}

export function suitePresent(): boolean {
  return existsSync(join(ROOT, "cases.tsv"));
}

export function cases(): Case[] {
  const [, ...rows] = readFileSync(join(ROOT, "cases.tsv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [name = "", , args = ""] = row.split("\t");
    return { name, moment: /-t\s+'?([^']+)'?/.exec(args)?.[1] };
  });
}

export type FileKind = "xml" | "exp" | "dot" | "scores" | "summary";

/** The text of one file of a case; undefined when the suite has none. */
export function caseFile(name: string, kind: FileKind): string | undefined {
  const path = join(ROOT, kind, `${name}.${kind}`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
