/**
 * Nodes: those of the `nodes` section, in the order their names sort, with their attributes and capacities.
 * Nodes that only a resource implies are made by implicit-nodes.ts and bundles.ts.
 * Behaviour: docs/pacemaker/nodes.md#configured-nodes.
 */
import { parseScore } from "../../cib/value/score.ts";
import { child, type Element, elements, get } from "../../cib/xml/tree.ts";
import { readCapacities } from "./capacities.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { ProbeMode } from "./enums.ts";
import { readTransient, readValues } from "./read-values.ts";
import type { Node } from "./types.ts";

/**
 * Order of node lists: runs of digits compare as numbers (of equal ones the shorter first), everything else by
 * character in lower case.
 */
export function compareNodeNames(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = digitsAt(a, i);
    const right = digitsAt(b, j);
    if (left !== "" && right !== "") {
      const order = Number(left) - Number(right) || left.length - right.length;
      if (order !== 0) return order < 0 ? -1 : 1;
      i += left.length;
      j += right.length;
    } else {
      const x = (a[i] as string).toLowerCase();
      const y = (b[j] as string).toLowerCase();
      if (x !== y) return x < y ? -1 : 1;
      i++;
      j++;
    }
  }
  return Number(i < a.length) - Number(j < b.length);
}

function digitsAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return text.slice(start, end);
}

export interface NodeRequest {
  readonly id: string;
  readonly name: string;
  /** `remote` also for nodes that turn out to be guests once their connection is known to have a launcher. */
  readonly kind: "cluster" | "remote";
  readonly score: number;
}

/** A new node, in its place in the list. */
export function createNode(s: ClusterModel, { id, name, kind, score }: NodeRequest): Node {
  if (s.nodesByName.has(name)) s.problems.push(`More than one node entry has name '${name}'`);
  const node: Node = {
    index: s.nodesByIndex.length,
    id,
    name,
    kind,
    score,
    probeMode: ProbeMode.always,
    attributes: new Map([["#kind", kind]]),
    utilization: new Map(),
    online: false,
    unclean: false,
    pending: false,
    shutdown: false,
    standby: false,
    standbyOnFail: false,
    maintenance: false,
    expectedUp: false,
    seen: false,
    unpacked: false,
    probesAllowed: true,
    remoteReset: false,
    remoteFenced: false,
    remoteMaintenance: false,
    priority: 0,
    running: [],
    assignedCount: 0,
    connection: undefined,
  };
  if (kind === "remote") s.haveRemoteNodes = true;
  // A newcomer stands before others of the same name.
  const at = s.nodes.findIndex((other) => compareNodeNames(name, other.name) <= 0);
  s.nodes.splice(at < 0 ? s.nodes.length : at, 0, node);
  s.nodesByIndex.push(node);
  if (!s.nodesByName.has(name)) s.nodesByName.set(name, node);
  if (!s.nodesById.has(id)) s.nodesById.set(id, node);
  return node;
}

/** A node whose state was never seen is unclean, unless `startup-fencing` is off. */
export function suspectUnseen(s: ClusterModel, node: Node): void {
  // Entries of remote nodes whose connection is gone are leftovers: there is nothing to fence.
  if (node.kind !== "cluster" && node.connection === undefined) return;
  node.unclean = s.options.startupFencing;
}

/** The nodes of the `nodes` section. */
export function unpackNodes(s: ClusterModel): void {
  const section = child(s.configuration, "nodes");
  if (section === undefined) return;
  for (const xml of elements(section, "node")) {
    const id = get(xml, "id");
    if (id === undefined) {
      s.problems.push("Ignoring node entry in configuration without id");
      continue;
    }
    const name = get(xml, "uname") ?? id;
    if (s.nodesById.has(id)) {
      s.problems.push(`Ignoring node entry ${name}: another has the id ${id} already`);
      s.repeatedNodes++;
      continue;
    }
    const type = (get(xml, "type") ?? "member").toLowerCase();
    if (type !== "member" && type !== "remote") {
      s.problems.push(`Ignoring node ${name} with unrecognized type '${type}'`);
      return; // and, as the field does, all that follow
    }
    const node = createNode(s, {
      id,
      name,
      kind: type === "member" ? "cluster" : "remote",
      score: parseScore(get(xml, "score")) ?? 0,
    });
    suspectUnseen(s, node);
    addNodeAttributes(s, node, xml, false);
  }
}

/**
 * Adds the attributes and capacities found below `xml`, and the built-in ones. Permanent attributes keep the values
 * already there, transient ones (`overwrite`) replace them.
 */
export function addNodeAttributes(s: ClusterModel, node: Node, xml: Element | undefined, overwrite: boolean): void {
  const attributes = node.attributes;
  attributes.set("#uname", node.name);
  attributes.set("#id", node.id);
  if (s.dc === undefined && s.dcUuid !== undefined && node.id.toLowerCase() === s.dcUuid.toLowerCase()) s.dc = node;
  attributes.set("#is_dc", String(node === s.dc));
  const clusterName = s.options.clusterName;
  if (clusterName !== undefined) attributes.set("#cluster-name", clusterName);

  if (overwrite) {
    for (const [name, value] of readTransient(s, xml)) attributes.set(name, value);
  } else {
    readValues(s, xml, "instance_attributes", attributes);
  }
  readCapacities(s, xml, node.utilization);

  if (!attributes.has("#site-name")) {
    const site = attributes.get("site-name") ?? clusterName;
    if (site !== undefined) attributes.set("#site-name", site);
  }
}
