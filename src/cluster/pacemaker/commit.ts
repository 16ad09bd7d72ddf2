/**
 * A commit as Pacemaker takes it: a patch that carries the version it was made for, which the CIB daemon checks as it
 * applies it. Seen on both releases (docs/pacemaker/cib-changes.md#compare-and-swap):
 * - a source without `num_updates` is taken whatever the status did, by 2.1; 3.0 refuses it (status 70), so that there
 *   all three counters are given, and again with newer ones as long as only the status moved;
 * - a node passes a patch on to all others, and each applies it by its own rules: in the middle of an upgrade a 2.1 would
 *   take, and acknowledge, what every 3.0 refuses, and they would continue with different configurations;
 * - status 103, or 1 when the source is newer than the CIB, means that another writer was faster;
 * - the target's numbers are ignored but have to be higher: the result is always the next epoch.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { recordChange } from "../../cib/change-record.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { patchToXml } from "../../cib/patch/patch-xml.ts";
import { compareToPartial, readVersion, type Version } from "../../cib/patch/version.ts";
import { readStatus } from "../../cib/status.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import { conflictText, editConfiguration, refusalOf } from "../edit.ts";
import { HoldfastError, ifFails } from "../error.ts";
import type { Commit } from "../port.ts";
import { type Committed, confirmHeld, holds, unknown } from "./confirm.ts";
import { errorOf } from "./exit.ts";
import type { Hosts } from "./hosts.ts";
import { type MemberReading, readCluster, whyNot } from "./member-reading.ts";
import { firstAttempt, nextAttempt, type PatchOutcome, type Seen } from "./next-attempt.ts";
import { raised } from "./outrank.ts";
import type { ToolResult } from "./runner.ts";
import { findDc, queryCib } from "./tools.ts";
import { isMember } from "./witnesses.ts";

/** Milliseconds; the daemons themselves give up after thirty seconds. */
const TIMEOUT = 35_000;
/** Milliseconds, at most, until the next try. */
const PAUSE = 50;
/** crm_exit_t: software error, which 3.0 says of a source that is not whole. */
const NOT_WHOLE = 70;
const NOT_APPLIED = 1;

/**
 * @param reading made a moment ago; made anew if it has not the expected configuration
 * @param patience milliseconds until a change that no majority is known to have counts as unknown
 * @returns the version then in force
 */
export async function commitTo(
  hosts: Hosts,
  commit: Commit,
  reading: MemberReading,
  patience: number,
): Promise<Version> {
  const { adminEpoch, epoch } = commit.expected;
  const current = compareToPartial(readVersion(reading.cib), { adminEpoch, epoch }) === 0;
  const known = current ? reading : await readCluster(hosts, reading.dc?.dc);
  const refusal = whyNot(known, hosts.current.name);
  if (refusal !== undefined) throw refusal;
  let { cib } = known;
  const edited = editConfiguration(cib, commit);
  if (!edited.ok) throw refusalOf(edited);
  if (child(edited.cib, "configuration") === child(cib, "configuration")) return readVersion(cib);
  const target = { adminEpoch, epoch: epoch + 1, numUpdates: 0 };
  const wanted = recordChange(edited.cib, target, commit);
  const { changes } = diffConfiguration(cib, wanted);
  // Without the record, which the next change of ours replaces.
  const committed = { patch: commit.patch, version: target, wanted };
  let error: HoldfastError | undefined;
  for (let step = firstAttempt(wantsWhole(cib), hosts.count); ; ) {
    switch (step.kind) {
      case "try": {
        if (step.pause) await sleep(PAUSE * Math.random());
        const { numUpdates } = readVersion(cib);
        const source = { adminEpoch, epoch, ...(step.state.whole ? { numUpdates } : {}) };
        const answer = await give(hosts, patchToXml({ changes, source, target }));
        error = answer.error;
        step = nextAttempt(step.state, { kind: "patched", outcome: answer.outcome });
        break;
      }
      case "look":
        if (step.elsewhere) hosts.next();
        cib = await queryCib(hosts);
        step = nextAttempt(step.state, { kind: "seen", configuration: configurationSeen(cib, commit, wanted) });
        break;
      case "taken":
        return settle(hosts, { known, committed, who: commit.who }, { taker: step.acknowledged, patience });
      case "failed":
        throw await failure(step.why, { hosts, error, commit, cib });
    }
  }
}

/** @returns the version in force once a majority has the change and no other node can come back with a newer one */
async function settle(
  hosts: Hosts,
  { known, committed, who }: { readonly known: MemberReading; readonly committed: Committed; readonly who: string },
  waiting: { readonly taker: boolean; readonly patience: number },
): Promise<Version> {
  const lagging = await confirmHeld(hosts, known, committed, waiting);
  if (lagging.length === 0) return committed.version;
  const deadline = Date.now() + waiting.patience;
  for (;;) {
    const now = await readCluster(hosts, known.dc?.dc);
    if (whyNot(now, hosts.current.name) === undefined) {
      if (!holds(now.cib, committed, false)) throw unknown("it is not in force any more");
      const { changes, source, target, wanted } = raised(now.cib, lagging, who);
      const { outcome } = await give(hosts, patchToXml({ changes, source, target }));
      if (outcome === "taken") {
        await confirmHeld(hosts, now, { patch: { changes }, version: target, wanted }, waiting);
        return target;
      }
    }
    if (Date.now() > deadline)
      throw unknown(`${lagging.join(", ")} may come back with another configuration, which would replace it`);
    await sleep(PAUSE);
  }
}

/** Gives the cluster a patch, through the node in use alone. */
async function give(
  hosts: Hosts,
  patch: Element,
): Promise<{ readonly outcome: PatchOutcome; readonly error: HoldfastError | undefined }> {
  const argv = ["cibadmin", "--patch", "--xml-pipe", "--sync-call"] as const;
  const { current } = hosts;
  const result = await current.run(argv, { input: printXml(patch, { indent: 0 }), timeout: TIMEOUT });
  const error = errorOf(argv, result, current.name);
  return { outcome: patchOutcome(error, result), error };
}

/** What became of the patch, by what the tool answered and the error it stands for. */
export function patchOutcome(
  error: HoldfastError | undefined,
  { exit, tooMuch }: Pick<ToolResult, "exit" | "tooMuch">,
): PatchOutcome {
  if (error === undefined) return "taken";
  // One that was ended for its output may have given the patch before.
  if (tooMuch || ["disconnected", "timeout", "no-dc"].includes(error.code)) return "unknown";
  if (exit === NOT_WHOLE) return "not-whole";
  if (error.code === "conflict") return "conflict";
  return exit === NOT_APPLIED ? "not-applied" : "refused";
}

function configurationSeen(cib: Element, { expected }: Commit, wanted: Element): Seen {
  const { adminEpoch, epoch } = readVersion(cib);
  if (adminEpoch !== expected.adminEpoch) return "other";
  if (epoch === expected.epoch) return "expected";
  return epoch === expected.epoch + 1 && diffConfiguration(cib, wanted).changes.length === 0 ? "ours" : "other";
}

async function failure(
  why: "refused" | "unknown" | "conflict" | "status-moves",
  met: {
    readonly hosts: Hosts;
    /** How the last attempt ended. */
    readonly error: HoldfastError | undefined;
    readonly commit: Commit;
    readonly cib: Element;
  },
): Promise<HoldfastError> {
  switch (why) {
    case "refused":
      return met.error ?? new HoldfastError("failed", "the change was refused");
    case "unknown":
      return whyUnknown(met.hosts, met.error);
    case "conflict":
      return refusalOf({ code: "conflict", message: conflictText(met.commit.expected, readVersion(met.cib)) });
    case "status-moves":
      return new HoldfastError("conflict", "the status of the cluster changes too fast for a change to be taken", {
        hint: "try again",
      });
  }
}

/** Why a change was not answered: the cluster has no DC, or the node died. */
async function whyUnknown(hosts: Hosts, error: HoldfastError | undefined): Promise<HoldfastError> {
  if (error?.code === "timeout") {
    const dc = await findDc(hosts).catch(ifFails(undefined));
    if (dc === undefined)
      return new HoldfastError("no-dc", "the cluster has no DC at the moment, and only a DC takes changes", {
        hint: "read the cluster again when one is elected: the change may have been taken",
      });
  }
  const message = `${error?.message ?? "no answer"}; whether the change was taken is not known`;
  return new HoldfastError(error?.code ?? "disconnected", message, {
    hint: "read the cluster again before trying again",
  });
}

/** Whether some member may be 3.0: unless every member is known to be older. */
function wantsWhole(cib: Element): boolean {
  const members = readStatus(cib).nodes.filter(({ isRemote, inCcm }) => !isRemote && isMember(inCcm));
  const sets = members.map(({ attributes }) => attributes.get("#feature-set"));
  return [get(cib, "crm_feature_set"), ...sets].some(
    (set) => set === undefined || compareDottedVersions(set, "3.20") >= 0,
  );
}
