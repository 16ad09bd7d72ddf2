/** How a running cluster takes each change of its corosync.conf. */
import { describe, expect, test } from "vitest";
import { confChanges, takingOf } from "./difference.ts";
import { type CorosyncModel, modelOf } from "./model.ts";
import { parseConf } from "./parse.ts";

const BASE = `totem {
  version: 2
  config_version: 3
  cluster_name: deck
  transport: knet
  token: 3000
  crypto_cipher: none
  crypto_hash: none
  interface {
    linknumber: 0
    knet_link_priority: 1
  }
}
nodelist {
  node {
    name: a
    nodeid: 1
    ring0_addr: 10.0.0.1
  }
  node {
    name: b
    nodeid: 2
    ring0_addr: 10.0.0.2
  }
}
quorum {
  provider: corosync_votequorum
  two_node: 1
}
logging {
  to_syslog: yes
}
`;

function model(text: string): CorosyncModel {
  const read = parseConf(text);
  if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("\n"));
  return modelOf(read.conf);
}

const THIRD = "  node {\n    name: c\n    nodeid: 3\n    ring0_addr: 10.0.0.3\n  }\n}\nquorum {";
const DEVICE = "  device {\n    model: net\n    net {\n      host: q\n    }\n  }\n";

type Case = readonly [text: string, by: string, paths: readonly string[], taking: string, release?: string];
const CASES: readonly Case[] = [
  ["token: 3000", "token: 5000", ["totem.token"], "reload"],
  ["crypto_cipher: none", "crypto_cipher: aes256", ["totem.crypto_cipher"], "reload", "3.1.7"],
  ["crypto_cipher: none", "crypto_cipher: aes256", ["totem.crypto_cipher"], "restart", "3.0.4"],
  ["transport: knet", "transport: udpu", ["totem.transport"], "restart"],
  ["cluster_name: deck", "cluster_name: other", ["totem.cluster_name"], "restart"],
  ["config_version: 3", "config_version: 2", ["totem.config_version"], "refuse"],
  ["config_version: 3", "config_version: 4", ["totem.config_version"], "reload"],
  ["version: 2", "version: 1", ["totem.version"], "refuse"],
  ["priority: 1", "priority: 9", ["totem.interface 0.knet_link_priority"], "reload"],
  [
    "knet_link_priority: 1",
    "mcastport: 5500",
    ["totem.interface 0.knet_link_priority", "totem.interface 0.mcastport"],
    "restart",
  ],
  ["nodeid: 2", "nodeid: 7", ["nodelist.node b.nodeid"], "refuse"],
  ["10.0.0.2", "10.9.0.2", ["nodelist.node b.ring0_addr"], "restart"],
  ["ring0_addr: 10.0.0.2", "ring0_addr: 10.0.0.2\nring1_addr: 10.1.0.2", ["nodelist.node b.ring1_addr"], "reload"],
  ["}\nquorum {", THIRD, ["nodelist.node c"], "reload"],
  ["two_node: 1", "two_node: 0", ["quorum.two_node"], "reload"],
  ["two_node: 1", "two_node: 1\nwait_for_all: 0", ["quorum.wait_for_all"], "restart"],
  ["two_node: 1\n", `two_node: 1\n${DEVICE}`, ["quorum.device.model", "quorum.device.net.host"], "reload"],
  ["to_syslog: yes", "to_syslog: no", ["logging.to_syslog"], "reload"],
  ["logging {", "system {\n  sched_rr: no\n}\nlogging {", ["system.sched_rr"], "restart"],
];

describe("each change", () => {
  for (const [text, by, paths, taking, release] of CASES)
    test(`${text.replaceAll("\n", " ")} to ${by.replaceAll("\n", " ")}: ${taking} ${release ?? ""}`, () => {
      const changes = confChanges(model(BASE), model(BASE.replace(text, by)), release === undefined ? [] : [release]);
      expect(changes.map(({ path }) => path)).toEqual(paths);
      expect(takingOf(changes)).toBe(taking);
      expect(changes.every(({ reason }) => reason.length > 5 && !reason.endsWith("."))).toBe(true);
    });
});

test("comments, order and white space are no difference", () => {
  const other = BASE.replace("  token: 3000\n", "").replace(
    "  version: 2\n",
    "# a comment\n  token:3000\n\tversion: 2 \n",
  );
  expect(confChanges(model(BASE), model(other), [])).toEqual([]);
});

test("each way back is taken as gravely, or refused", () => {
  for (const [text, by, , taking, release] of CASES) {
    if (taking === "refuse") continue;
    const back = confChanges(model(BASE.replace(text, by)), model(BASE), release === undefined ? [] : [release]);
    expect([by, takingOf(back)]).toEqual([by, /config_version/.test(by) ? "refuse" : taking]);
  }
});

test("nothing is reloaded between different releases", () => {
  const changes = confChanges(model(BASE), model(BASE.replace("token: 3000", "token: 5000")), ["3.1.7", "3.1.9"]);
  expect(takingOf(changes)).toBe("refuse");
});
