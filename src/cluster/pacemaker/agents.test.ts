/** What the tools of this machine say of its agents is what a directory of agents says. */
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { needs, whyNoProgram } from "../../../test/needs.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { get } from "../../cib/xml/tree.ts";
import { agentMetadata, agentNames, withoutDoctype } from "./agents.ts";
import { Hosts } from "./hosts.ts";
import { localRunner } from "./runner.ts";

const hosts = new Hosts([localRunner()]);
const DIRECTORY = "/usr/lib/ocf/resource.d/pacemaker";

test("lists agents by their whole names, describes one, and refuses one that the node lacks", async (context) => {
  needs(
    context,
    whyNoProgram("crm_resource", "pacemaker-cli-utils"),
    existsSync(`${DIRECTORY}/Dummy`) ? undefined : "no OCF agents are installed (Debian: pacemaker-resource-agents)",
  );
  const names = await agentNames(hosts);
  expect(names).toEqual(expect.arrayContaining(readdirSync(DIRECTORY).map((name) => `ocf:pacemaker:${name}`)));
  expect(new Set(names).size).toBe(names.length);
  expect(get(await agentMetadata(hosts, "ocf:pacemaker:Dummy"), "name")).toBe("Dummy");
  await expect(agentMetadata(hosts, "ocf:pacemaker:Nope")).rejects.toMatchObject({ code: "missing" });
});

test("takes metadata with a document type that declares nothing, and no other", () => {
  const metadata = (doctype: string) => `<?xml version="1.0"?>\n${doctype}\n<resource-agent name="IPaddr2"/>\n`;
  const ok = (doctype: string) => parseXml(withoutDoctype(metadata(doctype))).ok;
  expect(ok('<!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">')).toBe(true);
  expect(ok("<!DOCTYPE resource-agent PUBLIC '-//x' 'ra-api-1.dtd' >")).toBe(true);
  expect(ok('<!DOCTYPE resource-agent [<!ENTITY a "b">]>')).toBe(false);
  expect(ok('<!DOCTYPE resource-agent SYSTEM "x" [<!ENTITY a "b">]>')).toBe(false);
});
