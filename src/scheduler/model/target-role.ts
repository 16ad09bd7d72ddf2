/**
 * `target-role`: the most a person allows a resource to be.
 * Behaviour: docs/pacemaker/resources.md#target-role.
 */
import { Role } from "./enums.ts";
import { topOf } from "./resource.ts";
import type { Resource } from "./types.ts";

/** A role by its present or former name, in any case. */
export function parseRole(text: string | undefined): Role | undefined {
  switch (text?.toLowerCase()) {
    case "stopped":
      return Role.stopped;
    case "started":
      return Role.started;
    case "unpromoted":
    case "slave":
      return Role.unpromoted;
    case "promoted":
    case "master":
      return Role.promoted;
    default:
      return undefined;
  }
}

/** The limit that `target-role` sets; undefined when it sets none. `promotable` speaks of the outermost clone. */
export function readTargetRole(meta: ReadonlyMap<string, string>, promotable: boolean): Role | undefined {
  const role = parseRole(meta.get("target-role"));
  if (role === Role.stopped) return role;
  // To start, or to promote where that is possible, is what happens anyway.
  return role === Role.unpromoted && promotable ? role : undefined;
}

/** The limit that the resource's own `target-role` sets; undefined when it sets none. */
export function targetRole(rsc: Resource): Role | undefined {
  return readTargetRole(rsc.meta, topOf(rsc, false).promotable);
}
