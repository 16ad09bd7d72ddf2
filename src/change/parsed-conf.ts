/** A corosync.conf from a user's file. */
import { formatProblems } from "../cib/problem.ts";
import { HoldfastError } from "../cluster/error.ts";
import { parseConf } from "../corosync/parse.ts";
import type { ConfFile } from "../corosync/syntax.ts";
import type { Written } from "./desired.ts";

/** Whether a file is a corosync.conf: no CIB has a line like this, and no manifest. */
export const isConf = ({ text }: Written): boolean =>
  /^[ \t]*(?:totem|nodelist|quorum|logging)[ \t]*\{[ \t]*\r?$/m.test(text);

/** Throws `invalid` for a file that Corosync cannot read, with everything that is wrong with its form. */
export function parsedConf({ path, text }: Written): ConfFile {
  const parsed = parseConf(text, path);
  if (parsed.ok) return parsed.conf;
  throw new HoldfastError("invalid", [`${path} is not usable`, ...formatProblems(parsed.problems, text)].join("\n"), {
    problems: parsed.problems,
  });
}
