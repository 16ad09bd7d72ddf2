/**
 * The nodes' corosync.conf (corosync.conf(5), votequorum(5)): timeouts short enough for drills to take seconds, and
 * no encryption, as nothing else is on the network.
 */
import type { LabNode } from "./address-plan.ts";

export function corosyncConf(nodes: readonly LabNode[]): string {
  const members = nodes.map(
    (node) => `  node {\n    ring0_addr: ${node.address}\n    name: ${node.name}\n    nodeid: ${node.id}\n  }\n`,
  );
  // Two nodes cannot outvote each other: each may go on alone, once it has seen the other.
  const two = nodes.length === 2 ? "  two_node: 1\n  wait_for_all: 1\n" : "";
  return `totem {
  version: 2
  cluster_name: lab
  transport: knet
  crypto_cipher: none
  crypto_hash: none
  token: 1000
  token_coefficient: 0
  join: 50
  consensus: 1200
}
nodelist {
${members.join("")}}
quorum {
  provider: corosync_votequorum
${two}}
logging {
  to_stderr: yes
  to_syslog: no
  timestamp: on
}
`;
}
