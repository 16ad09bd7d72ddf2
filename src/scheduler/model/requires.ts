/**
 * `requires`: whether quorum, fencing or unfencing must be had before a resource starts.
 * Behaviour: docs/pacemaker/resources.md#requires.
 */
import type { ClusterModel } from "./cluster-model.ts";
import type { ResourceBase } from "./types.ts";

type Requires = "nothing" | "quorum" | "fencing" | "unfencing";

type Needing = Pick<
  ResourceBase,
  "id" | "fenceDevice" | "isRemoteConnection" | "needsQuorum" | "needsFencing" | "needsUnfencing"
>;

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
  // A device cannot wait for itself, and nobody can be unfenced where nobody is fenced.
  return requires === "unfencing" && (rsc.fenceDevice || !s.options.fencingEnabled) ? "quorum" : requires;
}

function byDefault(s: ClusterModel, rsc: Needing): Requires {
  if (rsc.fenceDevice || rsc.isRemoteConnection) return "quorum";
  if (s.enableUnfencing) return "unfencing";
  if (s.options.fencingEnabled) return "fencing";
  return s.options.quorumPolicy === "ignore" ? "nothing" : "quorum";
}
