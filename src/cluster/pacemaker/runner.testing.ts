/** Ways to nodes that a test scripts. */
import { applyPatch } from "../../cib/patch/patch.ts";
import { patchFromXml } from "../../cib/patch/patch-xml.ts";
import { withVersion } from "../../cib/patch/version.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ToolResult } from "./runner.ts";

/** A tool that ended well and printed nothing. */
export const SUCCESS: ToolResult = {
  exit: 0,
  signal: undefined,
  notStarted: undefined,
  timedOut: false,
  aborted: false,
  tooMuch: false,
  stdout: "",
  stderr: "",
};

/** A CIB after a patch that cibadmin was given, as the CIB daemon applies it: the next epoch. */
export function patched(cib: string, patch: string | undefined): string {
  const read = patchFromXml(parsed(patch ?? ""));
  if (!read.ok) throw new Error(read.problem.message);
  const applied = applyPatch(parsed(cib), { changes: read.patch.changes });
  if (!applied.ok) throw new Error(applied.problem.message);
  return printXml(withVersion(applied.cib, { ...read.patch.target, numUpdates: 0 }), { indent: 0 });
}

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}
