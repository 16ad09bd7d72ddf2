/**
 * `requires`: whether a resource's start needs quorum, fencing or unfencing first.
 * Behaviour: docs/pacemaker/resources.md#requires.
 */
import type { ClusterModel } from "./cluster-model.ts";
import type { ResourceBase } from "./types.ts";

type Requires = "nothing" | "quorum" | "fencing" | "unfencing";

type Needing = Pick<
  ResourceBase,
  "id" | "fenceDevice" | "isRemoteConnection" | "needsQuorum" | "needsFencing" | "needsUnfencing"
>;

/**
 * Sets what a resource needs before it starts, by its `requires` as written. An invalid value is noted in
 * `s.problems`, and the default applies.
 */
export function applyRequires(s: ClusterModel, rsc: Needing, value: string | undefined): void {
  switch (effective(s, rsc, value)) {
    case "nothing":
      return;
    case "quorum":
      rsc.needsQuorum = true;
      return;
    case "unfencing":
      rsc.needsUnfencing = true;
      rsc.needsFencing = true;
      return;
    case "fencing":
      rsc.needsFencing = true;
  }
}

function effective(s: ClusterModel, rsc: Needing, value: string | undefined): Requires {
  const word = value?.toLowerCase();
  const requires =
    word === "nothing" || word === "quorum" || word === "fencing" || word === "unfencing" ? word : byDefault(s, rsc);
  if (value !== undefined && requires !== word)
    s.problems.push(`Resetting 'requires' for ${rsc.id} to '${requires}' because '${value}' is not valid`);
  // A device cannot wait for itself, and without fencing there is no unfencing.
  return requires === "unfencing" && (rsc.fenceDevice || !s.options.fencingEnabled) ? "quorum" : requires;
}

function byDefault(s: ClusterModel, rsc: Needing): Requires {
  if (rsc.fenceDevice || rsc.isRemoteConnection) return "quorum";
  if (s.enableUnfencing) return "unfencing";
  if (s.options.fencingEnabled) return "fencing";
  return s.options.quorumPolicy === "ignore" ? "nothing" : "quorum";
}
