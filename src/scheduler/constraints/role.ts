/**
 * Roles as constraints name them. "Started" means any role everywhere; for locations Unpromoted does too, since an
 * instance cannot be promoted without having been unpromoted first.
 * Behaviour: docs/pacemaker/constraints.md#roles-in-constraints.
 */
import { Role } from "../model/enums.ts";
import { parseRole } from "../model/target-role.ts";

/** The role a colocation, ticket or set is restricted to, `unknown` for any; `undefined` when the word is no role. */
export function constraintRole(text: string | undefined): Role | undefined {
  if (text === undefined) return Role.unknown;
  const role = parseRole(text);
  return role === Role.started ? Role.unknown : role;
}

/** Like {@link constraintRole}, for location constraints. */
export function locationRole(text: string | undefined): Role | undefined {
  const role = constraintRole(text);
  return role === Role.unpromoted ? Role.unknown : role;
}
