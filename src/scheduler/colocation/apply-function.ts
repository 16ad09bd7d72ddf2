import type { ClusterModel } from "../model/cluster-model.ts";
import type { Colocation, Resource } from "../model/types.ts";

/**
 * Applies a colocation between resources of any variant: `applyColocation` of apply.ts, handed to the
 * variants because they pass it on to their parts. Returns what was added to the dependent's priority.
 */
export type Apply = (
  s: ClusterModel,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  forDependent: boolean,
) => number;
