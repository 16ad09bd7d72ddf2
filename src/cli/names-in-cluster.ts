/** The names that completion offers of a cluster, each with a word about it. */
import { aclName, aclsIn } from "../change/verbs/acl.ts";
import { tagsIn } from "../change/verbs/tag.ts";
import { agentWord } from "../cib/agent-word.ts";
import { leasesIn } from "../cib/lease.ts";
import { RESOURCES } from "../cib/resource-elements.ts";
import { runsIn } from "../cib/run-record.ts";
import { descend, type Element, element, elements, get, idOf, walk } from "../cib/xml/tree.ts";
import { readPermission } from "../report/config/permission.ts";
import type { VersionEntry } from "../report/history/document.ts";
import { listTickets } from "../report/ticket/read.ts";

export interface Name {
  readonly value: string;
  readonly description: string;
}

type Kind =
  | "resources"
  | "nodes"
  | "constraints"
  | "properties"
  | "tags"
  | "groups"
  | "alerts"
  | "recipients"
  | "roles"
  | "permissions"
  | "users"
  | "userGroups"
  | "tickets"
  | "runs"
  | "leases"
  | "versions";

export type NamesInCluster = Readonly<Record<Kind, readonly Name[]>>;

/** @param past versions, from the newest or the oldest */
export function namesOf(cib: Element, past: readonly VersionEntry[]): NamesInCluster {
  const section = (name: string): readonly Element[] => {
    const found = descend(cib, "configuration", name);
    return found === undefined ? [] : elements(found);
  };
  const resources = section("resources").flatMap((e) => [...walk(e)].filter(({ name }) => RESOURCES.has(name)));
  const alerts = section("alerts");
  const acls = aclsIn(cib);
  const roles = acls.filter(({ name }) => name === "acl_role");
  const holders = (kind: string): Name[] =>
    acls
      .filter(({ name }) => name === kind)
      .map((e) => ({ value: aclName(e), description: elements(e).map(idOf).join(", ") }));
  return {
    resources: resources.map((e) => ({
      value: idOf(e),
      description: e.name === "primitive" ? agentWord((name) => get(e, name)) : e.name,
    })),
    nodes: section("nodes")
      .filter(({ name }) => name === "node")
      .map((e) => ({ value: get(e, "uname") ?? idOf(e), description: "node" })),
    constraints: section("constraints").map((e) => ({ value: idOf(e), description: e.name })),
    properties: section("crm_config")
      .flatMap((set) => elements(set, "nvpair"))
      .map((pair) => ({ value: get(pair, "name") ?? "", description: get(pair, "value") ?? "" })),
    tags: tagsIn(cib).map(containing),
    groups: resources.filter(({ name }) => name === "group").map(containing),
    alerts: alerts.map((e) => ({ value: idOf(e), description: get(e, "path") ?? "" })),
    recipients: alerts
      .flatMap((e) => elements(e, "recipient"))
      .map((e) => ({ value: idOf(e), description: get(e, "value") ?? "" })),
    roles: roles.map((e) => ({ value: idOf(e), description: "role" })),
    permissions: roles
      .flatMap((e) => elements(e, "acl_permission"))
      .map((e) => ({ value: idOf(e), description: readPermission(e) })),
    users: holders("acl_target"),
    userGroups: holders("acl_group"),
    tickets: listTickets(cib).tickets.map(({ id, granted }) => ({
      value: id,
      description: granted ? "granted" : "revoked",
    })),
    runs: runsIn(cib).map(({ id, state }) => ({ value: id, description: state })),
    leases: leasesIn(cib).map(({ name, owner }) => ({ value: name, description: owner })),
    versions: past.map(({ version, why }) => ({ value: version, description: why })),
  };
}

/** A tag or group, with its members. */
const containing = (e: Element): Name => ({
  value: idOf(e),
  description: elements(e)
    .filter(({ name }) => name === "obj_ref" || name === "primitive")
    .map(idOf)
    .join(", "),
});

export const NO_NAMES: NamesInCluster = namesOf(element("cib"), []);
