/** Why what is stopped stays so: the root of it beside each resource, and in the reasons of a verdict. */
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Explained, Reading } from "../../scheduler/reading.ts";
import { rootCause } from "../explain/root-cause.ts";
import type { CauseStatus, ResourceStatus, StateReason, Verdict } from "./document.ts";
import { remainsStopped } from "./verdict.ts";

/** A cause of these kinds is a failure, whether or not the resource is marked as failed anywhere now. */
const FAILURES: ReadonlySet<string> = new Set(["failures", "blocked"]);

function explainedBy({ explained }: Reading): Explained | undefined {
  return explained instanceof UndecidableError ? undefined : explained;
}

/** One for each top resource of which a part is stopped that should run, and that no action will start. */
export function rootCausesOf(reading: Reading, resources: readonly ResourceStatus[]): CauseStatus[] {
  return resources.filter(remainsStopped).flatMap(({ id }) => {
    const explained = explainedBy(reading);
    const cause = explained === undefined ? undefined : rootCause(explained, id);
    return cause === undefined ? [] : [{ resource: id, code: cause.code, text: cause.text }];
  });
}

/** The verdict with the root cause in place of the bare fact that something is stopped. */
export function withRootCauses({ state, reasons }: Verdict, reading: Reading): Verdict {
  let failed = false;
  const deeper = reasons.map((reason): StateReason => {
    if (reason.resource === undefined || (reason.code !== "stopped" && reason.code !== "no-instance")) return reason;
    const explained = explainedBy(reading);
    const cause = explained === undefined ? undefined : rootCause(explained, reason.resource);
    if (cause === undefined) return reason;
    const isFailure = FAILURES.has(cause.code);
    failed ||= isFailure;
    const what = reason.code === "stopped" ? `${reason.resource} is stopped` : reason.text;
    return { ...reason, code: isFailure ? "failed" : reason.code, text: `${what}: ${cause.text}` };
  });
  return { state: failed && state === "stopped" ? "failed" : state, reasons: deeper };
}
