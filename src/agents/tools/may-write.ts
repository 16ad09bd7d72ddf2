/**
 * What an agent may set by Pacemaker's tools: on its own node any attribute that steers nothing; what bears the name of its
 * resource on any node, as galera and pgsql do; and properties of its own, in a set of its own.
 */
import type { ToolCaller, ToolWrite } from "./tool-call.ts";

/** What the cluster itself acts on, or keeps for itself. */
const STEERS =
  /^(?:standby|maintenance|terminate|shutdown|probe_complete|site-name|resource-discovery-enabled|.*[#:].*|(?:fail-count|last-failure|master|promotion)-.*)$/;

export function mayWrite(caller: ToolCaller, write: ToolWrite): boolean {
  const own = bearsName(caller.resource, write.name);
  if (write.kind === "property") return own && write.set !== "" && write.set !== "cib-bootstrap-options";
  if (write.name === `master-${caller.resource}` || write.name === `master-${caller.instance}`) return true;
  if (STEERS.test(write.name)) return false;
  return own || write.node.toLowerCase() === caller.node.toLowerCase();
}

/** The id as a word of its own: `galera-last-committed`, `rmq-node-attr-rabbitmq`. */
function bearsName(resource: string, name: string): boolean {
  const at = name.indexOf(resource);
  const isEdge = (c: string | undefined): boolean => c === undefined || c === "-" || c === "_";
  return resource !== "" && at >= 0 && isEdge(name[at - 1]) && isEdge(name[at + resource.length]);
}
