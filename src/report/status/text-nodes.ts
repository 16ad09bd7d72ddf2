/** The node list, as `crm_mon` words it: nodes in an unusual state one by one, the others gathered by state. */
import type { NodeStatus } from "./document.ts";

/** The one state word a page gives a node; the order of the questions is the field's. */
export function nodeStateText(node: NodeStatus): string {
  if (node.unclean) return node.online ? "UNCLEAN (online)" : node.pending ? "UNCLEAN (pending)" : "UNCLEAN (offline)";
  if (node.pending) return "pending";
  if (node.standbyOnFail && node.online) return "standby (on-fail)";
  if (node.standby) {
    if (!node.online) return "OFFLINE (standby)";
    return node.resourcesRunning > 0 ? "standby (with active resources)" : "standby";
  }
  if (node.maintenance) return node.online ? "maintenance" : "OFFLINE (maintenance)";
  return node.online ? "online" : "OFFLINE";
}

const PREFIX = { cluster: "Node", remote: "RemoteNode", guest: "GuestNode" } as const;

export function nodeLines(nodes: readonly NodeStatus[]): string[] {
  const single: string[] = [];
  const gathered = new Map<string, string[]>([
    ["Online", []],
    ["OFFLINE", []],
    ["RemoteOnline", []],
    ["RemoteOFFLINE", []],
    ["GuestOnline", []],
  ]);
  for (const node of nodes) {
    const state = nodeStateText(node);
    const plain = (state === "online" && node.health === "green") || state === "OFFLINE";
    if (!plain) {
      const health = node.health === "green" ? "" : ` (health is ${node.health.toUpperCase()})`;
      single.push(`${PREFIX[node.kind]} ${node.name}: ${state}${health}`);
      continue;
    }
    // An offline guest says nothing that its stopped container does not.
    const kind = { cluster: "", remote: "Remote", guest: "Guest" }[node.kind];
    gathered.get(`${kind}${node.online ? "Online" : "OFFLINE"}`)?.push(node.name);
  }
  return [
    ...single,
    ...[...gathered]
      .filter(([, names]) => names.length > 0)
      .map(([label, names]) => `${label}: [ ${names.join(" ")} ]`),
  ];
}
