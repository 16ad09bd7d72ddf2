/**
 * One operation of a resource as the cluster would have it carried out, without a transition that holds it: for running an
 * agent past the cluster. What only a transition has is missing: the lists of notifications, and where a container is to be.
 * Behaviour: docs/pacemaker/graph.md#attributes-of-actions.
 */
import { withoutInstanceNumber } from "../cib/instance-name.ts";
import { operationKey } from "../cib/operation.ts";
import type { Element } from "../cib/xml/tree.ts";
import { createAction } from "./action/create.ts";
import { attributesOf } from "./graph/attributes.ts";
import { graphResource } from "./graph/build.ts";
import type { GraphResource } from "./graph/transition.ts";
import type { ClusterModel } from "./model/cluster-model.ts";
import { findNode } from "./model/lookup.ts";
import type { Node, Primitive } from "./model/types.ts";
import type { Moment } from "./reading.ts";
import { unpackForPhases } from "./unpack.ts";

export interface OperationByHand {
  readonly kind: "operation";
  readonly resource: GraphResource;
  /** Parameters and `CRM_meta_…`, as a transition's action has them. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** @returns what is not in the CIB, where it is not: a primitive of that id, or a node of that name */
export function operationByHand(
  cib: Element,
  { now, ...options }: Moment,
  wanted: { readonly resource: string; readonly task: string; readonly node: string },
): OperationByHand | { readonly kind: "no-primitive" | "no-node" } {
  const s = unpackForPhases(cib, now, options);
  const node = findNode(s, wanted.node);
  if (node === undefined) return { kind: "no-node" };
  const rsc = instanceOn(s, wanted.resource, node);
  if (rsc === undefined) return { kind: "no-primitive" };
  const { task } = wanted;
  const action = createAction(s, { rsc, key: operationKey(rsc.id, task, 0), task, node, optional: false });
  const { attributes, params } = attributesOf(s, action);
  return { kind: "operation", resource: graphResource(rsc), attributes: new Map([...params, ...attributes]) };
}

/** Of a clone's instances the one that is on the node, else one that is on none, else one that may be there. */
function instanceOn(s: ClusterModel, id: string, node: Node): Primitive | undefined {
  const exact = s.resourcesById.get(id);
  if (exact?.kind === "primitive") return exact;
  const instances = [...s.resourcesById.values()].filter(
    (rsc): rsc is Primitive => rsc.kind === "primitive" && withoutInstanceNumber(rsc.id) === id,
  );
  const allowed = instances.filter((rsc) => rsc.allowed.has(node));
  return (
    instances.find(({ active }) => active.includes(node)) ??
    allowed.find(({ active }) => active.length === 0) ??
    allowed[0] ??
    instances[0]
  );
}
