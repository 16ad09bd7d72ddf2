import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { describeAgent } from "./metadata.ts";

function described(text: string) {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return describeAgent("ocf:test:one", parsed.root);
}

test("the metadata of an OCF agent", () => {
  const text = `<?xml version="1.0"?>
<resource-agent name="one" version="1.0"><version>1.1</version>
<longdesc lang="en">
Does one
thing.
</longdesc><shortdesc lang="en">One thing</shortdesc>
<parameters>
<parameter name="ip" unique-group="ip" required="1"><longdesc lang="en">The address.</longdesc><shortdesc lang="en">Address</shortdesc><content type="string"/></parameter>
<parameter name="port" reloadable="1"><content type="integer" default="80"/></parameter>
<parameter name="old"><deprecated/><content type="string" default=""/></parameter>
</parameters>
<actions><action name="start" timeout="20s"/><action name="monitor" interval="10s" timeout="20s" role="Promoted"/></actions>
</resource-agent>`;
  expect(described(text)).toEqual({
    document: "agent",
    version: 1,
    source: "node",
    agent: "ocf:test:one",
    title: "One thing",
    text: "Does one thing.",
    parameters: [
      { name: "ip", title: "Address", text: "The address.", type: "string", required: true },
      { name: "port", type: "integer", default: "80", reloadable: true },
      { name: "old", type: "string", deprecated: true },
    ],
    operations: [
      { name: "start", timeout: "20s" },
      { name: "monitor", interval: "10s", timeout: "20s", role: "Promoted" },
    ],
  });
});

test("a fence agent's, whose short description is an attribute", () => {
  const text = `<resource-agent name="fence_x" shortdesc="Fence agent for X"><parameters><parameter name="passwd" unique="0" required="0" deprecated="1"><getopt mixed="-p"/><content type="string"/><shortdesc lang="en">Login password</shortdesc></parameter></parameters></resource-agent>`;
  expect(described(text)).toMatchObject({
    title: "Fence agent for X",
    parameters: [{ name: "passwd", title: "Login password", type: "string", deprecated: true }],
    operations: [],
  });
});
