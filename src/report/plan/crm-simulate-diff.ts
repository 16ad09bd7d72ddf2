/**
 * Compares our transition with Pacemaker's for the same CIB, operation by operation, regardless of their order and
 * numbers. It ignores pseudo-events and the bookkeeping of notifications.
 */
import { parseOperationKey } from "../../cib/operation.ts";
import { child, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { GraphAction, Transition } from "../../scheduler/graph/transition.ts";
import type { Disagreement } from "./document.ts";

type Operation = Omit<Disagreement, "only">;

function ours({ kind, operation, operationKey, resource, onNode, attributes }: GraphAction): Operation[] {
  if (kind === "pseudo_event") return [];
  const fencing = attributes.get("CRM_meta_stonith_action");
  return [
    {
      operation: fencing ?? operation,
      intervalMs: parseOperationKey(operationKey)?.intervalMs ?? 0,
      resource: resource?.longId ?? resource?.id ?? "",
      node: onNode ?? "",
    },
  ];
}

function theirs(action: Element): Operation[] {
  if (action.name === "pseudo_event") return [];
  const rsc = child(action, "primitive");
  const attributes = child(action, "attributes");
  const fencing = attributes === undefined ? undefined : get(attributes, "CRM_meta_stonith_action");
  return [
    {
      operation: fencing ?? get(action, "operation") ?? "",
      intervalMs: parseOperationKey(get(action, "operation_key") ?? "")?.intervalMs ?? 0,
      resource: rsc === undefined ? "" : (get(rsc, "long-id") ?? get(rsc, "id") ?? ""),
      node: get(action, "on_node") ?? "",
    },
  ];
}

function operationsIn(graph: Element): Operation[] {
  return elements(graph, "synapse")
    .flatMap((synapse) => elements(synapse, "action_set"))
    .flatMap((set) => elements(set))
    .flatMap(theirs);
}

const keyOf = ({ operation, intervalMs, resource, node }: Operation): string =>
  [operation, intervalMs, resource, node].join("\u0000");

/** The operations that only one of them has. @param graph `<transition_graph>` */
export function disagreements(transition: Transition, graph: Element): Disagreement[] {
  const left = new Map<string, Operation[]>();
  for (const operation of operationsIn(graph)) {
    const key = keyOf(operation);
    left.set(key, [...(left.get(key) ?? []), operation]);
  }
  const alone = transition.synapses
    .flatMap(({ action }) => ours(action))
    .filter((operation) => left.get(keyOf(operation))?.pop() === undefined);
  return [
    ...[...left.values()].flat().map((operation): Disagreement => ({ only: "pacemaker", ...operation })),
    ...alone.map((operation): Disagreement => ({ only: "holdfast", ...operation })),
  ];
}
