/** A corosync.conf from a user's file. */
import { parseConf } from "../corosync/parse.ts";
import type { ConfFile } from "../corosync/syntax.ts";
import type { Written } from "./desired.ts";
import { unusable } from "./unusable.ts";

/** Whether a file is a corosync.conf: no CIB has a line like this, and no manifest. */
export const isConf = ({ text }: Written): boolean =>
  /^[ \t]*(?:totem|nodelist|quorum|logging)[ \t]*\{[ \t]*\r?$/m.test(text);

/** Throws `invalid` for a file that Corosync cannot read, with everything that is wrong with its form. */
export function parsedConf(file: Written): ConfFile {
  const parsed = parseConf(file.text, file.path);
  if (parsed.ok) return parsed.conf;
  throw unusable(file, parsed.problems);
}
