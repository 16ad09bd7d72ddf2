import type { ReadonlyResource } from "./read-only.ts";
import type { Bundle, Clone, Resource } from "./types.ts";

/** Whether the resource consists of instances: a clone or a bundle. */
export function isCollective(rsc: Resource): rsc is Clone | Bundle {
  return rsc.kind === "clone" || rsc.kind === "bundle";
}

/** The outermost ancestor; a bundle counts as the end when `throughBundle` is false. */
export function topOf(rsc: Resource, throughBundle?: boolean): Resource;
export function topOf(rsc: ReadonlyResource, throughBundle?: boolean): ReadonlyResource;
export function topOf(rsc: ReadonlyResource, throughBundle = true): ReadonlyResource {
  let top = rsc;
  while (top.parent !== undefined && (throughBundle || top.parent.kind !== "bundle")) top = top.parent;
  return top;
}

/** An instance (or a member of an instance) of a clone that is not globally unique. */
export function isAnonymousInstance(rsc: ReadonlyResource): boolean {
  for (let at = rsc.parent; at !== undefined; at = at.parent) {
    if (at.kind === "clone") return !at.unique;
  }
  return false;
}
