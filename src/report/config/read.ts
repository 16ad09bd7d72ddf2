/** Reads a CIB's configuration into a document, whole or of some resources with all that names them. */

import { masked } from "../../cib/masked.ts";
import { readVersion } from "../../cib/patch/version.ts";
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { child, descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { constraintOf, namedIn } from "./constraint-text.ts";
import type { Configuration } from "./document.ts";
import { readPermission } from "./permission.ts";
import { otherAttributes, readSets, readShownResource } from "./resources.ts";
import { readTickets } from "./tickets.ts";

/** Without secrets. @param only ids of resources; empty for the whole configuration */
export function readConfiguration(root: Element, only: readonly string[] = []): Configuration {
  const cib = masked(root);
  const { adminEpoch, epoch } = readVersion(cib);
  const schema = get(cib, "validate-with");
  const part = (name: string): Element[] => {
    const section = descend(cib, "configuration", name);
    return section === undefined ? [] : elements(section);
  };
  const section = (name: string): Element | undefined => descend(cib, "configuration", name);
  const whole = only.length === 0;
  const resources = part("resources").filter((e) => RESOURCES_AND_TEMPLATES.has(e.name));
  const chosen = whole ? resources : only.flatMap((id) => configuredResource(cib, id) ?? []);
  const names = new Set(chosen.flatMap((e) => [...walk(e)].map(idOf)));
  const concerns = (ids: readonly string[]): boolean => whole || ids.some((id) => names.has(id) || matches(id, names));
  return {
    document: "config",
    version: 1,
    cib: { adminEpoch, epoch, ...(schema === undefined ? {} : { schema }) },
    only: [...only],
    properties: whole ? readSets(section("crm_config"), "cluster_property_set") : [],
    resourceDefaults: whole ? readSets(section("rsc_defaults"), "meta_attributes") : [],
    operationDefaults: whole ? readSets(section("op_defaults"), "meta_attributes") : [],
    nodes: whole ? part("nodes").map(readNode) : [],
    resources: chosen.map(readShownResource),
    constraints: part("constraints").flatMap((e) => (concerns(namedIn(e)) ? (constraintOf(e) ?? []) : [])),
    fencing: part("fencing-topology")
      .map(readLevel)
      .filter(({ devices }) => concerns(devices)),
    tags: part("tags")
      .map(readTag)
      .filter(({ references }) => concerns(references)),
    tickets: whole ? readTickets(cib) : [],
    alerts: whole ? part("alerts").map(readAlert) : [],
    acls: whole ? readAcls(part("acls")) : { roles: [], subjects: [] },
  };
}

/** A resource's element, wherever it is in the configuration. */
export function configuredResource(cib: Element, id: string): Element | undefined {
  const section = descend(cib, "configuration", "resources");
  return section === undefined
    ? undefined
    : [...walk(section)].find((e) => RESOURCES_AND_TEMPLATES.has(e.name) && idOf(e) === id);
}

/** The ids of all resources. */
export function configuredResourceIds(cib: Element): string[] {
  const section = descend(cib, "configuration", "resources");
  return section === undefined ? [] : [...walk(section)].filter((e) => RESOURCES_AND_TEMPLATES.has(e.name)).map(idOf);
}

/** A pattern that cannot be read here concerns no resource, as in Pacemaker. */
function matches(pattern: string, names: ReadonlySet<string>): boolean {
  if (!/^\/.*\/$/.test(pattern)) return false;
  try {
    const expression = new RegExp(pattern.slice(1, -1).replace(/^!/, ""));
    return [...names].some((name) => expression.test(name));
  } catch {
    return false;
  }
}

function readNode(e: Element): Configuration["nodes"][number] {
  const kind = get(e, "type");
  return {
    name: get(e, "uname") ?? idOf(e),
    id: idOf(e),
    ...(kind === undefined || kind === "member" || kind === "normal" ? {} : { kind }),
    options: otherAttributes(e, "uname", "type"),
    attributes: readSets(e, "instance_attributes"),
    utilization: readSets(e, "utilization"),
  };
}

function readLevel(e: Element): Configuration["fencing"][number] {
  const pattern = get(e, "target-pattern");
  const attribute = get(e, "target-attribute");
  const target =
    pattern !== undefined
      ? `/${pattern}/`
      : attribute !== undefined
        ? `${attribute}=${get(e, "target-value") ?? ""}`
        : (get(e, "target") ?? "");
  return { id: idOf(e), target, index: get(e, "index") ?? "", devices: (get(e, "devices") ?? "").split(",") };
}

/** An alert with its recipients. */
export function readAlert(e: Element): Configuration["alerts"][number] {
  const select = child(e, "select");
  return {
    id: idOf(e),
    path: get(e, "path") ?? "",
    select: select === undefined ? [] : elements(select).map(selectText),
    parameters: readSets(e, "instance_attributes"),
    meta: readSets(e, "meta_attributes"),
    recipients: elements(e, "recipient").map((r) => ({
      id: idOf(r),
      value: get(r, "value") ?? "",
      parameters: readSets(r, "instance_attributes"),
      meta: readSets(r, "meta_attributes"),
    })),
  };
}

/** A tag with what it names. */
export const readTag = (e: Element): Configuration["tags"][number] => ({
  id: idOf(e),
  references: elements(e, "obj_ref").map(idOf),
});

/** `nodes`, or `attributes standby, rack`. */
function selectText(e: Element): string {
  const names = elements(e, "attribute").map((a) => get(a, "name") ?? "");
  const kind = e.name.replace(/^select_/, "");
  return names.length === 0 ? kind : `${kind} ${names.join(", ")}`;
}

function readAcls(entries: readonly Element[]): Configuration["acls"] {
  return {
    roles: entries
      .filter((e) => e.name === "acl_role")
      .map((e) => ({ id: idOf(e), permissions: elements(e, "acl_permission").map(readPermission) })),
    subjects: entries
      .filter((e) => e.name !== "acl_role")
      .map((e) => ({
        kind: e.name.replace(/^acl_/, "").replace("target", "user"),
        id: get(e, "name") ?? idOf(e),
        roles: elements(e, "role").map(idOf),
      })),
  };
}
