import { expect, test } from "vitest";
import { pacemakerCluster } from "./cluster.ts";
import { errorOf } from "./exit.ts";
import { Hosts } from "./hosts.ts";
import { patched, SUCCESS } from "./runner.testing.ts";
import type { Argv, Runner, ToolResult } from "./runner.ts";

/** Counts the calls in `asked`. */
function counted(name: string, asked: string[], answer: Partial<ToolResult>): Runner {
  return host(name, () => {
    asked.push(name);
    return answer;
  });
}

type Script = (argv: Argv, input: string | undefined) => Partial<ToolResult>;

const DC = '<pacemaker-result><dc node_name="one"/><crmd node_name="one" state="S_IDLE"/></pacemaker-result>';

/** @param dc what crmadmin answers: that the DC is idle */
function host(name: string, script: Script, dc: () => Partial<ToolResult> = () => ({ stdout: DC })): Runner {
  return {
    name,
    run: async (argv, { input }) => ({ ...SUCCESS, ...(argv[0] === "crmadmin" ? dc() : script(argv, input)) }),
    close: async () => {},
  };
}

const cib = (epoch: number, quorum = 1): string =>
  `<cib admin_epoch="0" epoch="${epoch}" num_updates="3" crm_feature_set="3.16.1" have-quorum="${quorum}" dc-uuid="1"><configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources/><constraints/><tags/></configuration><status/></cib>`;

const PATCH = { changes: [{ operation: "delete", path: "/cib/configuration/tags" }] } as const;
const COMMIT = { patch: PATCH, expected: { adminEpoch: 0, epoch: 5 }, who: "tester", why: "test" };

test("the meaning of a tool's exit status", () => {
  const code = (result: Partial<ToolResult>): string | undefined =>
    errorOf(["cibadmin"], { ...SUCCESS, ...result }, "a")?.code;
  expect(code({})).toBeUndefined();
  expect([
    code({ exit: 102 }),
    code({ exit: 103 }),
    code({ exit: 105 }),
    code({ exit: 106 }),
    code({ exit: 114 }),
    code({ exit: 124 }),
  ]).toEqual(["disconnected", "conflict", "missing", "no-quorum", "no-dc", "timeout"]);
  expect([code({ exit: 127 }), code({ exit: undefined, notStarted: "ENOENT" })]).toEqual([
    "not-installed",
    "not-installed",
  ]);
  expect([
    code({ exit: undefined, signal: "SIGKILL" }),
    code({ exit: undefined, timedOut: true }),
    code({ exit: 9 }),
  ]).toEqual(["disconnected", "timeout", "failed"]);
  const xml =
    '<pacemaker-result><status code="102" message="Not connected"><errors><error>error: Connection refused</error></errors></status></pacemaker-result>';
  expect(errorOf(["crmadmin"], { ...SUCCESS, exit: 102, stdout: xml }, "a")?.message).toBe(
    "crmadmin on a ended with 102: Connection refused",
  );
});

test("another node is asked when one does not answer, and stays in use", async () => {
  const asked: string[] = [];
  const hosts = new Hosts([counted("a", asked, { exit: 102 }), counted("b", asked, { stdout: "b" })]);
  expect(await hosts.run(["x"], { repeatable: true })).toBe("b");
  expect(await hosts.run(["x"], { repeatable: true })).toBe("b");
  expect(asked).toEqual(["a", "b", "b"]);
});

test("sends a request that must not be repeated to one node only, and names every node if none answers", async () => {
  const asked: string[] = [];
  const lost = { lost: "no route" };
  const hosts = new Hosts([counted("a", asked, lost), counted("b", asked, lost)]);
  await expect(hosts.run(["x"], { repeatable: false })).rejects.toMatchObject({ code: "disconnected" });
  expect(asked).toEqual(["a"]);
  await expect(hosts.run(["x"], { repeatable: true })).rejects.toThrow(/a cannot be reached.*\n.*b cannot be reached/);
});

test("a commit whose node dies is looked for on another, and found", async () => {
  let taken = cib(5);
  const cluster = pacemakerCluster("pacemaker:", [
    host("a", (argv, input) => {
      if (!argv.includes("--patch")) return { stdout: cib(5) };
      taken = patched(cib(5), input);
      return { lost: "the connection broke" };
    }),
    host("b", (argv) => {
      if (argv.includes("--patch")) return { exit: 103 };
      return { stdout: taken };
    }),
  ]);
  expect(await cluster.commit(COMMIT)).toMatchObject({ epoch: 6 });
});

test("a commit whose node dies before it was taken is made on another, and a rival's is a conflict", async () => {
  const dead = host("a", (argv) =>
    argv.includes("--patch") ? { timedOut: true, exit: undefined } : { stdout: cib(5) },
  );
  const fresh = host("b", (argv) => (argv.includes("--patch") ? {} : { stdout: cib(5) }));
  expect(await pacemakerCluster("pacemaker:", [dead, fresh]).commit(COMMIT)).toMatchObject({ epoch: 6 });
  const rival = host("b", (argv) => (argv.includes("--patch") ? { exit: 103 } : { stdout: cib(6) }));
  await expect(pacemakerCluster("pacemaker:", [dead, rival]).commit(COMMIT)).rejects.toMatchObject({
    code: "conflict",
  });
});

test("3.0 wants all counters of a source: they are given, and again when only the status moved", async () => {
  const sources: string[] = [];
  let updates = 3;
  const answer = (): string => cib(5).replace('num_updates="3"', `num_updates="${updates}"`);
  const cluster = pacemakerCluster("pacemaker:", [
    host("a", (argv, input = "") => {
      if (!argv.includes("--patch")) return { stdout: answer() };
      const source = /<source[^>]*>/.exec(input)?.[0] ?? "";
      sources.push(source);
      if (!source.includes("num_updates")) return { exit: 70 };
      if (updates++ < 5) return { exit: 103 };
      return {};
    }),
  ]);
  expect(await cluster.commit(COMMIT)).toEqual({ adminEpoch: 0, epoch: 6, numUpdates: 0 });
  expect(sources.map((s) => /num_updates="(\d+)"/.exec(s)?.[1])).toEqual([undefined, "3", "4", "5"]);
});

test("in the middle of an upgrade the source is whole at once: a 2.1 would take less, and each 3.0 refuse it", async () => {
  const sources: string[] = [];
  const state = (id: number, set: string): string =>
    `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member"><transient_attributes id="${id}"><instance_attributes id="status-${id}"><nvpair id="status-${id}-f" name="#feature-set" value="${set}"/></instance_attributes></transient_attributes></node_state>`;
  const nodes = [1, 2].map((id) => `<node id="${id}" uname="n${id}"/>`).join("");
  const one = '<node id="1" uname="one"/>';
  for (const sets of [
    ["3.16.1", "3.16.1"],
    ["3.16.1", "3.20.5"],
  ]) {
    let answer = cib(5)
      .replace(one, nodes)
      .replace("<status/>", `<status>${sets.map((set, i) => state(i + 1, set)).join("")}</status>`);
    const script: Script = (argv, input = "") => {
      if (!argv.includes("--patch")) return { stdout: answer };
      sources.push(/<source[^>]*>/.exec(input)?.[0] ?? "");
      answer = patched(answer, input);
      return {};
    };
    expect(await pacemakerCluster("pacemaker:", [host("a", script)]).commit(COMMIT)).toMatchObject({ epoch: 6 });
  }
  expect(sources.map((s) => /num_updates="(\d+)"/.exec(s)?.[1])).toEqual([undefined, "3"]);
});

test("nothing is changed through a node that has no DC, and one without an answer says so", async () => {
  let patched = false;
  const gone = (): Partial<ToolResult> => ({ exit: 124 });
  const script: Script = (argv) => {
    patched ||= argv.includes("--patch");
    return argv.includes("--patch") ? { exit: 124 } : { stdout: cib(5) };
  };
  const alone = pacemakerCluster("pacemaker:", [host("a", script, gone)]);
  expect((await alone.read()).settled).toBe(false);
  await expect(alone.commit(COMMIT)).rejects.toMatchObject({ code: "no-dc" });
  expect(patched).toBe(false);
  const lost = pacemakerCluster("pacemaker:", [host("a", script, () => (patched ? gone() : { stdout: DC }))]);
  await expect(lost.commit(COMMIT)).rejects.toMatchObject({ code: "no-dc" });
  expect(patched).toBe(true);
});

test("a node whose tool ends well and tells nothing has not answered: another one is asked", async () => {
  const mute = host("a", () => ({ stdout: "" }));
  const two = pacemakerCluster("pacemaker:", [mute, host("b", () => ({ stdout: cib(7) }))]);
  expect((await two.read()).version.epoch).toBe(7);
  await expect(pacemakerCluster("pacemaker:", [mute]).read()).rejects.toMatchObject({ code: "disconnected" });
});

test("of several hosts one that takes part in the cluster is believed", async () => {
  const minority = host("a", () => ({ stdout: cib(9, 0) }));
  const booting = host(
    "b",
    () => ({ stdout: cib(9) }),
    () => ({ exit: 102 }),
  );
  const cluster = pacemakerCluster("pacemaker:", [minority, booting, host("c", () => ({ stdout: cib(8) }))]);
  expect((await cluster.read()).version.epoch).toBe(8);
});

test("who it is: DC, versions and the dialect", async () => {
  const text = cib(9)
    .replace(
      "<crm_config/>",
      '<crm_config><cluster_property_set id="o"><nvpair id="o-v" name="dc-version" value="3.0.3-abc"/></cluster_property_set></crm_config>',
    )
    .replace(
      "<status/>",
      '<status><node_state id="1" uname="one"><transient_attributes id="1"><instance_attributes id="s"><nvpair id="s-f" name="#feature-set" value="3.20.5"/></instance_attributes></transient_attributes></node_state></status>',
    );
  const cluster = pacemakerCluster("pacemaker:", [host("a", () => ({ stdout: text }))]);
  expect((await cluster.identity()).pacemaker).toEqual({
    host: "a",
    dc: "one",
    quorate: true,
    version: "3.0.3-abc",
    featureSet: "3.16.1",
    featureSets: { one: "3.20.5" },
    dialect: { pacemaker: "3.0", fencing: "fencing" },
    follows: "polling",
  });
});
