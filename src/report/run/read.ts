/** A run as documents show it. */
import { type Lease, leasesIn } from "../../cib/lease.ts";
import { type RunRecord, runsIn } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { RunShown, Runs } from "./document.ts";

type IsGone = (process: string) => boolean;

/** @param isGone whether a process is known to have ended */
export function shownRun(run: RunRecord, lease: Lease | undefined, isGone: IsGone): RunShown {
  const { id, kind, state, title, who, why, since, ended, did, of, step, reason } = run;
  return {
    id,
    kind,
    state,
    title,
    who,
    why,
    since,
    ...(ended === undefined ? {} : { ended }),
    did,
    of,
    ...(step === undefined ? {} : { step: { n: step.n, item: step.item, text: step.text } }),
    ...(reason === undefined ? {} : { reason }),
    ...(lease === undefined
      ? {}
      : { carried: { by: lease.owner, gone: lease.process !== undefined && isGone(lease.process) } }),
  };
}

/** Every run that a configuration knows of. */
export function listRuns(cib: Element, isGone: IsGone): Runs {
  const leases = new Map(leasesIn(cib).map((lease) => [lease.name, lease]));
  return {
    document: "runs",
    version: 1,
    runs: runsIn(cib).map((run) => shownRun(run, leases.get(run.id), isGone)),
  };
}
