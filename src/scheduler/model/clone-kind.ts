import type { Clone, Resource } from "./types.ts";

/** A clone whose instances are interchangeable, so that a number says nothing about a node. */
export function isAnonymousClone(rsc: Resource | undefined): rsc is Clone {
  return rsc !== undefined && rsc.kind === "clone" && !rsc.unique;
}
