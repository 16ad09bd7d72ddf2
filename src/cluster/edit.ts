/** A commit as an edit of the CIB in force: the one place that decides when a commit is a conflict. */

import { applyPatch } from "../cib/patch/patch.ts";
import { formatVersion, readVersion, type Version } from "../cib/patch/version.ts";
import { formatProblems, type Problem } from "../cib/problem.ts";
import { brought } from "../cib/validate.ts";
import { child, type Element, withChildren } from "../cib/xml/tree.ts";
import type { ErrorCode } from "../report/error/error-code.ts";
import { HoldfastError } from "./error.ts";
import type { Commit } from "./port.ts";

export type EditResult =
  | { readonly ok: true; readonly cib: Element }
  | { readonly ok: false; readonly code: "conflict" | "invalid"; readonly message: string };

/** The CIB with the commit's configuration and its own status, or why not. */
export function editConfiguration(cib: Element, commit: Pick<Commit, "patch" | "expected">): EditResult {
  const version = readVersion(cib);
  const { adminEpoch, epoch } = commit.expected;
  if (version.adminEpoch !== adminEpoch || version.epoch !== epoch)
    return { ok: false, code: "conflict", message: conflictText(commit.expected, version) };
  const applied = applyPatch(cib, { changes: commit.patch.changes });
  if (!applied.ok) return { ok: false, code: "invalid", message: applied.problem.message };
  const configuration = child(applied.cib, "configuration");
  if (configuration === undefined) return { ok: false, code: "invalid", message: "a CIB needs its configuration" };
  const [problem] = brought(cib, applied.cib);
  if (problem !== undefined) return { ok: false, code: "invalid", message: problem.message };
  const rest = cib.children.filter((c) => c.kind !== "element" || c.name !== "configuration");
  return { ok: true, cib: withChildren(cib, [configuration, ...rest]) };
}

/** A change that was made for another configuration than the cluster has. */
export function conflictText(expected: Commit["expected"], actual: Version): string {
  return `the change was made for configuration ${expected.adminEpoch}.${expected.epoch}, the cluster is at ${formatVersion(actual)}`;
}

/** The refusal of an edit as the error that a commit rejects with. */
export function refusalOf({ code, message }: { readonly code: ErrorCode; readonly message: string }): HoldfastError {
  return new HoldfastError(code, message, code === "conflict" ? { hint: "plan again" } : {});
}

/** The error for a change that brings problems into the cluster's CIB, where their places are: they are not said. */
export function unfit(what: string, problems: readonly Problem[]): HoldfastError {
  const said = problems.map(({ code, message, hint }) => ({ code, message, ...(hint === undefined ? {} : { hint }) }));
  return new HoldfastError("invalid", [`${what}; nothing was changed`, ...formatProblems(said)].join("\n"), {
    problems: said,
  });
}
