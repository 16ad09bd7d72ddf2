/**
 * The releases of Pacemaker, and the numbers that each of them carries. Read from every tag of Pacemaker's repository
 * (`CRM_FEATURE_SET`, `LRMD_PROTOCOL_VERSION`, the newest schema, `PCMK__API_VERSION`); 2.1.5 and 3.0.3 were held against the
 * installed programs. docs/versions.md prints it.
 */

import { compareDottedVersions } from "../value/dotted-version.ts";

export interface Release {
  readonly release: string;
  /** Of the protocol between cluster nodes: `crm_feature_set`. */
  readonly featureSet: string;
  /** Version of the protocol to remote nodes and to the containers of bundles; undefined before there was one. */
  readonly remote: string | undefined;
  /** The newest schema that it has, as in `pacemaker-3.9`. */
  readonly schema: string;
  /** Version of the XML that its tools print; undefined where they print none, or it was not looked up. */
  readonly xml: string | undefined;
}

const row = (release: string, featureSet: string, remote: string, schema: string, xml?: string): Release => ({
  release,
  featureSet,
  remote: remote === "" ? undefined : remote,
  schema: `pacemaker-${schema}`,
  xml,
});

/** Oldest first. */
export const RELEASES: readonly [Release, ...Release[]] = [
  row("1.1.7", "3.0.6", "", "1.2"),
  row("1.1.8", "3.0.6", "", "1.2"),
  row("1.1.9", "3.0.7", "1.0", "1.2"),
  row("1.1.10", "3.0.7", "1.0", "1.2"),
  row("1.1.11", "3.0.8", "1.0", "1.2"),
  row("1.1.12", "3.0.9", "1.0", "2.0"),
  row("1.1.13", "3.0.10", "1.0", "2.3"),
  row("1.1.14", "3.0.10", "1.0", "2.4"),
  row("1.1.15", "3.0.10", "1.1", "2.5"),
  row("1.1.16", "3.0.11", "1.1", "2.6"),
  row("1.1.17", "3.0.13", "1.1", "2.9"),
  row("1.1.18", "3.0.14", "1.1", "2.10"),
  row("1.1.19", "3.0.14", "1.1", "2.10"),
  row("1.1.20", "3.0.14", "1.1", "2.10"),
  row("1.1.21", "3.0.14", "1.1", "2.10"),
  row("1.1.22", "3.0.14", "1.1", "2.10"),
  row("1.1.23", "3.0.14", "1.1", "2.10"),
  row("1.1.24", "3.0.14", "1.1", "2.10"),
  row("2.0.0", "3.1.0", "1.1", "3.1"),
  row("2.0.1", "3.1.0", "1.1", "3.2"),
  row("2.0.2", "3.1.0", "1.1", "3.2", "1.0"),
  row("2.0.3", "3.2.0", "1.1", "3.2", "2.0"),
  row("2.0.4", "3.3.0", "1.1", "3.3", "2.2"),
  row("2.0.5", "3.6.1", "1.1", "3.5", "2.3"),
  row("2.1.0", "3.10.0", "1.1", "3.7", "2.9"),
  row("2.1.1", "3.10.2", "1.1", "3.7", "2.13"),
  row("2.1.2", "3.11.0", "1.1", "3.7", "2.14"),
  row("2.1.3", "3.15.0", "1.1", "3.8", "2.20"),
  row("2.1.4", "3.15.0", "1.1", "3.8", "2.20"),
  row("2.1.5", "3.16.1", "1.1", "3.9", "2.25"),
  row("2.1.6", "3.17.4", "1.1", "3.9"),
  row("2.1.7", "3.19.0", "1.1", "3.9"),
  row("2.1.8", "3.19.5", "1.2", "3.10"),
  row("2.1.9", "3.19.6", "1.2", "3.10"),
  row("2.1.10", "3.19.6", "1.2", "3.10"),
  row("2.1.11", "3.19.6", "1.2", "3.10"),
  row("3.0.0", "3.20.0", "1.2", "4.0"),
  row("3.0.1", "3.20.1", "1.2", "4.0"),
  row("3.0.2", "3.20.5", "1.2", "4.0", "2.42"),
  row("3.0.3", "3.20.5", "1.2", "4.0", "2.42"),
];

/** The newest release known: the one whose decisions are followed where nothing else is asked for. */
export const NEWEST: Release = RELEASES.at(-1) ?? RELEASES[0];

/**
 * The row of a release: its own, or that of the last release before it where it has none of its own.
 * @param version such as `2.1.5` or `2.1.5-a3f44794f94`
 * @returns undefined for one that is older than the table, or no release of Pacemaker
 */
export function releaseOf(version: string): Release | undefined {
  return RELEASES.findLast(({ release }) => compareDottedVersions(release, version) <= 0);
}

/** Whether a release or feature set is newer than any in the table, so that what it brings is not known. */
export function isNewerThanKnown(what: "release" | "featureSet", version: string): boolean {
  return compareDottedVersions(version, NEWEST[what]) > 0;
}

/** The releases that have a feature set, in words: `2.1.3 or 2.1.4`, `after 2.1.7 and before 2.1.8`. */
export function releasesWith(featureSet: string): string {
  const exact = RELEASES.filter((r) => compareDottedVersions(r.featureSet, featureSet) === 0).map((r) => r.release);
  if (exact.length > 0) return exact.length === 1 ? exact.join() : `${exact[0]} to ${exact.at(-1)}`;
  const before = RELEASES.findLast((r) => compareDottedVersions(r.featureSet, featureSet) < 0);
  const after = RELEASES.find((r) => compareDottedVersions(r.featureSet, featureSet) > 0);
  if (after === undefined) return `newer than ${NEWEST.release}`;
  return before === undefined ? `older than ${after.release}` : `between ${before.release} and ${after.release}`;
}

/** The first release that has a schema such as `pacemaker-3.9`; undefined for one that no release in the table has. */
export function firstWithSchema(schema: string): Release | undefined {
  return RELEASES.find((r) => compareSchemas(r.schema, schema) >= 0);
}

/** Negative when `a` is the older of two schemas; each such as `pacemaker-3.9`. */
export function compareSchemas(a: string, b: string): number {
  return compareDottedVersions(numberOf(a), numberOf(b));
}

const numberOf = (schema: string): string => schema.replace(/^pacemaker-/, "");
