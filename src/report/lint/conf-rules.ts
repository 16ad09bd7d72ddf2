/** Every rule about corosync.conf, by its id. */
import { deviceAlgorithm } from "./conf-rules/device-algorithm.ts";
import { deviceConflict } from "./conf-rules/device-conflict.ts";
import { evenNodes } from "./conf-rules/even-nodes.ts";
import { expectedVotes } from "./conf-rules/expected-votes.ts";
import { noSecauth } from "./conf-rules/no-secauth.ts";
import { noWaitForAll } from "./conf-rules/no-wait-for-all.ts";
import { nodeNames } from "./conf-rules/node-names.ts";
import { oddToken } from "./conf-rules/odd-token.ts";
import { oldRings } from "./conf-rules/old-rings.ts";
import { openRing } from "./conf-rules/open-ring.ts";
import { refusedValue } from "./conf-rules/refused-value.ts";
import { sctpLink } from "./conf-rules/sctp-link.ts";
import { shortConsensus } from "./conf-rules/short-consensus.ts";
import { singleLink } from "./conf-rules/single-link.ts";
import { twoNode } from "./conf-rules/two-node.ts";
import { unreadKey } from "./conf-rules/unread-key.ts";
import type { ConfRule } from "./rule/conf-rule.ts";

export const CONF_RULES: readonly ConfRule[] = [
  twoNode,
  expectedVotes,
  noWaitForAll,
  singleLink,
  oddToken,
  shortConsensus,
  openRing,
  oldRings,
  evenNodes,
  deviceConflict,
  deviceAlgorithm,
  nodeNames,
  noSecauth,
  refusedValue,
  unreadKey,
  sctpLink,
];
