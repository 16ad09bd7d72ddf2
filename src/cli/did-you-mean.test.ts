/** A misspelled name of a resource, node, tag or the like is answered with the nearest one, by every command that takes one. */
import type { Command } from "commander";
import { expect, test } from "vitest";
import { readVersion } from "../cib/patch/version.ts";
import { parseXml } from "../cib/xml/parse.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import { testContext } from "./context.testing.ts";
import { makeProgram, runProgram } from "./program.ts";

const CIB = `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1"><configuration>
  <crm_config/><nodes><node id="1" uname="controller-0"/></nodes>
  <resources><primitive id="haproxy" class="ocf" provider="pacemaker" type="Dummy"/>
    <group id="webgroup"><primitive id="apache" class="ocf" provider="pacemaker" type="Dummy"/></group></resources>
  <constraints><rsc_location id="keep-away" rsc="haproxy" node="controller-0" score="5"/>
    <rsc_ticket id="needs" rsc="haproxy" ticket="northern"/></constraints>
  <tags><tag id="nightly"><obj_ref id="haproxy"/></tag></tags>
  <acls><acl_role id="operator"/><acl_target id="alice"><role id="operator"/></acl_target><acl_group id="night"><role id="operator"/></acl_group></acls><alerts><alert id="pager" path="/p"/></alerts></configuration><status/></cib>`;

/** A command line with one misspelled name, and the name that is meant. */
const ASKED: Readonly<Record<string, readonly (readonly [line: string, meant: string])[]>> = {
  status: [
    ["haprxy", "haproxy"],
    ["controler-0", "controller-0"],
  ],
  config: [["haprxy", "haproxy"]],
  explain: [
    ["haprxy", "haproxy"],
    ["haproxy --on controler-0", "controller-0"],
  ],
  wait: [
    ["haprxy -t 0s", "haproxy"],
    ["--drained controler-0 -t 0s", "controller-0"],
  ],
  health: [["haprxy", "haproxy"]],
  import: [["haprxy", "haproxy"]],
  disown: [["haprxy", "haproxy"]],
  cleanup: [["haprxy", "haproxy"]],
  drain: [["controler-0 -d", "controller-0"]],
  "node standby": [["controler-0", "controller-0"]],
  "node unstandby": [["controler-0", "controller-0"]],
  "node maintenance": [["controler-0", "controller-0"]],
  "node unmaintenance": [["controler-0", "controller-0"]],
  "node attribute": [["controler-0", "controller-0"]],
  "node utilization": [["controler-0 cpu=4", "controller-0"]],
  "resource enable": [["haprxy", "haproxy"]],
  "resource disable": [["haproxy apche", "apache"]],
  "resource manage": [["haprxy", "haproxy"]],
  "resource unmanage": [["haprxy", "haproxy"]],
  "resource maintenance": [["haprxy", "haproxy"]],
  "resource unmaintenance": [["haprxy", "haproxy"]],
  "resource move": [
    ["haprxy controller-0 -d", "haproxy"],
    ["haproxy controler-0 -d", "controller-0"],
  ],
  "resource ban": [["haprxy controller-0 -d", "haproxy"]],
  "resource clear": [["haprxy", "haproxy"]],
  "resource restart": [["haprxy -d", "haproxy"]],
  "resource remove": [["haprxy -d", "haproxy"]],
  "resource param": [["haprxy", "haproxy"]],
  "resource meta": [["haprxy", "haproxy"]],
  "resource utilization": [["haprxy", "haproxy"]],
  "resource op": [["haprxy", "haproxy"]],
  "resource cleanup": [["haprxy", "haproxy"]],
  "resource refresh": [["haprxy", "haproxy"]],
  "maintenance begin": [["haprxy --for 1h --why work", "haproxy"]],
  "maintenance end": [["haprxy", "haproxy"]],
  "constraint list": [["haprxy", "haproxy"]],
  "constraint location": [["haproxy prefers controler-0", "controller-0"]],
  "constraint colocation": [["haproxy with apche", "apache"]],
  "constraint remove": [["keep-awy", "keep-away"]],
  "tag list": [["nihgtly", "nightly"]],
  "tag add": [["new apche", "apache"]],
  "tag remove": [["nihgtly", "nightly"]],
  "group add": [["webgroup haprxy", "haproxy"]],
  "group remove": [["webgruop", "webgroup"]],
  "acl remove": [["opertor", "operator"]],
  "acl user": [
    ["bob opertor", "operator"],
    ["alise --remove", "alice"],
  ],
  "acl group": [
    ["day opertor", "operator"],
    ["nigt --remove", "night"],
  ],
  "alert meta": [["pagr timeout=5s", "pager"]],
  "alert param": [["pagr a=b", "pager"]],
  "alert recipient": [["pagr x", "pager"]],
  "alert remove": [["pagr", "pager"]],
  "fencing explain": [["controler-0", "controller-0"]],
  "ticket grant": [["nothern -y", "northern"]],
  "ticket revoke": [["nothern -y", "northern"]],
  "ticket standby": [["nothern", "northern"]],
  "ticket activate": [["nothern", "northern"]],
};

/** What a file cannot do is refused before any name is looked up. */
const NOT_ON_A_FILE = [
  "node fence",
  "node confirm-off",
  "node clear",
  "resource debug",
  "fencing history",
  "fencing test",
  "undrain",
  "history diff",
];

const NAMES = ["resource", "name", "node", "other", "constraint", "tag", "group", "alert", "user", "ticket"];

function taking(command: Command, words: readonly string[] = []): string[] {
  const own = command.registeredArguments.some((a) => NAMES.includes(a.name())) ? [words.join(" ")] : [];
  return [...own, ...command.commands.flatMap((c) => taking(c, [...words, c.name()]))];
}

test("every command that takes a name is asked here", { timeout: 300_000 }, async () => {
  const program = await makeProgram(testContext({ out: "", err: "" }, {}), async () => undefined, []);
  const others = ["lab", "lease", "run", "schema", "simulate", "events", "inject", "secrets", "rotate", "agent"];
  const all = taking(program).filter((words) => !others.includes(words.split(" ")[0] ?? ""));
  expect(all.filter((words) => ASKED[words] === undefined && !NOT_ON_A_FILE.includes(words))).toEqual([]);
});

const parsed = parseXml(CIB);
if (!parsed.ok) throw new Error(parsed.problem.message);
const cib = parsed.root;

/** Reads, and takes no change. */
const cluster: Pick<Cluster, "read" | "close" | "identity" | "commit"> = {
  read: async (): Promise<Snapshot> => ({
    cib,
    version: readVersion(cib),
    live: false,
    settled: undefined,
    at: Date.UTC(2026, 0, 1),
    knownAt: undefined,
  }),
  identity: async () => ({ kind: "file", url: "file:x", name: undefined, running: false, capabilities: new Set() }),
  commit: async () => {
    throw new Error("committed");
  },
  close: async () => undefined,
};

const LINES = Object.entries(ASKED).flatMap(([command, asked]) =>
  asked.map(([line, meant]): [string, string] => [`${command} ${line}`, meant]),
);

test.each(LINES)("%s", async (line, meant) => {
  const spoken = { out: "", err: "" };
  const context = testContext(spoken, { openCluster: async () => cluster as Cluster });
  expect(await runProgram(context, line.split(" "))).toBe(105);
  expect(spoken.err).toContain(`did you mean "${meant}"?`);
});

test("a tag stands for its resources where wait is asked for it", async () => {
  const answers = ["nightly", "haproxy"].map(async (name) => {
    const spoken = { out: "", err: "" };
    const context = testContext(spoken, { openCluster: async () => cluster as Cluster });
    return { rc: await runProgram(context, ["wait", name, "-t", "0s"]), ...spoken };
  });
  const [ofTag, ofResource] = await Promise.all(answers);
  expect(ofTag?.rc).not.toBe(105);
  expect(ofTag).toEqual(ofResource);
});

test.each([
  ["statsu", "Did you mean status?"],
  ["node standy one", "Did you mean standby?"],
  ["status --outptu json", "Did you mean --output?"],
])("%s", async (line, said) => {
  const spoken = { out: "", err: "" };
  expect(await runProgram(testContext(spoken, {}), line.split(" "))).toBe(64);
  expect(spoken.err).toContain(said);
});
