/**
 * Resources: from the definitions in the CIB, and from what is found in the history of operations without having one,
 * to the values that every later phase works on.
 * Behaviour: docs/pacemaker/resources.md#order-of-resources, docs/pacemaker/history.md#removed-resources.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { child, type Element, element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { allowDefaultNodes } from "./allowed-nodes.ts";
import { newBundle } from "./bundles.ts";
import { readCapacities } from "./capacities.ts";
import { canBePromoted, canBeUnique, makeAnonymous, newClone } from "./clones.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { unpackImplicitNodes } from "./implicit-nodes.ts";
import { linkConnection, linkLaunchersAndConnections } from "./launchers.ts";
import { findNode } from "./lookup.ts";
import { createNode } from "./nodes.ts";
import { topOf } from "./resource.ts";
import { readBase } from "./resource-base.ts";
import { expandTemplate, recordTemplateMember } from "./templates.ts";
import type { Clone, Group, Primitive, Resource, ResourceBase } from "./types.ts";

/** Everything in the `resources` section and what it implies, sorted by priority. */
export function unpackResources(s: ClusterModel): void {
  const section = child(s.configuration, "resources");
  const definitions = section === undefined ? [] : elements(section);
  const connections = unpackImplicitNodes(s, definitions);
  for (const xml of [...definitions, ...connections]) {
    const id = idOf(xml);
    if (xml.name === "template") {
      if (id !== "" && !s.templates.has(id)) s.templates.set(id, []);
      continue;
    }
    const firstIndex = s.nextResourceIndex;
    const rsc = unpackResource(s, xml, undefined, undefined);
    if (rsc === undefined) {
      s.problems.push(`Ignoring <${xml.name}> resource '${id}' because configuration is invalid`);
      s.nextResourceIndex = firstIndex;
    } else {
      s.resources.push(rsc);
      register(s, rsc);
    }
  }
  linkLaunchersAndConnections(s);
  s.resources.sort((a, b) => b.priority - a.priority);
}

function register(s: ClusterModel, rsc: Resource): void {
  if (!s.resourcesById.has(rsc.id)) s.resourcesById.set(rsc.id, rsc);
  for (const part of rsc.children) register(s, part);
}

/** One resource with all below it; undefined when its definition is no good. `instance` is its number in a clone. */
function unpackResource(
  s: ClusterModel,
  written: Element,
  parent: Resource | undefined,
  instance: number | undefined,
): Resource | undefined {
  if (idOf(written) === "") {
    s.problems.push(`Ignoring <${written.name}> configuration without id`);
    return undefined;
  }
  const xml = expandTemplate(s, written);
  if (xml === undefined) return undefined;
  const rsc = unpackVariant(s, xml, parent, instance);
  if (rsc === undefined) return undefined;

  allowDefaultNodes(s, rsc);
  readCapacities(s, xml, rsc.utilization);
  const template = get(written, "template");
  if (template !== undefined) recordTemplateMember(s, template, idOf(written));
  return rsc;
}

function unpackVariant(
  s: ClusterModel,
  xml: Element,
  parent: Resource | undefined,
  instance: number | undefined,
): Resource | undefined {
  switch (xml.name) {
    case "primitive":
      return newPrimitive(s, readBase(s, xml, parent, instance));
    case "group":
      return newGroup(s, readBase(s, xml, parent, instance), instance);
    case "clone": {
      const clone = newClone(s, readBase(s, xml, parent, instance));
      return clone !== undefined && addInstances(s, clone) ? clone : undefined;
    }
    case "bundle":
      return newBundle(s, readBase(s, xml, parent, instance), (part, bundle) =>
        unpackResource(s, part, bundle, undefined),
      );
    default:
      s.problems.push(`Ignoring resource '${idOf(xml)}' of unknown type '${xml.name}'`);
      return undefined;
  }
}

function newPrimitive(s: ClusterModel, base: ResourceBase): Primitive | undefined {
  const { xml } = base;
  const standard = get(xml, "class") ?? "";
  // Here and below: added to, not spread, as copying so many fields costs more than all else about a resource.
  const rsc: Primitive = Object.assign(base, {
    kind: "primitive" as const,
    standard,
    provider: get(xml, "provider"),
    type: get(xml, "type") ?? "",
    remoteNode: undefined,
  });
  const top = rsc.parent === undefined || rsc.parent.kind === "bundle" ? undefined : topOf(rsc.parent, false);
  if (top?.kind !== "clone") return rsc;

  if (rsc.unique && !canBeUnique(standard)) {
    makeAnonymous(s, top);
    // Neither this one nor a group around it is among the clone's children yet. What is said of the group would be
    // said of its later members too, which keep what they were configured to be.
    for (let at: Resource | undefined = rsc; at !== undefined && at !== top; at = at.parent) at.unique = false;
    rsc.meta.set("globally-unique", "false");
  }
  if (top.promotable && !canBePromoted(standard)) {
    s.problems.push(
      `Resource ${rsc.id} is of type ${standard} and therefore cannot be used as a promotable clone resource`,
    );
    return undefined;
  }
  return rsc;
}

function newGroup(s: ClusterModel, base: ResourceBase, instance: number | undefined): Group {
  const group: Group = Object.assign(base, {
    kind: "group" as const,
    ordered: unlessFalse(base.meta.get("ordered")),
    colocated: unlessFalse(base.meta.get("collocated")),
  });
  for (const xml of elements(base.xml, "primitive")) {
    const member = unpackResource(s, xml, group, instance);
    if (member !== undefined) group.children.push(member);
  }
  return group;
}

function unlessFalse(value: string | undefined): boolean {
  return value === undefined || parseBoolean(value) === true;
}

function addInstances(s: ClusterModel, clone: Clone): boolean {
  // Even a clone that may have no instance gets one, for histories to be recognised by.
  do {
    if (addInstance(s, clone, clone.total) === undefined) return false;
  } while (clone.total < clone.cloneMax);
  return true;
}

function addInstance(s: ClusterModel, clone: Clone, number: number): Resource | undefined {
  const surplus = clone.total >= clone.cloneMax;
  const max = String(clone.cloneMax);
  const instance = unpackResource(s, clone.childXml, clone, number);
  if (instance === undefined) return undefined;
  clone.total++;
  clone.children.push(instance);
  if (surplus) markRemoved(instance);
  instance.meta.set("clone-max", max);
  return instance;
}

function markRemoved(rsc: Resource): void {
  rsc.removed = true;
  for (const part of rsc.children) markRemoved(part);
}

/** Another instance of a clone, found in a history; beyond clone-max it counts as removed from the configuration. */
export function createInstance(s: ClusterModel, clone: Clone, number: number = clone.total): Resource {
  const instance = addInstance(s, clone, number);
  if (instance === undefined) throw new Error(`${clone.id} had instances and now can have none`);
  register(s, instance);
  return instance;
}

/**
 * A resource known from its history alone, made as if that history were its definition. Whether it may run anywhere
 * is for the caller to say. A connection brings the node it reached, which is taken to be shutting down.
 */
export function createOrphan(s: ClusterModel, history: Element): Primitive {
  const id = idOf(history);
  const xml = element("primitive", {
    ...Object.fromEntries(history.attributes),
    id,
    class: get(history, "class") ?? "",
    type: get(history, "type") ?? "",
  });
  const rsc = unpackResource(s, xml, undefined, undefined);
  if (rsc?.kind !== "primitive") throw new Error(`The history of ${id} makes no resource`);
  register(s, rsc);
  if (rsc.isRemoteConnection) {
    const node = findNode(s, id) ?? createNode(s, { id, name: id, kind: "remote", score: 0 });
    linkConnection(s, rsc);
    node.shutdown = true;
  }
  if (get(history, "container") !== undefined) rsc.removedLaunched = true;
  rsc.removed = true;
  s.resources.push(rsc);
  return rsc;
}
