/** For each rule about corosync.conf a file that breaks it, and one that is near to that and does not. */

interface ConfParts {
  readonly totem?: string;
  readonly quorum?: string;
  /** How many nodes. */
  readonly nodes?: number;
  /** Lines of each node, with # for its number. */
  readonly node?: string;
  readonly rest?: string;
}

const SAFE = "crypto_cipher: aes256; crypto_hash: sha256";
const DEVICE = "device {;model: net;net {;host: q;algorithm: ffsplit;};}";

const lines = (text: string): string => text.replace(/ *; */g, "\n").concat("\n");

export function confText({
  totem = SAFE,
  quorum = "",
  nodes = 3,
  node = "name: n#; nodeid: #; ring0_addr: 10.0.0.#; ring1_addr: 10.1.0.#",
  rest = "",
}: ConfParts): string {
  const members = Array.from({ length: nodes }, (_, i) => `node {\n${lines(node).replaceAll("#", String(i + 1))}}\n`);
  return `totem {\nversion: 2\n${lines(totem)}}\nnodelist {\n${members.join("")}}
quorum {\nprovider: corosync_votequorum\n${lines(quorum)}}\n${lines(rest)}`;
}

export const CONF_TABLE: Readonly<Record<string, readonly [broken: ConfParts, sound: ConfParts]>> = {
  Q02: [{ nodes: 2 }, { nodes: 2, quorum: "two_node: 1" }],
  Q03: [{ quorum: "expected_votes: 2" }, { quorum: "expected_votes: 3" }],
  Q04: [
    { nodes: 2, quorum: "two_node: 1; wait_for_all: 0" },
    { nodes: 2, quorum: "two_node: 1; wait_for_all: 1" },
  ],
  Q06: [{ node: "name: n#; nodeid: #; ring0_addr: 10.0.0.#" }, {}],
  Q07: [{ totem: `${SAFE}; token: 200; token_coefficient: 0` }, { totem: `${SAFE}; token: 1000` }],
  Q08: [{ totem: `${SAFE}; consensus: 4000` }, { totem: `${SAFE}; consensus: 4400` }],
  Q10: [{ totem: "crypto_cipher: none; crypto_hash: sha256" }, { totem: "secauth: on" }],
  Q11: [{ totem: `${SAFE}; rrp_mode: passive` }, { totem: `${SAFE}; link_mode: passive` }],
  Q12: [{ nodes: 4 }, { nodes: 4, quorum: DEVICE }],
  Q13: [
    { nodes: 2, quorum: `two_node: 1; ${DEVICE}` },
    { nodes: 2, quorum: `two_node: 0; ${DEVICE}` },
  ],
  Q14: [{ quorum: DEVICE }, { nodes: 4, quorum: DEVICE }],
  Q15: [{ node: "name: n#; nodeid: #; ring0_addr: 127.0.0.#" }, {}],
  Q16: [{ totem: "secauth: off" }, { totem: `secauth: off; ${SAFE}` }],
  Q18: [{ totem: "crypto_cipher: aes256" }, {}],
  Q19: [{ totem: `${SAFE}; tokn: 3000` }, { rest: "logging {; to_syslog: yes; }" }],
  Q20: [
    { totem: `${SAFE}; interface {; linknumber: 1; knet_transport: sctp; }` },
    { totem: `${SAFE}; interface {; linknumber: 1; knet_transport: udp; }` },
  ],
};
