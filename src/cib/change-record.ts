/**
 * Who made a configuration and why. Pacemaker itself records the user and the program of the last change, neither the
 * person nor the reason. So a commit for which a person gave a reason carries, in the same atomic patch, a property set of
 * its own:
 *
 *     <cluster_property_set id="holdfast-change">  holdfast-change=0.47  …-by=alice@bastion  …-why=…
 *
 * It is an ordinary set of properties, which `pcs property` shows and which the scheduler does not know and so ignores.
 * It costs a second: Pacemaker's controller reads the cluster's options again after any change in their section, and
 * before it calls the scheduler it sleeps for a second while that is under way (measured on 2.1.5: 1.06 s in
 * S_POLICY_ENGINE for a commit with the record, 0.04 s without). That is why other commits have none. Past versions of the CIB on the nodes' disks have each their
 * own record, so that any process on any machine reads the reasons. A record counts for the version it names only: after a
 * change by another tool the old one is still there.
 */

import { formatVersion, readVersion, type Version } from "./patch/version.ts";
import { child, descend, type Element, element, elements, get, idOf, replaceChild, withChildren } from "./xml/tree.ts";

export interface ChangeAuthor {
  readonly who: string;
  readonly why: string;
}

/** The id of the property set, and what its names begin with. */
export const CHANGE_RECORD = "holdfast-change";

/** Characters of a reason that are kept. */
const LONGEST = 1000;

/** `admin_epoch.epoch`, by which configurations are called. */
export function configurationVersion(cib: Element): string {
  return nameOf(readVersion(cib));
}

function nameOf(version: Version): string {
  return formatVersion(version).replace(/\.\d+$/, "");
}

/** The CIB with the record of who makes `version` of it. A CIB without crm_config stays as it is. */
export function recordChange(cib: Element, version: Version, { who, why }: ChangeAuthor): Element {
  const configuration = child(cib, "configuration");
  const config = configuration === undefined ? undefined : child(configuration, "crm_config");
  if (configuration === undefined || config === undefined) return cib;
  const pair = (suffix: string, value: string): Element => {
    const name = `${CHANGE_RECORD}${suffix}`;
    return element("nvpair", { id: `${name}-value`, name, value: oneLine(value) });
  };
  const record = element("cluster_property_set", { id: CHANGE_RECORD }, [
    pair("", nameOf(version)),
    pair("-by", who),
    pair("-why", why),
  ]);
  const others = config.children.filter((c) => c.kind !== "element" || idOf(c) !== CHANGE_RECORD);
  const recorded = replaceChild(configuration, config, withChildren(config, [...others, record]));
  return replaceChild(cib, configuration, recorded);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}

/** Who made this configuration and why; undefined when Holdfast did not. */
export function recordedAuthor(cib: Element): ChangeAuthor | undefined {
  const config = descend(cib, "configuration", "crm_config");
  const record = config === undefined ? undefined : elements(config).find((e) => idOf(e) === CHANGE_RECORD);
  if (record === undefined) return undefined;
  const values = new Map(elements(record, "nvpair").map((e) => [get(e, "name"), get(e, "value") ?? ""]));
  if (values.get(CHANGE_RECORD) !== configurationVersion(cib)) return undefined;
  return { who: values.get(`${CHANGE_RECORD}-by`) ?? "", why: values.get(`${CHANGE_RECORD}-why`) ?? "" };
}
