/** The settings, operations, constraints, tags, alerts, access rules and groups that verbs list: of one node or resource, or of the cluster. */
import { masked } from "../../cib/masked.ts";
import { descend, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster } from "../../cluster/port.ts";
import { constraintOf } from "../../report/config/constraint-text.ts";
import { readPermission } from "../../report/config/permission.ts";
import { readAlert, readTag } from "../../report/config/read.ts";
import { readSets, readShownResource } from "../../report/config/resources.ts";
import type { Listing } from "../../report/listing/document.ts";
import { aclName, aclsIn } from "../verbs/acl.ts";
import { allResources, namedResource, resourcesIn } from "../verbs/find-resource.ts";
import { namedNode } from "../verbs/node-attribute.ts";
import { namedTag, resourceOrTag, tagsIn } from "../verbs/tag.ts";

const EMPTY = {
  document: "listing",
  version: 1,
  sets: [],
  operations: [],
  constraints: [],
  tags: [],
  alerts: [],
  acls: [],
  groups: [],
} as const;

async function readMasked(cluster: Cluster): Promise<Element> {
  return masked((await cluster.read()).cib);
}

export async function listNodePairs(
  cluster: Cluster,
  node: string,
  kind: "attribute" | "utilization",
): Promise<Listing> {
  const tag = kind === "attribute" ? "instance_attributes" : "utilization";
  return { ...EMPTY, of: node, kind, sets: readSets(namedNode(await readMasked(cluster), node), tag) };
}

const TAGS = {
  parameter: "instance_attributes",
  "meta attribute": "meta_attributes",
  utilization: "utilization",
} as const;

export async function listResourcePairs(cluster: Cluster, resource: string, kind: keyof typeof TAGS): Promise<Listing> {
  const { element } = namedResource(await readMasked(cluster), resource);
  return { ...EMPTY, of: resource, kind, sets: readSets(element, TAGS[kind]) };
}

export async function listOperations(cluster: Cluster, resource: string): Promise<Listing> {
  const { element } = namedResource(await readMasked(cluster), resource);
  return { ...EMPTY, of: resource, kind: "operation", operations: readShownResource(element).operations };
}

/** @param only names of properties; empty for all that are set. Rejects with `missing` for one that is not. */
export async function listProperties(cluster: Cluster, only: readonly string[]): Promise<Listing> {
  const config = descend(await readMasked(cluster), "configuration", "crm_config");
  const all = readSets(config, "cluster_property_set");
  const set = new Set(all.flatMap(({ settings }) => settings.map(({ name }) => name)));
  for (const name of only) if (!set.has(name)) throw missing(`the property ${name} is not set`, name, set);
  const sets = all
    .map((s) => ({ ...s, settings: s.settings.filter(({ name }) => only.length === 0 || only.includes(name)) }))
    .filter(({ settings }) => settings.length > 0);
  return { ...EMPTY, of: "", kind: "property", sets };
}

/** @param only resources; empty for all. Rejects with `missing` for an unknown one. */
export async function listConstraints(cluster: Cluster, only: readonly string[]): Promise<Listing> {
  const cib = await readMasked(cluster);
  const names = new Set(only.map((name) => idOf(resourceOrTag(cib, name))));
  const section = descend(cib, "configuration", "constraints");
  const constraints = (section === undefined ? [] : elements(section))
    .flatMap((e) => constraintOf(e) ?? [])
    .filter(({ resources }) => names.size === 0 || resources.some((id) => names.has(id)));
  return { ...EMPTY, of: only.join(", "), kind: "constraint", constraints };
}

/** @param only names of tags; empty for all. Rejects with `missing` for an unknown one. */
export async function listTags(cluster: Cluster, only: readonly string[]): Promise<Listing> {
  const cib = await readMasked(cluster);
  const tags = only.length === 0 ? tagsIn(cib) : only.map((id) => namedTag(cib, id));
  return { ...EMPTY, of: only.join(", "), kind: "tag", tags: tags.map(readTag) };
}

/** With their recipients. */
export async function listAlerts(cluster: Cluster): Promise<Listing> {
  const section = descend(await readMasked(cluster), "configuration", "alerts");
  const alerts = section === undefined ? [] : elements(section, "alert").map(readAlert);
  return { ...EMPTY, of: "", kind: "alert", alerts };
}

/** Roles with their permissions, users and groups with their roles, and whether Pacemaker heeds them. */
export async function listAcls(cluster: Cluster): Promise<Listing> {
  const cib = await readMasked(cluster);
  const inForce = readSets(descend(cib, "configuration", "crm_config"), "cluster_property_set").flatMap((set) => {
    const settings = set.settings.filter(({ name }) => name === "enable-acl");
    return settings.length === 0 ? [] : [{ ...set, settings }];
  });
  const acls = aclsIn(cib).map((e) => ({
    kind: e.name === "acl_role" ? ("role" as const) : e.name === "acl_group" ? ("group" as const) : ("user" as const),
    id: aclName(e),
    permissions: elements(e, "acl_permission").map((p) => ({ id: idOf(p), text: readPermission(p) })),
    roles: elements(e, "role").map(idOf),
  }));
  return { ...EMPTY, of: "", kind: "access rule", sets: inForce, acls };
}

/** With their members, in order. */
export async function listGroups(cluster: Cluster): Promise<Listing> {
  const found = allResources(await readMasked(cluster)).filter(({ element }) => element.name === "group");
  const groups = found.map(({ element, within: [outer] }) => ({
    id: idOf(element),
    ...(outer === undefined ? {} : { clone: idOf(outer) }),
    members: resourcesIn(element).map(idOf),
  }));
  return { ...EMPTY, of: "", kind: "group", groups };
}
