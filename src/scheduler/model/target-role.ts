/**
 * `target-role`: the most a person allows a resource to be.
 * Behaviour: docs/pacemaker/resources.md#target-role.
 */
import type { ClusterModel, ReadonlyModel } from "./cluster-model.ts";
import { Role } from "./enums.ts";
import { topOf } from "./resource.ts";
import type { Resource } from "./types.ts";

/** What decides on the words that are roles. */
export type Roles = Pick<ReadonlyModel, "dialect">;

/** A role by its present or former name, in any case; the present names are known since 2.1. */
export function parseRole({ dialect }: Roles, text: string | undefined): Role | undefined {
  switch (text?.toLowerCase()) {
    case "stopped":
      return Role.stopped;
    case "started":
      return Role.started;
    case "unpromoted":
      return dialect.knowsPromoted ? Role.unpromoted : undefined;
    case "promoted":
      return dialect.knowsPromoted ? Role.promoted : undefined;
    case "slave":
      return Role.unpromoted;
    case "master":
      return Role.promoted;
    default:
      return undefined;
  }
}

/** The limit that `target-role` sets; undefined when it sets none. `promotable` speaks of the outermost clone. */
export function readTargetRole(s: Roles, meta: ReadonlyMap<string, string>, promotable: boolean): Role | undefined {
  const role = parseRole(s, meta.get("target-role"));
  if (role === Role.stopped) return role;
  // To start, or to promote where that is possible, is what happens anyway.
  return role === Role.unpromoted && promotable ? role : undefined;
}

/** The limit that the resource's own `target-role` sets; undefined when it sets none. */
export function targetRole(s: ClusterModel, rsc: Resource): Role | undefined {
  return readTargetRole(s, rsc.meta, topOf(rsc, false).promotable);
}
