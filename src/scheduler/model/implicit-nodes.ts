/**
 * Nodes that only resources imply: remote nodes, named like their connection, and guests, named by the meta-attribute
 * `remote-node` of the resource they run in, whose connection has to be made up as well. A bundle's nodes
 * come into being with the bundle.
 * Behaviour: docs/pacemaker/nodes.md#implied-nodes.
 */
import type { Element } from "../../cib/xml/tree.ts";
import { elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { impliedConnectionXml, isConnectionXml } from "./connections.ts";
import { findNode } from "./lookup.ts";
import { createNode } from "./nodes.ts";

/** Makes the nodes that the definitions imply; returns the connections implied with them, to be unpacked after all others. */
export function unpackImplicitNodes(s: ClusterModel, definitions: readonly Element[]): Element[] {
  const connections: Element[] = [];
  const addGuest = (host: Element): void => {
    const connection = guestConnection(host);
    if (connection === undefined) return;
    connections.push(connection);
    addNode(s, idOf(connection));
  };
  for (const definition of definitions) {
    if (isConnectionXml(definition)) addNode(s, idOf(definition));
    else if (definition.name === "primitive") addGuest(definition);
    else if (definition.name === "group") elements(definition).forEach(addGuest);
  }
  return connections;
}

function addNode(s: ClusterModel, name: string): void {
  if (name !== "" && findNode(s, name) === undefined) createNode(s, { id: name, name, kind: "remote", score: 0 });
}

/**
 * Only pairs written in the resource itself count here: neither rules nor references are looked at. Of one name the last
 * counts, and one without a value takes back what was said.
 */
function guestConnection(host: Element): Element | undefined {
  const values = new Map<string, string>();
  for (const block of elements(host, "meta_attributes")) {
    for (const pair of elements(block)) {
      const name = get(pair, "name");
      const value = get(pair, "value");
      if (name === undefined) continue;
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
  }
  const name = values.get("remote-node");
  if (name === undefined) return undefined;
  return impliedConnectionXml({
    id: name,
    container: idOf(host),
    allowMigrate: values.get("remote-allow-migrate"),
    isManaged: values.get("is-managed"),
    startTimeout: values.get("remote-connect-timeout") ?? "60s",
    address: values.get("remote-addr"),
    port: values.get("remote-port"),
  });
}
