/** A transition as text, exactly as Pacemaker writes its graphs: element for element and attribute for attribute. */
import { printXml } from "../../cib/xml/print.ts";
import { type Element, element } from "../../cib/xml/tree.ts";
import type { ActionHeader, GraphAction, Synapse, Transition } from "./transition.ts";

/** The whole `transition_graph` element; see docs/pacemaker/graph.md#elements-of-actions. */
export function printTransition(transition: Transition): string {
  return printXml(transitionElement(transition));
}

function transitionElement(transition: Transition): Element {
  const { attributes, synapses } = transition;
  return { ...element("transition_graph", {}, synapses.map(synapseElement)), attributes };
}

function synapseElement(synapse: Synapse): Element {
  const attributes = { id: String(synapse.id), priority: synapse.priority > 0 ? String(synapse.priority) : undefined };
  return element("synapse", attributes, [
    element("action_set", {}, [actionElement(synapse.action)]),
    element(
      "inputs",
      {},
      synapse.inputs.map((input) => element("trigger", {}, [headerElement(input, [])])),
    ),
  ]);
}

function headerElement(header: ActionHeader, children: readonly Element[]): Element {
  return element(
    header.kind,
    {
      mode: header.mode,
      id: String(header.id),
      operation: header.operation,
      operation_key: header.operationKey,
      internal_operation_key: header.internalOperationKey,
      on_node: header.onNode,
      on_node_uuid: header.onNodeUuid,
      router_node: header.routerNode,
      "shutdown-lock": header.shutdownLock,
    },
    children,
  );
}

function actionElement(action: GraphAction): Element {
  const children: Element[] = [];
  if (action.resource !== undefined) {
    const { id, longId, class: standard, provider, type } = action.resource;
    const agent = { class: standard, provider: unlessDefault(provider), type: unlessDefault(type) };
    children.push(element("primitive", { id, "long-id": longId, ...agent }));
  }
  const params = [...action.params].map(([name, value]) => element("param", { name, value }));
  children.push({ ...element("attributes", {}, params), attributes: action.attributes });
  if (action.downed.length > 0) {
    children.push(
      element(
        "downed",
        {},
        action.downed.map((id) => element("node", { id })),
      ),
    );
  }
  if (action.maintenance !== undefined) {
    const nodes = action.maintenance.map(({ nodeId, inMaintenance }) =>
      element("node", { id: nodeId, node_in_maintenance: inMaintenance ? "1" : "0" }),
    );
    children.push(element("maintenance", {}, nodes));
  }
  return headerElement(action, children);
}

/** A name that is written as the default is not sent, though agents have no default name. */
const unlessDefault = (value: string | undefined): string | undefined => (value === "#default" ? undefined : value);
