/**
 * The version of a CIB: three counters, compared from the left. The administrator raises the first, a change of the
 * configuration the second, a change of the status the third; raising one sets those after it to zero.
 * Behaviour: docs/pacemaker/cib-changes.md#versions.
 */

import { type Element, get, withAttribute } from "../xml/tree.ts";

export interface Version {
  readonly adminEpoch: number;
  readonly epoch: number;
  readonly numUpdates: number;
}

/** Missing or unreadable counters are zero, as in Pacemaker. */
export function readVersion(cib: Element): Version {
  return {
    adminEpoch: counter(get(cib, "admin_epoch")) ?? 0,
    epoch: counter(get(cib, "epoch")) ?? 0,
    numUpdates: counter(get(cib, "num_updates")) ?? 0,
  };
}

/** The counters an element gives, which in a patch's source need not be all. */
export function readPartialVersion(e: Element): Partial<Version> {
  const version: { -readonly [K in keyof Version]?: Version[K] } = {};
  const [adminEpoch, epoch, numUpdates] = [
    counter(get(e, "admin_epoch")),
    counter(get(e, "epoch")),
    counter(get(e, "num_updates")),
  ];
  if (adminEpoch !== undefined) version.adminEpoch = adminEpoch;
  if (epoch !== undefined) version.epoch = epoch;
  if (numUpdates !== undefined) version.numUpdates = numUpdates;
  return version;
}

/** Negative when `a` is older than `b`, zero when they are the same. */
export function compareVersions(a: Version, b: Version): number {
  return a.adminEpoch - b.adminEpoch || a.epoch - b.epoch || a.numUpdates - b.numUpdates;
}

/** As {@link compareVersions}, by those counters only that `wanted` gives. */
export function compareToPartial(version: Version, wanted: Partial<Version>): number {
  return compareVersions(version, { ...version, ...wanted });
}

/** `cib` with the given counters; the others stay. */
export function withVersion(cib: Element, version: Partial<Version>): Element {
  let result = cib;
  if (version.adminEpoch !== undefined) result = withAttribute(result, "admin_epoch", String(version.adminEpoch));
  if (version.epoch !== undefined) result = withAttribute(result, "epoch", String(version.epoch));
  if (version.numUpdates !== undefined) result = withAttribute(result, "num_updates", String(version.numUpdates));
  return result;
}

/** `admin_epoch.epoch.num_updates`, as Pacemaker's tools write versions. */
export function formatVersion({ adminEpoch, epoch, numUpdates }: Version): string {
  return `${adminEpoch}.${epoch}.${numUpdates}`;
}

/** The reverse of {@link formatVersion}; `admin_epoch.epoch` alone has had no updates. Undefined when it is neither. */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  return { adminEpoch: Number(match[1]), epoch: Number(match[2]), numUpdates: Number(match[3] ?? 0) };
}

function counter(text: string | undefined): number | undefined {
  const match = text === undefined ? null : /^\s*(\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
