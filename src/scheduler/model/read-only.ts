/**
 * The model's face for those who read a decision: its values, all the way down, with nothing through which one could
 * write. A phase's function refuses such a value, because an array or map in it cannot be taken for one that may change.
 */
import type { IndexById } from "../../cib/value/element-index.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ElementCache } from "./element-cache.ts";
import type { FailureAttributes } from "./failure-attributes.ts";
import type { NodeTable, ReadonlyNodeTable } from "./node-table.ts";
import type {
  Action,
  Bundle,
  Clone,
  Colocation,
  Group,
  Location,
  Node,
  Ordering,
  Primitive,
  RelationTo,
  Replica,
  Resource,
  TicketConstraint,
} from "./types.ts";

/** Values that have no part to write; what a cache remembers can be computed again. */
type Unchanging = string | number | boolean | undefined | Element | IndexById | ElementCache | FailureAttributes;

/** The type without a way to write, itself or in anything that it leads to. */
export type ReadOnly<T> = T extends Unchanging
  ? T
  : T extends NodeTable
    ? ReadonlyNodeTable
    : T extends ReadonlyMap<infer K, infer V>
      ? ReadonlyMap<ReadOnly<K>, ReadOnly<V>>
      : T extends ReadonlySet<infer V>
        ? ReadonlySet<ReadOnly<V>>
        : T extends readonly (infer V)[]
          ? readonly ReadOnly<V>[]
          : { readonly [K in keyof T]: ReadOnly<T[K]> };

export type ReadonlyNode = ReadOnly<Node>;
export type ReadonlyResource = ReadOnly<Resource>;
export type ReadonlyPrimitive = ReadOnly<Primitive>;
export type ReadonlyGroup = ReadOnly<Group>;
export type ReadonlyClone = ReadOnly<Clone>;
export type ReadonlyBundle = ReadOnly<Bundle>;
export type ReadonlyReplica = ReadOnly<Replica>;
export type ReadonlyAction = ReadOnly<Action>;
export type ReadonlyRelationTo = ReadOnly<RelationTo>;
export type ReadonlyLocation = ReadOnly<Location>;
export type ReadonlyColocation = ReadOnly<Colocation>;
export type ReadonlyOrdering = ReadOnly<Ordering>;
export type ReadonlyTicketConstraint = ReadOnly<TicketConstraint>;
