/**
 * Connection resources: the `ocf:pacemaker:remote` primitives through which the cluster reaches a remote node, a guest
 * or a bundle's replica, those that are only implied among them.
 * Behaviour: docs/pacemaker/nodes.md#implied-nodes, docs/pacemaker/bundles.md#connections.
 */
import type { Element } from "../../cib/xml/tree.ts";
import { element, get } from "../../cib/xml/tree.ts";
import { nameValueSet, operationXml } from "./implied-xml.ts";

/** The definition is that of a connection. */
export function isConnectionXml(xml: Element): boolean {
  return (
    get(xml, "class")?.toLowerCase() === "ocf" &&
    get(xml, "provider")?.toLowerCase() === "pacemaker" &&
    get(xml, "type")?.toLowerCase() === "remote"
  );
}

export interface ImpliedConnection {
  /** Also the name of the node it reaches. */
  readonly id: string;
  /** The resource the node runs in. */
  readonly container: string;
  readonly allowMigrate?: string | undefined;
  readonly isManaged?: string | undefined;
  readonly startTimeout?: string | undefined;
  readonly address?: string | undefined;
  readonly port?: string | undefined;
}

/** The `ocf:pacemaker:remote` primitive of a connection, monitored every 30 seconds; undefined fields are left out. */
export function impliedConnectionXml(connection: ImpliedConnection): Element {
  const { id, container, allowMigrate, isManaged, startTimeout, address, port } = connection;
  const parts = [
    nameValueSet("meta_attributes", `${id}-meta_attributes`, {
      internal_rsc: "true",
      container,
      "allow-migrate": allowMigrate,
      "is-managed": isManaged,
    }),
  ];
  if (address !== undefined || port !== undefined) {
    parts.push(nameValueSet("instance_attributes", `${id}-instance_attributes`, { addr: address, port }));
  }
  const operations = [operationXml(id, "monitor", "30s", "30s")];
  if (startTimeout !== undefined) operations.push(operationXml(id, "start", "0", startTimeout));
  parts.push(element("operations", {}, operations));
  return element("primitive", { id, class: "ocf", provider: "pacemaker", type: "remote" }, parts);
}
