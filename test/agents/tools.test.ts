/** Pacemaker's tools as agents get them, beside the real ones on CIB files: the same output, messages and exit statuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerTool } from "../../src/agents/tools/answer-tool.ts";
import { written } from "../../src/agents/tools/cib-attributes.ts";
import type { ToolCaller } from "../../src/agents/tools/tool-call.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { descend, type Element, elements, get } from "../../src/cib/xml/tree.ts";
import { runProcess } from "../../src/process/run-process.ts";
import { type Oracle, PACEMAKER_2, PACEMAKER_3, whyNot, within } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { goldenCluster, whyNoGolden } from "../shared.ts";

const CALLER: ToolCaller = { resource: "web", instance: "web", node: "n1" };

const SMALL = `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0" have-quorum="1">
<configuration><crm_config><cluster_property_set id="web_replication"><nvpair id="web_replication-w" name="web_REPL" value="n1"/></cluster_property_set></crm_config>
<nodes><node id="1" uname="n1"><instance_attributes id="nodes-1"><nvpair id="nodes-1-foo" name="foo" value="b a  r"/><nvpair id="nodes-1-web-a" name="web-a" value=""/></instance_attributes></node>
<node id="2" uname="n2"><instance_attributes id="nodes-2"><nvpair id="nodes-2-web-port" name="web-port" value="81"/></instance_attributes></node></nodes>
<resources><primitive id="web" class="ocf" provider="heartbeat" type="Dummy"/></resources><constraints/></configuration>
<status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><transient_attributes id="1"><instance_attributes id="status-1"><nvpair id="status-1-master-web" name="master-web" value="10"/></instance_attributes></transient_attributes></node_state>
<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"><transient_attributes id="2"><instance_attributes id="status-2"><nvpair id="status-2-web-last-committed" name="web-last-committed" value="7"/></instance_attributes></transient_attributes></node_state></status></cib>`;

/** As agents write them: galera, redis, rabbitmq-cluster, pgsql, ocf-shellfuncs. */
const READS: readonly string[] = [
  "crm_attribute -N n1 -l forever -n foo -G",
  "crm_attribute -N n1 -l forever --name foo --query",
  "crm_attribute -N n1 -l forever --name foo --query -q",
  "crm_attribute -N n1 -l forever -n foo --quiet",
  "crm_attribute -N n1 -l forever -n foo",
  "crm_attribute --node=n2 --lifetime=forever --name=web-port -Gq",
  "crm_attribute -N n1 -l forever -n web-a -G -q",
  "crm_attribute -N n1 -n foo -G",
  "crm_attribute -N n1 -l forever -n nope -G",
  "crm_attribute -N n1 -l forever -n nope -G -q",
  "crm_attribute -N n1 -l forever -n nope -G -q -d DEF",
  "crm_attribute -N n1 -l forever -n nope -G -d DEF",
  "crm_attribute -N n2 -l reboot --name web-last-committed --quiet",
  "crm_attribute -N n1 -l reboot -n master-web -G",
  "crm_attribute -N n2 -l reboot -n master-web -G -q",
  "crm_attribute -N zzz -l forever -n foo -G",
  "crm_attribute -N zzz -l forever -n foo -v 1",
  "crm_attribute --type crm_config --name web_REPL -s web_replication --query -q",
  "crm_attribute --type crm_config --name web_REPL -s web_replication --query",
  "crm_attribute --type crm_config --name web_REPL -s other --query",
  "crm_attribute --type crm_config --name web_REPL --query",
  "crm_attribute -n web_REPL -G",
  "crm_attribute -p web -N n1 -G",
  "crm_attribute --promotion=web -N n1 -G -q",
  "crm_attribute -N n1 -p -G",
  "crm_master -N n1 -G",
  "crm_master -l reboot -N n1 -Q -G",
  "crm_attribute --bogus",
  "cibadmin -Q --xpath //node_state[@crmd='online']//nvpair[@name='master-web']",
  "cibadmin -Q --xpath //node_state//nvpair",
  'cibadmin -Q --xpath //nvpair[@name="foo"]',
  "cibadmin -Q --xpath /cib/configuration/nodes/*",
  "cibadmin -Q --xpath //nvpair[@value]",
  "cibadmin -Q -o nodes",
  "cibadmin --query --scope=status",
];

const WRITES: readonly string[] = [
  "crm_attribute -N n1 -l forever -n foo -v new",
  "crm_attribute -N n2 -l forever -n web-port -v 82",
  "crm_attribute -N n1 -l forever -n fresh -v x",
  "crm_attribute -N n1 -l forever -n foo -D",
  "crm_attribute -N n1 -l forever -n nope -D",
  "crm_attribute -N n2 -l reboot -n web-last-committed -v 8",
  "crm_attribute -N n2 -l reboot -n web-last-committed -D",
  "crm_attribute -p web -N n1 -v 15",
  "crm_attribute -p -N n1 -v 5",
  "crm_attribute -p -N n1 -D",
  "crm_master -N n1 -l reboot -v 7",
  "crm_attribute --type crm_config --name web_REPL -s web_replication -v n2",
  "crm_attribute --type crm_config --name web_REPL -s web_replication -v n2 -q",
];

function parse(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** Attributes and properties of a CIB, by where they are. */
function values(cib: Element): string[] {
  const found: string[] = [];
  const visit = (e: Element, path: string): void => {
    if (e.name === "nvpair") found.push(`${path} ${get(e, "name")}=${get(e, "value")}`);
    for (const c of elements(e)) visit(c, `${path}/${e.name}${get(e, "uname") ?? ""}`);
  };
  visit(cib, "");
  return found.sort();
}

interface Real {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly cib: Element;
}

async function real(oracle: Oracle, text: string, line: string): Promise<Real> {
  const dir = mkdtempSync(join(oracle.root, "tmp/holdfast-tools-"));
  try {
    const file = join(dir, "cib.xml");
    writeFileSync(file, text);
    const inside = oracle.root === "/" ? file : file.slice(oracle.root.length);
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", CIB_file: inside, OCF_RESOURCE_INSTANCE: "web", LC_ALL: "C" };
    const [tool = "", ...args] = line.split(" ");
    const { exit, stdout, stderr } = await runProcess(within(oracle, `/usr/sbin/${tool}`, ...args), {
      timeout: 30_000,
      env,
    });
    return { status: exit, stdout, stderr, cib: parse(readFileSync(file, "utf8")) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function ours(cib: Element, line: string, caller = CALLER) {
  const [tool = "", ...args] = line.split(" ");
  const { status, stdout, stderr, writes } = answerTool({ cib, now: 0 }, caller, { tool, args });
  return { status, stdout, stderr, cib: writes.reduce(written, cib) };
}

/** What 3.0 words otherwise: agents read the third word, the status, or nothing. */
const worded = (text: string): string =>
  text.replace(/^(scope=\S+) {2}name/gm, "$1 name").replace(/^cibadmin: CIB API call failed/gm, "Call failed");

async function compare(oracle: Oracle, text: string, lines: readonly string[], caller = CALLER): Promise<void> {
  const cib = parse(text);
  for (const line of lines) {
    const [theirs, mine] = [await real(oracle, text, line), ours(cib, line, caller)];
    expect([line, mine.status, worded(mine.stdout), worded(mine.stderr)]).toEqual([
      line,
      theirs.status,
      worded(theirs.stdout),
      worded(theirs.stderr),
    ]);
    expect([line, values(mine.cib)]).toEqual([line, values(theirs.cib)]);
  }
}

describe.each([PACEMAKER_2, PACEMAKER_3])("beside $version", (oracle) => {
  test("what is read and what is written", async (context) => {
    needs(context, whyNot(oracle));
    await compare(oracle, SMALL, [...READS, ...WRITES]);
  }, 120_000);
});

test("every attribute of the nodes of real control planes", async (context) => {
  needs(context, whyNot(PACEMAKER_2), whyNoGolden());
  for (const name of ["train-controllers", "queens"]) {
    const text = goldenCluster(name).text;
    const nodes = descend(parse(text), "configuration", "nodes") as Element;
    const names = elements(nodes, "node").flatMap((node) => {
      const pair = elements(node, "instance_attributes").flatMap((set) => elements(set, "nvpair"))[0];
      return pair === undefined ? [] : [`crm_attribute -N ${get(node, "uname")} -l forever -n ${get(pair, "name")} -G`];
    });
    const asked = [...names.slice(0, 3), "crm_attribute -t crm_config -n stonith-enabled -G", "cibadmin -Q -o nodes"];
    await compare(PACEMAKER_2, text, asked);
  }
}, 120_000);
