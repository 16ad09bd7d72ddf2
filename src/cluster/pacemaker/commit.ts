/**
 * A commit as Pacemaker takes it: a patch that carries the version it was made for, which the CIB daemon checks as it
 * applies it. Seen on both releases (docs/pacemaker/cib-changes.md#compare-and-swap):
 * - a source without `num_updates` is taken whatever the status did, by 2.1; 3.0 refuses it (status 70), so that there
 *   all three counters are given, and again with newer ones as long as only the status moved;
 * - a node hands a patch on to all, and each applies it by its own rules: in the middle of an upgrade a 2.1 would take,
 *   and acknowledge, what every 3.0 refuses, and they would go on with different configurations;
 * - status 103, or 1 when the source is newer than the CIB, means that somebody was faster;
 * - the target's numbers are not taken but have to be higher: the result is always the next epoch.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { patchToXml } from "../../cib/patch/patch-xml.ts";
import { compareToPartial, formatVersion, readVersion, type Version } from "../../cib/patch/version.ts";
import { readStatus } from "../../cib/status.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import { editConfiguration } from "../edit.ts";
import { HoldfastError, ifFails } from "../error.ts";
import type { Commit } from "../port.ts";
import { confirmHeld, isMember } from "./confirm.ts";
import { errorOf } from "./exit.ts";
import type { Hosts } from "./hosts.ts";
import { type Reading, readCluster, whyNot } from "./member-reading.ts";
import { findDc, queryCib } from "./tools.ts";

/** Milliseconds; the daemons themselves give up after thirty seconds. */
const TIMEOUT = 35_000;
/** How often the status may move under a patch that names it, before that counts as a conflict. */
const TRIES = 40;
/** Milliseconds, at most, until the next try. */
const PAUSE = 50;
/** crm_exit_t: software error; what 3.0 says of a source that is not whole. */
const NOT_WHOLE = 70;
const NOT_APPLIED = 1;

interface Attempt {
  /** `moved`: the CIB has another version than the source, or (2.1 does not say which) the patch does not fit. */
  readonly outcome: "taken" | "moved" | "not-whole" | "unknown" | "refused";
  readonly error: HoldfastError | undefined;
}

/**
 * @param reading made a moment ago; made anew if it has not the expected configuration
 * @returns the version then in force
 */
export async function commitTo(hosts: Hosts, commit: Commit, reading: Reading): Promise<Version> {
  const { adminEpoch, epoch } = commit.expected;
  const current = compareToPartial(readVersion(reading.cib), { adminEpoch, epoch }) === 0;
  const known = current ? reading : await readCluster(hosts, reading.dc?.dc);
  const refusal = whyNot(known, hosts.current.name);
  if (refusal !== undefined) throw refusal;
  let { cib } = known;
  const edited = editConfiguration(cib, commit);
  if (!edited.ok) throw new HoldfastError(edited.code, edited.message);
  if (child(edited.cib, "configuration") === child(cib, "configuration")) return readVersion(cib);
  const next = { adminEpoch, epoch: epoch + 1, numUpdates: 0 };
  let whole = wantsWhole(cib);
  let unsure: HoldfastError | undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    const source = { adminEpoch, epoch, ...(whole ? { numUpdates: readVersion(cib).numUpdates } : {}) };
    const { outcome, error } = await attempt(
      hosts,
      printXml(patchToXml({ ...commit.patch, source, target: next }), { indent: 0 }),
    );
    if (outcome === "taken") {
      await confirmHeld(hosts, known, { patch: commit.patch, version: next, wanted: edited.cib }, true);
      return next;
    }
    if (outcome === "refused" || (outcome === "not-whole" && whole)) throw error;
    if (outcome === "not-whole") {
      whole = true;
      continue;
    }
    if (outcome === "unknown") {
      // It may have been taken, or may yet be: to try again is safe, since a patch is taken for one version only.
      if (unsure !== undefined || hosts.count === 1) throw await whyUnknown(hosts, error);
      unsure = error;
      hosts.next();
    }
    cib = await queryCib(hosts);
    const now = readVersion(cib);
    if (now.adminEpoch === adminEpoch && now.epoch === epoch) {
      if (outcome === "moved" && error?.code !== "conflict" && !whole) throw error;
      await sleep(PAUSE * Math.random());
      continue;
    }
    if (unsure !== undefined && isOurs(cib, next, edited.cib)) {
      await confirmHeld(hosts, known, { patch: commit.patch, version: next, wanted: edited.cib }, false);
      return now;
    }
    const message = `the change was made for configuration ${adminEpoch}.${epoch}, the cluster is at ${formatVersion(now)}`;
    throw new HoldfastError("conflict", message);
  }
  throw new HoldfastError("conflict", "the status of the cluster moves too fast for a change to be taken", {
    hint: "try again",
  });
}

async function attempt(hosts: Hosts, patch: string): Promise<Attempt> {
  const argv = ["cibadmin", "--patch", "--xml-pipe", "--sync-call"] as const;
  const { current } = hosts;
  const result = await current.run(argv, { input: patch, timeout: TIMEOUT });
  const error = errorOf(argv, result, current.name);
  if (error === undefined) return { outcome: "taken", error };
  if (["disconnected", "timeout", "no-dc"].includes(error.code)) return { outcome: "unknown", error };
  if (result.exit === NOT_WHOLE) return { outcome: "not-whole", error };
  return { outcome: error.code === "conflict" || result.exit === NOT_APPLIED ? "moved" : "refused", error };
}

function isOurs(cib: Element, next: Version, wanted: Element): boolean {
  const now = readVersion(cib);
  return (
    now.adminEpoch === next.adminEpoch &&
    now.epoch === next.epoch &&
    diffConfiguration(cib, wanted).changes.length === 0
  );
}

/** A change without an answer: is there nobody to answer, or did the node die? */
async function whyUnknown(hosts: Hosts, error: HoldfastError | undefined): Promise<HoldfastError> {
  if (error?.code === "timeout") {
    const dc = await findDc(hosts).catch(ifFails(undefined));
    if (dc === undefined)
      return new HoldfastError("no-dc", "the cluster has no DC at the moment, and nobody else takes changes", {
        hint: "try again when one is elected; whether this change was taken, the CIB will tell",
      });
  }
  const message = `${error?.message ?? "no answer"}; whether the change was taken is not known`;
  return new HoldfastError(error?.code ?? "disconnected", message, {
    hint: "read the cluster again before trying again",
  });
}

/** Unless every member is known to be older. */
function wantsWhole(cib: Element): boolean {
  const members = readStatus(cib).nodes.filter(({ isRemote, inCcm }) => !isRemote && isMember(inCcm));
  const sets = members.map(({ attributes }) => attributes.get("#feature-set"));
  return [get(cib, "crm_feature_set"), ...sets].some(
    (set) => set === undefined || compareDottedVersions(set, "3.20") >= 0,
  );
}
