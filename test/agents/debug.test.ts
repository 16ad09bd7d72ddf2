/**
 * Running an agent of a CIB in a file, beside Pacemaker's own way to do so: `crm_resource --force-start` with `CIB_file`, whose
 * services library is that of its executor. The agent is Pacemaker's Dummy, which writes its environment to a file.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { debugHere } from "../../src/cluster/file/debug.ts";
import { runProcess } from "../../src/process/run-process.ts";
import { needs, whyNoProgram } from "../needs.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "holdfast-debug-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const noDummy = existsSync("/usr/lib/ocf/resource.d/pacemaker/Dummy")
  ? undefined
  : "no ocf:pacemaker:Dummy (Debian: pacemaker-resource-agents)";

const noStateful = existsSync("/usr/lib/ocf/resource.d/pacemaker/Stateful")
  ? undefined
  : "no ocf:pacemaker:Stateful (Debian: pacemaker-resource-agents)";

/** Two Dummies, one in a promotable clone, and nodes of which none is this machine. */
function cibText(): string {
  const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">
  <instance_attributes id="${id}-i">
    <nvpair id="${id}-i1" name="envfile" value="${dir}/env"/><nvpair id="${id}-i2" name="state" value="${dir}/${id}.state"/>
    <nvpair id="${id}-i3" name="fake" value="it's &quot;$a&quot;  \`b\` "/><nvpair id="${id}-i4" name="passwd" value=""/>
  </instance_attributes>
  <instance_attributes id="${id}-far" score="1">
    <rule id="${id}-r" score="0"><expression id="${id}-e" attribute="#uname" operation="eq" value="far"/></rule>
    <nvpair id="${id}-f1" name="op_sleep" value="0"/>
  </instance_attributes>
  <meta_attributes id="${id}-m"><nvpair id="${id}-m1" name="my-own" value="z"/></meta_attributes>
  <operations>
    <op id="${id}-o1" name="start" interval="0" timeout="33s"/>
    <op id="${id}-o2" name="monitor" interval="10s" timeout="44s"/>
  </operations>
</primitive>`;
  return `<cib crm_feature_set="3.16.2" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0">
<configuration><crm_config/><nodes><node id="1" uname="near"/><node id="2" uname="far"/></nodes>
<resources>${dummy("p")}<clone id="c"><meta_attributes id="c-m"><nvpair id="c-m1" name="promotable" value="true"/></meta_attributes>
${dummy("r")}</clone></resources><constraints/></configuration><status/></cib>`;
}

function cib(): Element {
  const parsed = parseXml(cibText());
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** The environment that the agent wrote last. */
function environment(): Map<string, string> {
  const last = readFileSync(join(dir, "env"), "utf8").split("\n### ").at(-1) ?? "";
  return new Map(
    [...last.matchAll(/^(OCF_\w+)=(.*)$/gm)].map(([, name = "", value = ""]): [string, string] => [name, value]),
  );
}

/** What the two do not share, and why. */
const OURS_ALONE = /^OCF_RESKEY_CRM_meta_(?:name|on_node|on_node_uuid|record_pending)$/; // crm_resource asks no scheduler
const THEIRS_ALONE = /^(?:OCF_OUTPUT_FORMAT|OCF_TRACE_FILE|OCF_RESKEY_CRM_meta_(?:class|id|provider|type|my_own))$/; // its own, and what it does not tell apart
const OF_THE_CALL = /^OCF_RESKEY_crm_feature_set$/;

describe("beside crm_resource", () => {
  test.for(["start", "check"] as const)(
    "an agent's %s has the same environment and end",
    async (operation, context) => {
      needs(context, whyNoProgram("crm_resource", "pacemaker-cli-utils"), noDummy);
      const file = join(dir, "cib.xml");
      writeFileSync(file, cibText());
      const env = { ...process.env, CIB_file: file, PATH: `${process.env.PATH}:/usr/sbin` };
      const theirEnd = await runProcess(["crm_resource", "-r", "p", `--force-${operation}`], { timeout: 30_000, env });
      const theirs = environment();
      rmSync(join(dir, "p.state"), { force: true });
      const ourEnd = await debugHere({ cib: cib(), at: 0 }, { resource: "p", operation, node: "near" });
      const ours = environment();
      expect(ourEnd.exit).toBe(theirEnd.exit);
      const shared = (from: Map<string, string>, alone: RegExp) =>
        Object.fromEntries([...from].filter(([name]) => !alone.test(name) && !OF_THE_CALL.test(name)).sort());
      expect(shared(ours, OURS_ALONE)).toEqual(shared(theirs, THEIRS_ALONE));
      expect(ours.get("OCF_RESKEY_CRM_meta_on_node")).toBe("near");
      expect(ours.get("OCF_RESKEY_fake")).toBe('it\'s "$a"  `b` ');
      expect(ours.get("OCF_RESKEY_passwd")).toBe("");
    },
  );
});

describe("by the CIB in a file", () => {
  test("an instance has what its clone says and what rules say of the node", async (context) => {
    needs(context, noDummy);
    const { exit, text } = await debugHere({ cib: cib(), at: 0 }, { resource: "r", operation: "check", node: "far" });
    expect(exit).toBe(7);
    expect(text).toMatch(/^monitor of r \(ocf:pacemaker:Dummy\) for far: 7 \(not running\), \d+ ms$/);
    const found = environment();
    const of = (name: string) => found.get(`OCF_RESKEY_${name}`);
    expect([found.get("OCF_RESOURCE_INSTANCE"), of("op_sleep"), of("CRM_meta_on_node_uuid")]).toEqual(["r", "0", "2"]);
    expect([of("CRM_meta_master_max"), of("CRM_meta_promoted_max"), of("CRM_meta_clone_max")]).toEqual(["1", "1", "2"]);
    expect([of("CRM_meta_timeout"), of("CRM_meta_notify")]).toEqual(["44000", "false"]);
  });

  test("what the agent sets by Pacemaker's tools it can read again, and it is said and not kept", async (context) => {
    needs(context, noStateful);
    const text = cibText().replaceAll('type="Dummy"', 'type="Stateful"');
    const parsed = parseXml(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const answer = await debugHere({ cib: parsed.root, at: 0 }, { resource: "r", operation: "start", node: "far" });
    expect(answer).toMatchObject({ exit: 0, text: expect.stringContaining("\nit would set master-r of far to 5") });
  });

  test("a secret is hidden in what an agent said, wherever it comes from", async (context) => {
    needs(context, noDummy);
    const text = cibText().replace(/name="passwd" value=""/g, 'name="passwd" value="not running"');
    const parsed = parseXml(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const answer = await debugHere({ cib: parsed.root, at: 0 }, { resource: "p", operation: "check", node: "near" });
    expect([answer.exit, /7 \(.*\)/.exec(answer.text)?.[0]]).toEqual([7, "7 ((secret))"]);
  });

  test("what is not there is named, with what is meant", async () => {
    const call = { resource: "p", operation: "check", node: "nera" } as const;
    await expect(debugHere({ cib: cib(), at: 0 }, call)).rejects.toMatchObject({
      code: "missing",
      hint: expect.stringContaining("near"),
    });
    await expect(debugHere({ cib: cib(), at: 0 }, { ...call, resource: "c", node: "near" })).rejects.toMatchObject({
      code: "missing",
      message: "no primitive is called c",
    });
    const unnamed = debugHere({ cib: cib(), at: 0 }, { resource: "p", operation: "check" });
    await expect(unnamed).rejects.toMatchObject({ code: "usage", hint: expect.stringContaining("--node") });
  });
});
