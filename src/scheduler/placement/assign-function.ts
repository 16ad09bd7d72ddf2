import type { ClusterModel } from "../model/cluster-model.ts";
import type { Node, Resource } from "../model/types.ts";

/**
 * Assigns a resource of any variant: `assign` of assign.ts, handed to the variants because assigning one resource may
 * demand that others (its whole, its parts, what it is colocated with) are assigned first.
 * `prefer` is taken when no node is better. With `stopIfFail` unset, the attempt can be undone completely.
 * Returns the node when all of the resource went to one.
 */
export type Assign = (
  s: ClusterModel,
  rsc: Resource,
  prefer: Node | undefined,
  stopIfFail: boolean,
) => Node | undefined;
