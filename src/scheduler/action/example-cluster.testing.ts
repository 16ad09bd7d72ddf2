/** A small cluster for the tests beside this file: three nodes up and clean, fencing possible, nothing running. */
import { parseXml } from "../../cib/xml/parse.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import type { Clone, Group, Node, Primitive, Resource } from "../model/types.ts";
import { unpackConfiguration } from "../model/unpack-configuration.ts";

export const dummy = (id: string, inside = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive>`;

export function exampleCluster(resources: string, options = "", quorum = true): ClusterModel {
  const nodes = [1, 2, 3].map((n) => `<node id="${n}" uname="node${n}"/>`).join("");
  const parsed = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="${quorum}"><configuration>
    <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config><nodes>${nodes}</nodes>
    <resources>${resources}<primitive id="fencing" class="stonith" type="fence_dummy"/></resources><constraints/></configuration><status/></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const s = unpackConfiguration(parsed.root, 1_700_000_000);
  for (const node of s.nodes) {
    node.online = true;
    node.unclean = false;
    node.seen = true;
  }
  return s;
}

export function node(s: ClusterModel, name: string): Node {
  const found = s.nodesByName.get(name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

function find(s: ClusterModel, id: string): Resource {
  const found = s.resourcesById.get(id);
  if (found === undefined) throw new Error(`no resource ${id}`);
  return found;
}

export function primitive(s: ClusterModel, id: string): Primitive {
  const found = find(s, id);
  if (found.kind !== "primitive") throw new Error(`${id} is a ${found.kind}`);
  return found;
}

export function group(s: ClusterModel, id: string): Group {
  const found = find(s, id);
  if (found.kind !== "group") throw new Error(`${id} is a ${found.kind}`);
  return found;
}

export function clone(s: ClusterModel, id: string): Clone {
  const found = find(s, id);
  if (found.kind !== "clone") throw new Error(`${id} is a ${found.kind}`);
  return found;
}

/** Where and what a primitive is now, and where and what it is to be; `undefined` = nowhere. */
export function place(rsc: Primitive, now: Node | undefined, role: Role, next: Node | undefined, nextRole: Role): void {
  if (now !== undefined) rsc.active.push(now);
  rsc.role = role;
  rsc.assigned = next;
  rsc.nextRole = nextRole;
  rsc.unassigned = false;
}

/** The run's actions as `key@node`, those that are optional in brackets, oldest first. */
export function listed(s: ClusterModel): string[] {
  return s.actions.map((action) => {
    const text = `${action.task === "cancel" ? "cancel " : ""}${action.key}${action.node === undefined ? "" : `@${action.node.name}`}`;
    return (action.flags & 4) !== 0 ? `(${text})` : text;
  });
}

export { Role };
