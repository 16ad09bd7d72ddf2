/** The command line as a user types it: arguments, answers, exit statuses. Over 300 lines: the commands share one CIB. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HoldfastError } from "../cluster/error.ts";
import { openCluster } from "../cluster/open.ts";
import { type Spoken, testContext } from "./context.testing.ts";
import type { Context } from "./context.ts";
import { runProgram } from "./program.ts";

const CIB = `<cib validate-with="pacemaker-3.9" epoch="4" num_updates="0" admin_epoch="0" have-quorum="1">
  <configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="o-f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
    <resources><primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"/></resources>
    <constraints/>
  </configuration>
  <status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status>
</cib>
`;

const MANIFEST = "cluster: x\nnodes: [one, two]\nservices: [haproxy]\nfencing: none\n";

let directory: string;
const spoken: Spoken = { out: "", err: "" };

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "holdfast-cli-"));
  await writeFile(join(directory, "cib.xml"), CIB);
});
afterEach(() => rm(directory, { recursive: true }));

const context = (): Context =>
  testContext(spoken, {
    openCluster,
    listDirectory: readdir,
    readFile: async (path) => {
      try {
        return await readFile(path, "utf8");
      } catch {
        throw new HoldfastError("missing", `there is no file ${path}`);
      }
    },
  });

async function holdfast(...argv: string[]): Promise<number> {
  spoken.out = "";
  spoken.err = "";
  return runProgram(context(), argv);
}

const cluster = (): string[] => ["--cluster", `file:${join(directory, "cib.xml")}`];

async function put(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

describe("the command line", () => {
  test("prints its version and help, and suggests a command for a misspelled one", async () => {
    expect(await holdfast("--version")).toBe(0);
    expect(spoken.out).toBe("1.2.3\n");
    expect(await holdfast("plan", "--help")).toBe(0);
    expect(spoken.out).toContain("Exit status: 0 nothing to do, 2 changes,");
    expect(await holdfast("statsu")).toBe(64);
    expect(spoken.err).toContain("Did you mean status?");
  });

  test("lists the exit statuses in the help of every command", async () => {
    const pages: string[] = [];
    const visit = async (...path: string[]): Promise<void> => {
      expect(await holdfast(...path, "--help")).toBe(0);
      const commands = spoken.out
        .split("\nCommands:\n")[1]
        ?.split("\n\n")[0]
        ?.matchAll(/^ {2}([a-z-]+) ?[^\n]*$/gm);
      if (commands === undefined) {
        expect(spoken.out, path.join(" ")).toContain("Exit status:");
        pages.push(path.join(" "));
      }
      for (const [, name] of [...(commands ?? [])]) {
        if (name !== undefined && name !== "help" && name !== "complete") await visit(...path, name);
      }
    };
    await visit();
    expect(pages.length).toBeGreaterThan(20);
  });

  test("completes commands, options and their choices for the shell", async () => {
    const said: string[] = [];
    const { log } = console;
    console.log = (text: string) => void said.push(text);
    try {
      for (const words of [
        ["expl"],
        ["status", "--out"],
        ["whatif", "--only", ""],
        ["status", ...cluster(), ""],
        ["explain", "vip", ...cluster(), "--on", "t"],
        ["wait", ...cluster(), "--drained", "t"],
        ["plan", join(directory, "ci")],
      ])
        expect(await holdfast("complete", "--", ...words)).toBe(0);
    } finally {
      console.log = log;
    }
    const offered = said.join("\n");
    for (const word of ["explain", "--output", "node-fails", "resource-fails"]) expect(offered).toContain(word);
    for (const line of ["vip\tocf:heartbeat:IPaddr2", "one\tnode", "two\tnode", `${join(directory, "cib.xml")}\t`])
      expect(said).toContain(line);
    expect(spoken.err).toBe("");
  });

  test("shows a cluster's status, with an exit status for pending actions", async () => {
    expect(await holdfast("status", ...cluster())).toBe(193);
    expect(spoken.out).toContain("  * Online: [ one ]\n  * OFFLINE: [ two ]");
    expect(spoken.err).toBe("");
    expect(spoken.out).toContain("  * vip\t(ocf:heartbeat:IPaddr2):\t Stopped");
    expect(await holdfast("status", "vip", "--output", "json", ...cluster())).toBe(193);
    expect(JSON.parse(spoken.out)).toMatchObject({
      document: "resource",
      version: 3,
      id: "vip",
      state: "pending",
    });
    expect(await holdfast("status", "two", ...cluster())).toBe(7);
    expect(spoken.out).toContain("Node two (cluster): OFFLINE");
    expect(await holdfast("status", "three", ...cluster())).toBe(105);
  });

  test("shows a cluster whose constraints crash Pacemaker's scheduler, and says so", async () => {
    const order = '<constraints><rsc_order id="o" first="vip" then="vip"/></constraints>';
    const url = `file:${await put("dying.xml", CIB.replace("<constraints/>", order))}`;
    const why = "by its constraints vip_start_0 waits for itself: Pacemaker's scheduler dies of such a CIB";
    expect(await holdfast("status", "--cluster", url)).toBe(1);
    expect(spoken.out).toContain("  * vip\t(ocf:heartbeat:IPaddr2):\t Stopped");
    expect(spoken.err).toBe(`holdfast: ${why}\n`);
    for (const name of [[], ["vip"], ["one"]]) {
      expect(await holdfast("status", ...name, "--output", "json", "--cluster", url)).toBe(1);
      expect(JSON.parse(spoken.out)).toMatchObject({
        state: "failed",
        reasons: expect.arrayContaining([{ code: "undecidable", text: why }]),
      });
    }
    expect(await holdfast("explain", "vip", "--cluster", url)).toBe(78);
  });

  test("explains a resource, and suggests a name for an unknown one", async () => {
    expect(await holdfast("explain", "vip", ...cluster())).toBe(0);
    expect(spoken.out).toMatch(/^vip /);
    expect(await holdfast("explain", "vpi", ...cluster())).toBe(105);
    expect(spoken.err).toContain('there is no resource or node "vpi"; did you mean "vip"?');
    expect(await holdfast("explain", "vip", "--on", "tow", ...cluster())).toBe(105);
    expect(spoken.err).toContain('there is no node "tow"; did you mean "two"?');
  });

  test("plans and applies a manifest, and keeps resources made by others", async () => {
    const manifest = await put("m.yaml", MANIFEST);
    expect(await holdfast("plan", manifest, ...cluster())).toBe(2);
    expect(spoken.out).toContain("+ haproxy-bundle");
    expect(spoken.out).toContain("Start");
    expect(await holdfast("apply", manifest, ...cluster())).toBe(107);
    expect(await readFile(join(directory, "cib.xml"), "utf8")).toBe(CIB);
    expect(await holdfast("apply", manifest, "--yes", ...cluster())).toBe(0);
    const written = await readFile(join(directory, "cib.xml"), "utf8");
    expect(written).toContain('id="haproxy-bundle"');
    expect(written).toContain('id="vip"');
    expect(await holdfast("plan", manifest, ...cluster())).toBe(0);
    expect(spoken.out).toContain("No change");
  });

  describe("a risk", () => {
    const risky = "nodes: [one]\nproperties: {no-quorum-policy: ignore}\n";

    test("is in the plan, in red and with its code", async () => {
      const manifest = await put("r.yaml", risky);
      expect(await holdfast("plan", manifest, ...cluster())).toBe(2);
      expect(spoken.out).toContain(
        "  ! quorum-weakened: what happens without quorum is weakened (no-quorum-policy: stop",
      );
      expect(spoken.out).toContain(`[${manifest}:2]`);
    });

    test("is accepted by its code, not by --yes", async () => {
      const manifest = await put("r.yaml", risky);
      expect(await holdfast("apply", manifest, "--yes", ...cluster())).toBe(107);
      expect(spoken.err).toContain("pass --accept-risk quorum-weakened");
      expect(await holdfast("apply", manifest, "--yes", "--accept-risk", "fencing-off", ...cluster())).toBe(107);
      expect(await readFile(join(directory, "cib.xml"), "utf8")).toBe(CIB);
      expect(await holdfast("apply", manifest, "--yes", "--accept-risk", "quorum-weakened", ...cluster())).toBe(0);
    });

    test("is asked for by itself on a terminal", async () => {
      const manifest = await put("r.yaml", risky);
      const questions: string[] = [];
      const answering = (...answers: boolean[]): Context => ({
        ...context(),
        interactive: true,
        confirm: async (question) => {
          questions.push(question);
          return answers.shift() === true;
        },
      });
      expect(await runProgram(answering(true, false), ["apply", manifest, ...cluster()])).toBe(107);
      expect(await readFile(join(directory, "cib.xml"), "utf8")).toBe(CIB);
      expect(questions.map((q) => q.slice(0, 30))).toEqual(["Apply this? [y/N] ", "What happens without quorum is"]);
      expect(await runProgram(answering(true), ["apply", manifest, "--yes", ...cluster()])).toBe(0);
    });
  });

  test("says that a node which the manifest no longer has stays", async () => {
    expect(await holdfast("apply", await put("m.yaml", MANIFEST), "--yes", ...cluster())).toBe(0);
    const fewer = await put("fewer.yaml", MANIFEST.replace("[one, two]", "[one]"));
    expect(await holdfast("plan", fewer, ...cluster())).toBe(2);
    expect(spoken.out).toContain("  ? two stays a node of the cluster, without anything of the manifest");
  });

  test("says what a profile would set where the cluster has something else", async () => {
    const sticky =
      '<rsc_defaults><meta_attributes id="d"><nvpair id="s" name="resource-stickiness" value="100"/></meta_attributes></rsc_defaults>';
    await writeFile(join(directory, "cib.xml"), CIB.replace("</configuration>", `${sticky}</configuration>`));
    const manifest = await put("p.yaml", "profile: tripleo-rocky\n");
    expect(await holdfast("plan", manifest, ...cluster())).toBe(0);
    expect(spoken.out).toContain(
      `! ${manifest}:1: resource-stickiness stays 100, where the profile tripleo-rocky would set INFINITY`,
    );
  });

  test("compiles a manifest without a cluster, and explains its settings", async () => {
    const manifest = await put(
      "c.yaml",
      "profile: tripleo-train\ncluster: x\nproperties: {stonith-timeout: 90s}\nfencing: none\n",
    );
    expect(await holdfast("compile", manifest)).toBe(0);
    expect(spoken.out).toContain('name="resource-stickiness" value="INFINITY"');
    const compiled = await put("compiled.xml", spoken.out);
    expect(await holdfast("plan", compiled, "--cluster", `file:${compiled}`)).toBe(0);
    expect(await holdfast("compile", manifest, "--explain")).toBe(0);
    expect(spoken.out.replaceAll(manifest, "c.yaml")).toMatchInlineSnapshot(`
      "What the manifest sets cluster-wide, and why; all else stays as the cluster has it.
      properties:
        cluster-name = x  [c.yaml:2]  cluster: it is the name of the cluster
        stonith-enabled = false  [c.yaml:4]  fencing: that is what "fencing: none" means
        stonith-timeout = 90s  [c.yaml:3]  written there
      resource-defaults:
        resource-stickiness = INFINITY  [c.yaml:1]  profile tripleo-train: nothing moves back by itself when a node returns (docs/tripleo/properties.md#defaults)
      operation-defaults:
        timeout = 120s  [c.yaml:1]  profile tripleo-train: podman answers late on busy disks, and Pacemaker's own 20 s then led to restarts and to fencing (docs/tripleo/properties.md#defaults)
      "
    `);
  });

  test("names the CIB's line for each planned difference", async () => {
    const edited = await put(
      "edited.xml",
      CIB.replace(
        "<constraints/>",
        '<constraints>\n    <rsc_location id="l" rsc="vip" node="one" score="-INFINITY"/>\n    </constraints>',
      ),
    );
    expect(await holdfast("plan", edited, "-o", "json", ...cluster())).toBe(2);
    expect(JSON.parse(spoken.out).differences).toMatchObject([{ object: "l", where: { file: edited, line: 7 } }]);
  });

  test("never shows a manifest's secret, whatever its parameter's name", async () => {
    const canary = "canary-4711";
    const run = (...argv: string[]): Promise<number> => {
      spoken.out = "";
      spoken.err = "";
      return runProgram({ ...context(), env: { SNMP_COMMUNITY: canary } }, [...argv, ...cluster()]);
    };
    const device = (parameters: string): string =>
      `${MANIFEST.replace("fencing: none\n", "")}fencing:\n  agent: fence_apc_snmp\n  parameters: {ip: 127.0.0.1${parameters}}\n`;
    expect(await run("apply", await put("open.yaml", device("")), "--yes")).toBe(0);
    const secret = await put(
      "secret.yaml",
      `${device(", community: {secret: snmp}")}secrets: {snmp: {env: SNMP_COMMUNITY}}\n`,
    );
    for (const argv of [["plan"], ["plan", "--verbose"], ["plan", "-o", "json"], ["apply", "--yes"]]) {
      expect(await run(...argv, secret)).toBe(argv[0] === "plan" ? 2 : 0);
      expect(spoken.out).toMatch(/community.*\(secret\)|"part": "community",\s*"path"/s);
      expect(`${spoken.out}${spoken.err}`).not.toContain(canary);
    }
    // It was really used.
    expect(await readFile(join(directory, "cib.xml"), "utf8")).toContain(canary);
  });

  test("refuses a CIB made from an older one, which would undo later changes", async () => {
    const older = await put("older.xml", CIB.replace('epoch="4"', 'epoch="3"').replace('uname="two"', 'uname="too"'));
    expect(await holdfast("apply", older, "--yes", ...cluster())).toBe(103);
    expect(spoken.err).toContain("made from configuration 0.3.0, and the cluster is at 0.4.0");
    expect(await readFile(join(directory, "cib.xml"), "utf8")).toBe(CIB);
    const timeless = await put("timeless.xml", CIB.replace(' epoch="4"', ""));
    expect(await holdfast("plan", timeless, ...cluster())).toBe(0);
  });

  test("waits for one question at a time, and names what there is", async () => {
    for (const argv of [
      ["--role", "Started"],
      ["vip", "--drained", "one"],
      ["vip", "--role", "Started", "--healthy"],
    ])
      expect(await holdfast("wait", ...argv, ...cluster())).toBe(64);
    expect(spoken.err).toContain("--healthy and --role do not go together");
    expect(await holdfast("wait", "--help")).toBe(0);
    expect(spoken.out).toContain("(default: 10m)");
    expect(await holdfast("wait", "vpi", ...cluster())).toBe(105);
    expect(spoken.err).toContain('there is no resource "vpi"; did you mean "vip"?');
    expect(await holdfast("wait", "--drained", "tow", ...cluster())).toBe(105);
    expect(spoken.err).toContain('there is no node "tow"; did you mean "two"?');
  });

  test("puts a node in standby and back, and leaves no trace in the CIB", async () => {
    expect(await holdfast("node", "standby", "one", ...cluster())).toBe(0);
    expect(await holdfast("status", "one", ...cluster())).not.toBe(105);
    expect(spoken.out).toContain("standby");
    expect(await holdfast("node", "unstandby", "one", ...cluster())).toBe(0);
    expect(await readFile(join(directory, "cib.xml"), "utf8")).not.toContain("standby");
    expect(await holdfast("node", "standby", "three", ...cluster())).toBe(105);
    expect(spoken.err).toContain("known here: one, two");
  });
});

describe("invalid input gives one error with its position, and changes nothing", () => {
  const cases: readonly [string, string, string, string, number][] = [
    ["an unknown key", "a.yaml", "cluster: x\nnodes: [one]\nservces: [haproxy]\n", "a.yaml:3:1", 78],
    ["malformed YAML", "b.yaml", "cluster: x\nnodes: [one\nservices: [haproxy]\n", "b.yaml:3", 78],
    ["a wrong type", "c.yaml", "cluster: x\nnodes: 7\n", "c.yaml:2:8", 78],
    ["malformed XML", "d.xml", "<cib>\n  <configuration>\n</cib>\n", "d.xml:3", 78],
    ["an entity bomb", "e.xml", '<!DOCTYPE cib [<!ENTITY a "aa">]>\n<cib>&a;</cib>\n', "e.xml:1", 78],
    ["a duplicate id", "f.xml", CIB.replace('id="2" uname="two"', 'id="1" uname="two"'), "f.xml:4:38", 78],
  ];
  test.each(cases)("%s", async (_what, name, text, place, status) => {
    const path = await put(name, text);
    expect(await holdfast("apply", path, "--yes", ...cluster())).toBe(status);
    expect(spoken.err).toContain(place);
    expect(spoken.err).toContain("^");
    expect(await readFile(join(directory, "cib.xml"), "utf8")).toBe(CIB);
  });

  test("an alias bomb", async () => {
    const steps = [..."bcdefghij"].map(
      (c, i) => `${c}: &${c} [${Array.from({ length: 10 }, () => `*${"abcdefghi"[i]}`).join(",")}]`,
    );
    const path = await put("bomb.yaml", `a: &a [x,x]\n${steps.join("\n")}\n`);
    expect(await holdfast("plan", path, ...cluster())).toBe(78);
    expect(spoken.err).toMatch(/bomb\.yaml:\d+:\d+/);
  });

  test("a missing secret, file, or cluster", async () => {
    const path = await put(
      "s.yaml",
      `${MANIFEST.replace("fencing: none\n", "")}fencing:\n  agent: fence_ipmilan\n  parameters: {ip: 127.0.0.1, password: {secret: bmc}}\nsecrets: {bmc: {env: NOT_SET}}\n`,
    );
    expect(await holdfast("apply", path, "--yes", ...cluster())).toBe(78);
    expect(spoken.err).toContain("bmc");
    expect(await holdfast("plan", join(directory, "none.yaml"), ...cluster())).toBe(105);
    expect(await holdfast("status", "--cluster", `embedded:${directory}`)).toBe(105);
    expect(await holdfast("status", "--cluster", "nonsense")).toBe(64);
  });
});

test("text from a CIB cannot add lines to the output or reverse it", async () => {
  const fake = "boom&#10;FAKE LINE\u009b31m\u202eevil";
  const operation = `<lrm_rsc_op id="vip_last_failure_0" operation_key="vip_start_0" operation="start" crm_feature_set="3.19.0" transition-key="1:1:0:4444" transition-magic="0:1;1:1:0:4444" call-id="5" rc-code="1" op-status="0" interval="0" exit-reason="${fake}" last-rc-change="1764000000"/>`;
  const history = `<lrm id="1"><lrm_resources><lrm_resource id="vip" class="ocf" provider="heartbeat" type="IPaddr2">${operation}</lrm_resource></lrm_resources></lrm></node_state>`;
  const hostile = CIB.replace('expected="member"/>', `expected="member">${history}`)
    .replace('provider="heartbeat" type="IPaddr2"/>', `provider="heartbeat&#10;FAKE LINE" type="IPaddr2"/>`)
    .replace(
      'have-quorum="1"',
      `have-quorum="1" update-user="root&#10;FAKE LINE" cib-last-written="now&#10;FAKE LINE"`,
    );
  const path = await put("cib.xml", hostile);
  const without = await put("without.xml", hostile.replace(/<primitive.*\/>/, ""));
  for (const argv of [
    ["status", ...cluster()],
    ["status", "vip", ...cluster()],
    ["status", "one", ...cluster()],
    ["explain", "vip", ...cluster()],
    ["whatif", ...cluster()],
    ["plan", without, ...cluster()],
    ["simulate", "-x", path, "-S"],
  ]) {
    await holdfast(...argv);
    expect(spoken.out, argv.join(" ")).toContain("vip");
    expect(spoken.out + spoken.err, argv.join(" ")).not.toMatch(/^\s*FAKE|[\u0080-\u009f\u202e]/m);
  }
});

// Names of members of every object, which a table of such objects would seem to have.
test.each(["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"])(
  "%s is a name like any other",
  async (name) => {
    const answersOf = async (called: string): Promise<string[]> => {
      const pair = (id: string): string => `<nvpair id="${id}" name="${called}" value="7"/>`;
      const resource = `<primitive id="${called}" class="ocf" provider="heartbeat" type="${called}"><meta_attributes id="m">${pair("m-1")}</meta_attributes><instance_attributes id="i">${pair("i-1")}</instance_attributes><utilization id="u">${pair("u-1")}</utilization><operations><op id="op" name="${called}" interval="10s"/><op id="mon" name="monitor" interval="9s"/></operations></primitive>`;
      const text = CIB.replace('name="stonith-enabled" value="false"/>', (whole) => `${whole}${pair("o-1")}`)
        .replace(
          'uname="two"/>',
          `uname="${called}"><instance_attributes id="n">${pair("n-1")}</instance_attributes></node>`,
        )
        .replace("</resources>", `${resource}</resources>`)
        .replace(
          "<constraints/>",
          `<constraints><rsc_ticket id="t" rsc="vip" ticket="${called}" loss-policy="stop"/><rsc_location id="l" rsc="${called}" node="${called}" score="5"/></constraints>`,
        );
      const path = await put("cib.xml", text);
      const less = await put("less.xml", CIB);
      const answers: string[] = [];
      for (const argv of [
        ["status", ...cluster()],
        ["status", called, ...cluster()],
        ["status", "-o", "json", ...cluster()],
        ["explain", called, ...cluster()],
        ["whatif", ...cluster()],
        ["plan", less, ...cluster()],
        ["simulate", "-x", path, "-S", "-s", "-U"],
      ]) {
        const status = await holdfast(...argv);
        answers.push(
          `${status} ${spoken.out} ${spoken.err}`
            .replaceAll(called, "NAME")
            .replace(/ +|"(?:now|at|lastUpdated)":.*|Last updated:.*|[0-9a-f]{32}/g, " "),
        );
      }
      return answers;
    };
    const neutral = await answersOf(`${name[0]}${"q".repeat(name.length - 1)}`);
    expect(await answersOf(name)).toEqual(neutral);
  },
);

test("a cluster of a release that is not known here is read, and said to be one", async () => {
  await put(
    "cib.xml",
    CIB.replace("<cib ", '<cib crm_feature_set="4.0.0" ').replace(
      'value="false"/>',
      'value="false"/><nvpair id="o-v" name="dc-version" value="4.1.0-abc"/>',
    ),
  );
  for (const argv of [
    ["status", ...cluster()],
    ["explain", "vip", ...cluster()],
    ["simulate", "-x", join(directory, "cib.xml")],
  ]) {
    await holdfast(...argv);
    expect(spoken.err).toContain(
      "the cluster is of Pacemaker 4.1.0-abc, feature set 4.0.0, newer than Pacemaker 3.0.3",
    );
  }
  await put("cib.xml", CIB);
  await holdfast("status", ...cluster());
  expect(spoken.err).toBe("");
});
