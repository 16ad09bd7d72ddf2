/**
 * Roles as constraints name them. "Started" means any role everywhere; for locations Unpromoted does too, since an
 * instance cannot be promoted without having been unpromoted first.
 * Behaviour: docs/pacemaker/constraints.md#roles-in-constraints.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { parseRole } from "../model/target-role.ts";

/** The role a colocation, ticket or set is restricted to, `unknown` for any; `undefined` when the word is no role. */
export function constraintRole(s: ClusterModel, text: string | undefined): Role | undefined {
  return knownRole(s, text) ?? (s.dialect.ignoresInvalidConstraints ? undefined : Role.unknown);
}

function knownRole(s: ClusterModel, text: string | undefined): Role | undefined {
  if (text === undefined) return Role.unknown;
  const role = parseRole(s, text);
  return role === Role.started ? Role.unknown : role;
}

/** Like {@link constraintRole}, for location constraints. */
export function locationRole(s: ClusterModel, text: string | undefined): Role | undefined {
  return unpromotedIsAny(constraintRole(s, text));
}

/** For the rule of a location; every release ignores one with a word that is no role. */
export function ruleRole(s: ClusterModel, text: string | undefined): Role | undefined {
  return unpromotedIsAny(knownRole(s, text));
}

function unpromotedIsAny(role: Role | undefined): Role | undefined {
  return role === Role.unpromoted ? Role.unknown : role;
}
