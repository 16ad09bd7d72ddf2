/**
 * Each verb writes what pcs and Pacemaker's own tools write for the same call on the same CIB. Both work on a file here,
 * so their result can be compared element by element: without blocks that they leave empty, and wherever in a resource its
 * blocks stand, which pcs and `crm_resource` do differently.
 */
import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { addToRole, giveRoles, readPermissions, removeAcls, takeRoles } from "../../src/change/verbs/acl.ts";
import { addAlert, addRecipients, removeAlerts, setAlertPairs } from "../../src/change/verbs/alert.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import {
  addColocation,
  addLocationConstraints,
  addOrder,
  removeConstraints,
} from "../../src/change/verbs/constraint.ts";
import { addToGroup, removeFromGroup } from "../../src/change/verbs/group.ts";
import { setNodeSettings, switchNodes } from "../../src/change/verbs/node.ts";
import { changeOperation } from "../../src/change/verbs/operation.ts";
import { banResource, clearResources, moveResource } from "../../src/change/verbs/place.ts";
import { setProperties } from "../../src/change/verbs/property.ts";
import { removeResources } from "../../src/change/verbs/remove.ts";
import { setResourcePairs, switchResources } from "../../src/change/verbs/resource.ts";
import { addToTag, removeFromTag } from "../../src/change/verbs/tag.ts";
import type { Verb } from "../../src/change/verbs/verb.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { rewriteRoot } from "../../src/cib/xml/rewrite.ts";
import { child, type Element, elements, withChildren } from "../../src/cib/xml/tree.ts";
import { needs, whyNoProgram } from "../needs.ts";
import { cibOf, inFile, SMALL } from "./verb-cluster.ts";

const files: { dispose: () => void }[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.dispose();
});

/** The configuration that a program leaves in the file. */
function byProgram(text: string, argv: readonly string[]): string {
  const file = inFile(text);
  files.push(file);
  const [program = "", ...rest] = argv;
  const args = program === "pcs" ? ["-f", file.path, ...rest] : rest;
  const env = {
    ...process.env,
    PATH: `${process.env.PATH}:/usr/sbin`,
    CIB_file: program === "pcs" ? undefined : file.path,
  };
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return plain(file.text());
}

async function byVerb(text: string, verb: Verb): Promise<string> {
  const file = inFile(text);
  files.push(file);
  await carryOut(file.cluster, verb, { who: "tester", dryRun: false });
  return plain(file.text());
}

const BLOCKS = ["meta_attributes", "instance_attributes", "utilization", "operations", "cluster_property_set"];

function plain(text: string): string {
  const configuration = child(cibOf(text), "configuration") as Element;
  const isBlock = (e: Element): boolean => BLOCKS.includes(e.name);
  return printXml(
    rewriteRoot(configuration, (e) => {
      if (isBlock(e) && elements(e).length === 0) return [];
      const all = elements(e);
      const attributes = new Map([...e.attributes].sort().map(([name, value]) => [name, withoutSeconds(name, value)]));
      return withChildren({ ...e, attributes }, [
        ...all.filter((c) => !isBlock(c)),
        ...all.filter(isBlock).sort((a, b) => (a.name < b.name ? -1 : 1)),
      ]);
    }),
  );
}

/** The two programs run in different seconds. */
const withoutSeconds = (name: string, value: string): string =>
  name === "end" ? value.replace(/:\d\d:\d\dZ$/, "") : value;

const meta = (id: string, name: string, value?: string): string[] =>
  value === undefined
    ? ["crm_resource", "-r", id, "--meta", "-d", name]
    : ["crm_resource", "-r", id, "--meta", "-p", name, "-v", value];

/** SMALL after a verb of the tools. */
const after =
  (...argv: string[]): (() => string) =>
  () => {
    const file = inFile();
    files.push(file);
    spawnSync(argv[0] ?? "", argv.slice(1), {
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, CIB_file: file.path },
    });
    return file.text();
  };
const fresh = (): string => SMALL;

/** SMALL after commands of pcs, which takes the file as an option. */
function pcsAfter(...commands: readonly (readonly string[])[]): string {
  const file = inFile();
  files.push(file);
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  for (const command of commands) spawnSync("pcs", ["-f", file.path, ...command], { env });
  return file.text();
}

const ROLE = ["acl", "role", "create", "r", "read", "xpath", "/cib"];

const ROWS: readonly (readonly [argv: readonly string[], verb: Verb, before?: () => string])[] = [
  [["pcs", "node", "standby", "one", "two"], switchNodes("standby", ["one", "two"])],
  [["crm_standby", "-N", "one", "-v", "on"], switchNodes("standby", ["one"])],
  [meta("p", "target-role", "Stopped"), switchResources("disable", ["p"])],
  [meta("g", "target-role", "Stopped"), switchResources("disable", ["g"])],
  [meta("g1", "target-role", "Stopped"), switchResources("disable", ["g1"])],
  [meta("c", "target-role", "Stopped"), switchResources("disable", ["c"])],
  [meta("cp", "target-role", "Stopped"), switchResources("disable", ["cp"])],
  [meta("cp:1", "target-role", "Stopped"), switchResources("disable", ["cp:1"])],
  [meta("msp", "target-role", "Stopped"), switchResources("disable", ["msp"])],
  [meta("b", "target-role", "Stopped"), switchResources("disable", ["b"])],
  [["pcs", "resource", "disable", "p", "g", "c", "ms", "b"], switchResources("disable", ["p", "g", "c", "ms", "b"])],
  [
    ["pcs", "resource", "enable", "cp"],
    switchResources("enable", ["cp"]),
    after(...meta("c", "target-role", "Stopped")),
  ],
  [
    ["pcs", "resource", "enable", "c"],
    switchResources("enable", ["c"]),
    after(...meta("cp", "target-role", "Stopped")),
  ],
  [["pcs", "resource", "enable", "p"], switchResources("enable", ["p"]), after(...meta("p", "target-role", "Stopped"))],
  [meta("p", "is-managed", "false"), switchResources("unmanage", ["p"])],
  [meta("g", "is-managed", "false"), switchResources("unmanage", ["g"])],
  [meta("ms", "is-managed", "false"), switchResources("unmanage", ["ms"])],
  [["pcs", "resource", "manage", "p"], switchResources("manage", ["p"]), after(...meta("p", "is-managed", "false"))],
  [meta("b", "maintenance", "true"), switchResources("maintenance", ["b"])],
  [["crm_resource", "-r", "p", "-M", "-N", "two"], moveResource({ resource: "p", node: "two", promoted: false })],
  [["crm_resource", "-r", "g1", "-M", "-N", "two"], moveResource({ resource: "g1", node: "two", promoted: false })],
  [["crm_resource", "-r", "p", "-M"], moveResource({ resource: "p", promoted: false })],
  [
    ["crm_resource", "-r", "ms", "-M", "--promoted", "-N", "two"],
    moveResource({ resource: "msp", node: "two", promoted: true }),
  ],
  [
    ["crm_resource", "-r", "p", "-M", "-N", "two", "-u", "PT2H"],
    moveResource({ resource: "p", node: "two", promoted: false, for: 7_200_000 }),
  ],
  [
    ["crm_resource", "-r", "p", "-M", "-N", "two"],
    moveResource({ resource: "p", node: "two", promoted: false }),
    after("crm_resource", "-r", "p", "-B", "-N", "two"),
  ],
  [["crm_resource", "-r", "p", "-B"], banResource({ resource: "p", promoted: false })],
  [["crm_resource", "-r", "b", "-B", "-N", "two"], banResource({ resource: "bp", node: "two", promoted: false })],
  [["crm_resource", "-r", "ms", "-B", "--promoted"], banResource({ resource: "ms", promoted: true })],
  [
    ["crm_resource", "-r", "p", "-B", "-N", "two", "-u", "PT2H"],
    banResource({ resource: "p", node: "two", promoted: false, for: 7_200_000 }),
  ],
  [
    ["crm_resource", "-r", "p", "-U"],
    clearResources(["p"], undefined),
    after("crm_resource", "-r", "p", "-B", "-N", "two", "-u", "PT2H"),
  ],
  [
    ["crm_resource", "-r", "p", "-U", "-N", "three"],
    clearResources(["p"], "three"),
    after("crm_resource", "-r", "p", "-M", "-N", "two"),
  ],
  [["crm_resource", "-r", "cp", "-p", "state", "-v", "x"], setResourcePairs("param", "cp", [["state", "x"]])],
  [["crm_resource", "-r", "p", "-z", "-p", "cpu", "-v", "2"], setResourcePairs("utilization", "p", [["cpu", "2"]])],
  [["pcs", "resource", "meta", "p", "priority=5"], setResourcePairs("meta", "p", [["priority", "5"]])],
  [["pcs", "node", "attribute", "one", "rack=b2"], setNodeSettings("attribute", "one", [["rack", "b2"]])],
  [["pcs", "node", "utilization", "one", "cpu=2"], setNodeSettings("utilization", "one", [["cpu", "2"]])],
  [["pcs", "property", "set", "no-quorum-policy=stop"], setProperties("set", [["no-quorum-policy", "stop"]], false)],
  [["pcs", "property", "set", "stonith-enabled="], setProperties("unset", [["stonith-enabled", undefined]], false)],
  [
    ["pcs", "resource", "op", "add", "g1", "monitor", "interval=30s"],
    changeOperation({ resource: "g1", operation: "monitor", attributes: [["interval", "30s"]], remove: false }),
  ],
  [
    ["pcs", "resource", "op", "remove", "p", "monitor"],
    changeOperation({ resource: "p", operation: "monitor", attributes: [], remove: true }),
  ],
  [["pcs", "constraint", "location", "p", "prefers", "one=50"], addLocationConstraints("p", "prefers", ["one=50"])],
  [["pcs", "constraint", "location", "p", "avoids", "two"], addLocationConstraints("p", "avoids", ["two"])],
  [["pcs", "constraint", "colocation", "add", "p", "with", "c", "50"], addColocation("p", "c", "50")],
  [
    ["pcs", "constraint", "order", "p", "then", "c"],
    addOrder({ action: "start", resource: "p" }, { action: "start", resource: "c" }, "Mandatory"),
  ],
  [
    ["pcs", "constraint", "order", "promote", "ms", "then", "start", "p", "kind=Optional"],
    addOrder({ action: "promote", resource: "ms" }, { action: "start", resource: "p" }, "Optional"),
  ],
  [
    ["pcs", "constraint", "remove", "cli-prefer-p"],
    removeConstraints(["cli-prefer-p"]),
    after("crm_resource", "-r", "p", "-M", "-N", "two"),
  ],
  [
    ["pcs", "resource", "delete", "p", "--force"],
    removeResources(["p"]),
    after("crm_resource", "-r", "p", "-M", "-N", "two"),
  ],
  [["pcs", "resource", "delete", "c", "--force"], removeResources(["cp"])],
  [["pcs", "tag", "create", "t", "p", "c"], addToTag("t", ["p", "c"])],
  [["pcs", "tag", "update", "t", "add", "g"], addToTag("t", ["g"]), () => pcsAfter(["tag", "create", "t", "p"])],
  [
    ["pcs", "tag", "update", "t", "remove", "p"],
    removeFromTag("t", ["p"]),
    () => pcsAfter(["tag", "create", "t", "p", "c"]),
  ],
  [["pcs", "tag", "remove", "t"], removeFromTag("t", []), () => pcsAfter(["tag", "create", "t", "p", "c"])],
  [["pcs", "resource", "group", "add", "h", "g2", "p"], addToGroup("h", ["g2", "p"])],
  [["pcs", "resource", "group", "add", "g", "p", "--before", "g2"], addToGroup("g", ["p"], { before: "g2" })],
  [["pcs", "resource", "group", "add", "g", "p", "--after", "g1"], addToGroup("g", ["p"], { after: "g1" })],
  [["pcs", "resource", "group", "remove", "g", "g1"], removeFromGroup("g", ["g1"])],
  [["pcs", "resource", "group", "remove", "g"], removeFromGroup("g", [])],
  [
    ["pcs", "alert", "create", "path=/a.sh", "id=a", "options", "trap=1"],
    addAlert({ id: "a", path: "/a.sh", events: [], recipients: [], parameters: [["trap", "1"]] }),
  ],
  [
    ["pcs", "alert", "recipient", "add", "a", "value=y"],
    addRecipients("a", ["y"]),
    () => pcsAfter(["alert", "create", "path=/a.sh", "id=a"], ["alert", "recipient", "add", "a", "value=x"]),
  ],
  [
    ["pcs", "alert", "update", "a", "meta", "timeout=5s"],
    setAlertPairs("meta", "a", [["timeout", "5s"]]),
    () => pcsAfter(["alert", "create", "path=/a.sh", "id=a"]),
  ],
  [
    ["pcs", "alert", "recipient", "remove", "a-recipient"],
    removeAlerts(["a-recipient"]),
    () => pcsAfter(["alert", "create", "path=/a.sh", "id=a"], ["alert", "recipient", "add", "a", "value=x"]),
  ],
  [
    ["pcs", "alert", "recipient", "update", "a-recipient", "options", "trap=2"],
    setAlertPairs("param", "a-recipient", [["trap", "2"]]),
    () => pcsAfter(["alert", "create", "path=/a.sh", "id=a"], ["alert", "recipient", "add", "a", "value=x"]),
  ],
  [
    ["pcs", "alert", "recipient", "update", "a-recipient", "meta", "timeout=7s"],
    setAlertPairs("meta", "a-recipient", [["timeout", "7s"]]),
    () => pcsAfter(["alert", "create", "path=/a.sh", "id=a"], ["alert", "recipient", "add", "a", "value=x"]),
  ],
  [
    ["pcs", "acl", "role", "create", "r", "read", "xpath", "/cib", "write", "id", "p", "read", "xpath", "//nodes"],
    addToRole("r", readPermissions(["read=/cib", "write=p", "read=//nodes"])),
  ],
  [
    ["pcs", "acl", "permission", "add", "r", "deny", "id", "c"],
    addToRole("r", readPermissions(["deny=c"])),
    () => pcsAfter(ROLE),
  ],
  [["pcs", "acl", "permission", "delete", "r-read"], removeAcls(["r-read"]), () => pcsAfter(ROLE)],
  [["pcs", "acl", "user", "create", "alice", "r"], giveRoles("user", "alice", ["r"]), () => pcsAfter(ROLE)],
  [["pcs", "acl", "group", "create", "night", "r"], giveRoles("group", "night", ["r"]), () => pcsAfter(ROLE)],
  [
    ["pcs", "acl", "role", "assign", "s", "user", "alice"],
    giveRoles("user", "alice", ["s"]),
    () => pcsAfter(ROLE, ["acl", "role", "create", "s"], ["acl", "user", "create", "alice", "r"]),
  ],
  [
    ["pcs", "acl", "role", "unassign", "r", "user", "alice"],
    takeRoles("user", "alice", ["r"]),
    () => pcsAfter(ROLE, ["acl", "role", "create", "s"], ["acl", "user", "create", "alice", "r", "s"]),
  ],
  [
    ["pcs", "acl", "user", "delete", "alice"],
    takeRoles("user", "alice", []),
    () => pcsAfter(ROLE, ["acl", "user", "create", "alice", "r"]),
  ],
  [
    ["pcs", "acl", "role", "delete", "r"],
    removeAcls(["r"]),
    () => pcsAfter(ROLE, ["acl", "role", "create", "s"], ["acl", "user", "create", "alice", "r", "s"]),
  ],
];

for (const [argv, verb, before = fresh] of ROWS)
  test(`as ${argv.join(" ")}`, async (context) => {
    needs(context, whyNoProgram(argv[0] ?? "", argv[0] === "pcs" ? "pcs" : "pacemaker-cli-utils"));
    const text = before();
    expect(await byVerb(text, verb)).toBe(byProgram(text, argv));
  });
