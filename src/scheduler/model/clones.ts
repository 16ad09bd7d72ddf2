/**
 * Clones: how many instances of the one resource inside may run, and where they differ from each other.
 * The instances themselves are made by resources.ts, which knows how to make any resource.
 * Behaviour: docs/pacemaker/resources.md#clones.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { type Element, elements } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { metaCount } from "./meta.ts";
import type { Clone, Resource, ResourceBase } from "./types.ts";

/** A clone without its instances yet; undefined when there is nothing to clone in it. */
export function newClone(s: ClusterModel, base: ResourceBase): Clone | undefined {
  const childXml = clonedXml(base.xml);
  if (childXml === undefined) {
    s.problems.push(`${base.id} has nothing to clone`);
    return undefined;
  }
  const meta = base.meta;
  const nodeMax = metaCount(meta, ["clone-node-max"], 1);
  if (!base.unique && nodeMax > 1)
    s.problems.push(
      `Ignoring clone-node-max of ${nodeMax} for ${base.id} because anonymous clones support only one instance per node`,
    );
  const clone: Clone = Object.assign(base, {
    kind: "clone" as const,
    // By default one for every node there is when the clone is read.
    cloneMax: metaCount(meta, ["clone-max"], Math.max(1, s.nodes.length + s.repeatedNodes)),
    cloneNodeMax: base.unique ? nodeMax : Math.min(nodeMax, 1),
    promotedMax: base.promotable ? metaCount(meta, ["promoted-max", "master-max"], 1) : 0,
    promotedNodeMax: base.promotable ? metaCount(meta, ["promoted-node-max", "master-node-max"], 1) : 0,
    ordered: parseBoolean(meta.get("ordered")) === true,
    interleave: parseBoolean(meta.get("interleave")) === true,
    childXml,
    total: 0,
    assignments: 0,
    notifications: new Map(),
    promotionConstrained: false,
  });
  // A touch of stickiness keeps instances from being shuffled about for nothing. The clone's own was read already.
  if (!meta.has("resource-stickiness")) meta.set("resource-stickiness", "1");
  meta.set("globally-unique", String(clone.unique));
  return clone;
}

function clonedXml(xml: Element): Element | undefined {
  return elements(xml).find((part) => part.name === "primitive" || part.name === "group");
}

/** Agents of this standard can distinguish their instances. */
export function canBeUnique(standard: string): boolean {
  const name = standard.toLowerCase();
  return name === "ocf" || name === "stonith";
}

/** Agents of this standard know the promoted role. */
export function canBePromoted(standard: string): boolean {
  return standard.toLowerCase() === "ocf";
}

/** Makes a clone anonymous whose agent cannot distinguish instances, with the instances it has so far. */
export function makeAnonymous(s: ClusterModel, clone: Clone): void {
  s.problems.push(
    `Ignoring globally-unique for ${clone.id} because its resources can be used only as anonymous clones`,
  );
  clone.cloneNodeMax = 1;
  clone.cloneMax = Math.min(clone.cloneMax, s.nodes.length + s.repeatedNodes);
  clearUnique(clone);
}

function clearUnique(rsc: Resource): void {
  rsc.unique = false;
  rsc.meta.set("globally-unique", "false");
  for (const part of rsc.children) clearUnique(part);
}
