import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { NodeSoftware } from "../../cluster/software.ts";
import { explainNodeFencing } from "./fencing.ts";

const cib = parseXml(
  '<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes><resources/><constraints/></configuration><status/></cib>',
);

async function noticed(...nodes: readonly Partial<NodeSoftware>[]) {
  if (!cib.ok) throw new Error(cib.problem.message);
  const version = { adminEpoch: 0, epoch: 1, numUpdates: 0 };
  const snapshot = { cib: cib.root, version, at: 0, live: true, settled: true, knownAt: undefined };
  const software = nodes.map((node) => ({ node: "", host: "", removedCalls: [], ...node }));
  const cluster = {
    read: () => Promise.resolve(snapshot),
    ...(nodes.length === 0 ? {} : { software: () => Promise.resolve({ nodes: software, silent: [] }) }),
  };
  return (await explainNodeFencing(cluster, "one")).noticed;
}

const conf = (token: string): string =>
  `totem {\n  version: 2\n  ${token}\n}\nnodelist {\n  node {\n    name: one\n  }\n}\n`;

test("when a node is missed is read of the nodes' corosync.conf, by the release that reads it", async () => {
  expect(await noticed({ corosync: "3.1.7" }, { corosyncConf: conf("token: 5000"), corosync: "3.1.7" })).toEqual({
    ...{ token: 5, consensus: 6, source: "corosync.conf" },
  });
  expect(await noticed({ corosyncConf: conf("transport: udpu"), corosync: "2.4.5" })).toMatchObject({ token: 1 });
  expect(await noticed({ corosyncConf: conf("transport: knet") })).toMatchObject({ token: 3 });
});

test("a file that Corosync refuses counts as none, and so does a cluster without software", async () => {
  expect(await noticed({ corosyncConf: "totem {" })).toMatchObject({ source: "default" });
  expect(await noticed()).toMatchObject({ token: 3, source: "default" });
});
