/**
 * The value a node attribute has for a resource. With container-attribute-target=host a guest node answers with the
 * attribute of the node its container runs (or is to run) on. Colocations of a bundle's inner resource always look at
 * the container's host: nothing but that resource can run on the bundle's own node, so the host is what others share.
 * Behaviour: docs/pacemaker/colocation.md#values-of-node-attributes.
 */
import type { ClusterModel } from "./cluster-model.ts";
import { isGuest } from "./node.ts";
import type { Node, Resource } from "./types.ts";

/** `where`: the container's current node, or the one it is assigned to. */
export function nodeAttribute(
  node: Node | undefined,
  name: string,
  target: string | undefined,
  where: "current" | "assigned",
): string | undefined {
  if (node === undefined) return undefined;
  if (target?.toLowerCase() !== "host" || !isGuest(node)) return node.attributes.get(name);
  const container = node.connection?.launcher;
  const host = where === "current" ? container?.active[0] : container?.assigned;
  return host?.attributes.get(name);
}

/** The value by which colocations compare nodes for `rsc`. */
export function colocationValue(
  s: ClusterModel,
  node: Node | undefined,
  attribute: string,
  rsc: Resource | undefined,
): string | undefined {
  if (!s.dialect.rolesOfBundles) return node?.attributes.get(attribute);
  const throughHost = node !== undefined && node.connection?.parent?.kind === "bundle" && isInsideBundle(rsc);
  const target = throughHost ? "host" : rsc?.meta.get("container-attribute-target");
  return nodeAttribute(node, attribute, target, "assigned");
}

/** Whether {@link colocationValue} may answer with the attribute of another node than the one asked for. */
export function looksThroughHost(rsc: Resource): boolean {
  return rsc.meta.get("container-attribute-target")?.toLowerCase() === "host" || isInsideBundle(rsc);
}

/** Values compare without regard to case, and two that are missing are equal. */
export function sameValue(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase());
}

/** True for the inner clone of a bundle and its instances, not for containers, addresses and connections. */
function isInsideBundle(rsc: Resource | undefined): boolean {
  for (let at = rsc; at !== undefined; at = at.parent) {
    if (at.parent?.kind === "bundle") return at.parent.inner === at;
  }
  return false;
}
