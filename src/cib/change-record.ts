/**
 * Who made a configuration and why. Pacemaker itself records the user and the program of the last change, neither the
 * person nor the reason. So a commit carries, in the same atomic patch, an ACL role that has no permissions and no user:
 *
 *     <acls><acl_role id="holdfast-change" description="0.47 by alice@bastion: move the public address"/></acls>
 *
 * `pcs acl` shows it, and the scheduler does not read it. A set of properties would say the same and cost a second: after
 * any change of `crm_config` Pacemaker's controller reads the cluster's options again, and it sleeps for a second before it
 * calls the scheduler while that is under way (measured on 2.1.5: 1.06 s in S_POLICY_ENGINE, 0.04 s with this).
 * Past versions of the CIB on the nodes' disks have each their own record, so that any process on any machine reads the
 * reasons. A record counts for the version it names only: after a change by another tool the old one is still there.
 */

import { formatVersion, readVersion, type Version } from "./patch/version.ts";
import { withConfigurationSection } from "./sections.ts";
import { clusterProperty } from "./value/property.ts";
import { child, descend, type Element, element, elements, get, idOf, withChildren } from "./xml/tree.ts";

export interface ChangeAuthor {
  readonly who: string;
  readonly why: string;
}

/** The id of the role. */
export const CHANGE_RECORD = "holdfast-change";

/** Schemas whose roles have no description. */
const OLD_SCHEMA = /^(pacemaker-(0|1)\.|transitional)/;

/** Characters of a reason that are kept. */
const LONGEST = 1000;

/** `admin_epoch.epoch`, by which configurations are called. */
export function configurationVersion(cib: Element): string {
  return nameOfVersion(readVersion(cib));
}

/** `admin_epoch.epoch` of a version. */
export function nameOfVersion(version: Version): string {
  return formatVersion(version).replace(/\.\d+$/, "");
}

/**
 * The CIB with the record of who makes `version` of it. As it is where its schema has no such roles (1.x), and where access
 * is controlled: the user may be allowed to make the change and not to write this section.
 */
export function recordChange(cib: Element, version: Version, author: ChangeAuthor): Element {
  return isRestricted(cib) ? cib : withRecord(cib, version, author);
}

function isRestricted(cib: Element): boolean {
  const restricted = clusterProperty(cib, "enable-acl");
  return restricted !== undefined && restricted !== "false";
}

/** Whether a record of something may be added to a change that is made for it alone. */
export function isRecordable(cib: Element): boolean {
  return keepsRecords(cib) && !isRestricted(cib);
}

/** Whether its schema has roles with a description. */
export function keepsRecords(cib: Element): boolean {
  return child(cib, "configuration") !== undefined && !OLD_SCHEMA.test(get(cib, "validate-with") ?? "");
}

/** The same whether access is controlled or not. */
export function withRecord(cib: Element, version: Version, { who, why }: ChangeAuthor): Element {
  if (!keepsRecords(cib)) return cib;
  const description = `${nameOfVersion(version)} by ${who.replace(/\s+/g, "-")}: ${oneLine(why)}`;
  const record = element("acl_role", { id: CHANGE_RECORD, description });
  return withConfigurationSection(cib, "acls", (acls) =>
    withChildren(acls, [...acls.children.filter((c) => c.kind !== "element" || idOf(c) !== CHANGE_RECORD), record]),
  );
}

/** The section of ACLs with another record of ours, in place of the one with its id; that of the change stays the last. */
export function withOtherRecord(acls: Element, record: Element): Element {
  const others = acls.children.filter((c) => c.kind !== "element" || idOf(c) !== idOf(record));
  const last = others.findIndex((c) => c.kind === "element" && idOf(c) === CHANGE_RECORD);
  const at = last < 0 ? others.length : last;
  return withChildren(acls, [...others.slice(0, at), record, ...others.slice(at)]);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

/** Who made this configuration and why; undefined when Holdfast did not. */
export function recordedAuthor(cib: Element): ChangeAuthor | undefined {
  const acls = descend(cib, "configuration", "acls");
  const record = acls === undefined ? undefined : elements(acls).find((e) => idOf(e) === CHANGE_RECORD);
  const [, version, who = "", why = ""] =
    /^(\S+) by (\S*): (.*)$/.exec(record === undefined ? "" : (get(record, "description") ?? "")) ?? [];
  return version === configurationVersion(cib) ? { who, why } : undefined;
}
