/** What crm_mon says that status once hid, one small CIB each; the words are those of Pacemaker 3.0.3. */
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { type StatusAnswer, statusAnswerOf } from "../../src/report/status/answer.ts";
import { statusDocument } from "../../src/report/status/page.ts";
import { spanText, statusText } from "../../src/report/status/text.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { unpack } from "../../src/scheduler/unpack.ts";

const NOW = 1_700_000_000;

interface Scene {
  readonly properties?: Readonly<Record<string, string>>;
  readonly nodes?: string;
  readonly resources: string;
  readonly status?: string;
}

const nvpairs = (id: string, pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`)
    .join("");

const meta = (id: string, pairs: Readonly<Record<string, string>>): string =>
  `<meta_attributes id="${id}-meta">${nvpairs(`${id}-meta`, pairs)}</meta_attributes>`;

const dummy = (id: string, inside = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive>`;

interface Operation {
  readonly rsc: string;
  readonly task: string;
  readonly rc: number;
  readonly status?: number;
  readonly interval?: number;
  readonly reason?: string;
  readonly type?: string;
}

function history(operations: readonly Operation[]): string {
  return operations
    .map(({ rsc, task, rc, status = 0, interval = 0, reason = "", type = 'provider="pacemaker" type="Dummy"' }, i) => {
      const wanted = task === "monitor" && interval === 0 ? 7 : 0;
      const key = `3:1:${wanted}:aaaaaaaa-0000-0000-0000-000000000001`;
      return (
        `<lrm_resource id="${rsc}" class="ocf" ${type}><lrm_rsc_op id="${rsc}_last_0" operation="${task}" ` +
        `operation_key="${rsc}_${task}_${interval}" crm_feature_set="3.19.0" transition-key="${key}" ` +
        `transition-magic="${status}:${rc};${key}" exit-reason="${reason}" call-id="${10 + i}" rc-code="${rc}" ` +
        `op-status="${status}" interval="${interval}" last-rc-change="${NOW - 60}" exec-time="20" queue-time="0"/></lrm_resource>`
      );
    })
    .join("");
}

function nodeState(
  id: number,
  operations: readonly Operation[],
  attributes: Readonly<Record<string, string>> = {},
): string {
  return (
    `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member">` +
    `<lrm id="${id}"><lrm_resources>${history(operations)}</lrm_resources></lrm>` +
    `<transient_attributes id="${id}"><instance_attributes id="status-${id}">${nvpairs(`s-${id}`, attributes)}` +
    "</instance_attributes></transient_attributes></node_state>"
  );
}

const LOST = '<node_state id="1" uname="n1" in_ccm="false" crmd="offline" join="down" expected="member">';

function cibOf({ properties = {}, nodes, resources, status }: Scene): Element {
  const parsed = parseXml(
    '<cib validate-with="pacemaker-3.9" crm_feature_set="3.19.0" epoch="10" num_updates="2" admin_epoch="0" ' +
      `have-quorum="1" dc-uuid="2"><configuration><crm_config><cluster_property_set id="o">` +
      `${nvpairs("o", { "stonith-enabled": "false", ...properties })}</cluster_property_set></crm_config>` +
      `<nodes>${nodes ?? '<node id="1" uname="n1"/><node id="2" uname="n2"/>'}</nodes>` +
      `<resources>${resources}</resources><constraints/></configuration>` +
      `<status>${status ?? nodeState(1, []) + nodeState(2, [])}</status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const page = (scene: Scene): string =>
  statusText(statusDocument(unpack(cibOf(scene), NOW)), (at) => new Date(at * 1000).toISOString());

function answer(scene: Scene, name: string): StatusAnswer {
  const cib = cibOf(scene);
  const version = { adminEpoch: 0, epoch: 10, numUpdates: 2 };
  const reading = readingOf({ cib, at: NOW * 1000 });
  const found = statusAnswerOf(reading, { cib: version, live: true, age: 0 }, name, undefined);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

test("a bundle's container on two nodes at once is shown on both", () => {
  const runs: Operation[] = [{ rsc: "hap-podman-0", task: "start", rc: 0, type: 'provider="heartbeat" type="podman"' }];
  const text = page({
    resources: '<bundle id="hap"><podman image="x" network="host" replicas="1"/></bundle>',
    status: nodeState(1, runs) + nodeState(2, runs),
  });
  expect(text).toContain("hap-podman-0\t(ocf:heartbeat:podman):\t Started [ n1 n2 ]");
});

test("a clone whose primitive is disabled says so", () => {
  const text = page({ resources: `<clone id="c">${dummy("a", meta("a", { "target-role": "Stopped" }))}</clone>` });
  expect(text).toContain("    * Stopped (disabled): [ n1 n2 ]");
  expect(text).toContain("2 resource instances configured (2 DISABLED)");
});

test.each(["Unpromoted", "Slave", "slave"])("a promotable clone held at %s is disabled", (role) => {
  const runs: Operation[] = [{ rsc: "s", task: "start", rc: 0 }];
  const text = page({
    resources: `<clone id="sc">${meta("sc", { promotable: "true", "target-role": role })}${dummy("s")}</clone>`,
    status: nodeState(1, runs) + nodeState(2, runs),
  });
  expect(text).toContain("2 resource instances configured (2 DISABLED)");
  expect(text).toContain("Clone Set: sc [s] (promotable, disabled):");
  expect(text).toContain("    * Unpromoted (target-role): [ n1 n2 ]");
});

test.each([
  [{ task: "start", rc: 1, status: 2 }, "a start on n1 could not be executed (Timed out)"],
  [
    { task: "monitor", rc: 1, status: 2, interval: 10_000, reason: "not within 20s" },
    "a 10s-interval monitor on n1 could not be executed (Timed out: not within 20s)",
  ],
  [{ task: "stop", rc: 1, status: 3 }, "a stop on n1 could not be executed (Unsupported)"],
  [{ task: "monitor", rc: 6, status: 4, reason: "bad ip" }, "a probe on n1 could not be executed (Error: bad ip)"],
  [{ task: "start", rc: 5, status: 7 }, "a start on n1 could not be executed (Not installed)"],
  [{ task: "monitor", rc: 189, status: 8 }, "a probe on n1 could not be executed (Internal communication failure)"],
  [{ task: "start", rc: 1, reason: "no disk" }, "a start on n1 returned 'Error occurred' (no disk)"],
])("a failed operation %o is reported as it failed", (operation, told) => {
  const text = page({ resources: dummy("a"), status: nodeState(1, [{ rsc: "a", ...operation }]) + nodeState(2, []) });
  expect(text).toContain(`  * ${told} at 2023-11-14T22:12:20.000Z after 20ms`);
});

test.each([
  [20, "20ms"],
  [1000, "1s"],
  [1500, "1.500s"],
  [60_001, "1m1ms"],
  [3_661_001, "1h1m1.001s"],
  [90_061_001, "1d1h1m1.001s"],
])("%d ms are %s", (ms, text) => expect(spanText(ms)).toBe(text));

test.each([
  ["migrate-on-red", {}, "-INFINITY", "red"],
  ["migrate-on-red", {}, "-5", "green"],
  ["only-green", {}, "yellow", "yellow"],
  ["progressive", { "node-health-red": "-100", "node-health-yellow": "-10" }, "-100", "red"],
  ["progressive", { "node-health-red": "-100", "node-health-yellow": "-10" }, "-60", "yellow"],
  ["progressive", { "node-health-red": "-100", "node-health-yellow": "-10" }, "-5", "green"],
  ["progressive", { "node-health-yellow": "5" }, "green", "yellow"],
  ["progressive", {}, "RED", "red"],
  ["none", {}, "red", "green"],
])("node health by %s with %o: %s is %s", (strategy, properties, value, colour) => {
  const cib = cibOf({
    properties: { "node-health-strategy": strategy, ...properties },
    resources: "",
    status: nodeState(1, [], { "#health-disk": value }) + nodeState(2, []),
  });
  expect(statusDocument(unpack(cib, NOW)).nodes[0]?.health).toBe(colour);
});

test("without nodes there is no list of them", () => {
  expect(page({ nodes: " ", resources: dummy("a"), status: " " })).not.toContain("Node List");
});

const FENCING = '<primitive id="fence" class="stonith" type="fence_ipmilan"/>';

test("what may still run on a lost node is unknown, and what would end that is said", () => {
  const scene = {
    properties: { "stonith-enabled": "true" },
    resources: `${FENCING}${dummy("vip")}<clone id="c">${dummy("a")}</clone>`,
    status: `${LOST}<lrm id="1"><lrm_resources>${history([
      { rsc: "vip", task: "start", rc: 0 },
      { rsc: "a", task: "start", rc: 0 },
    ])}</lrm_resources></lrm></node_state>${nodeState(2, [])}`,
  };
  for (const name of ["vip", "c"]) {
    const found = answer(scene, name);
    expect(found).toMatchObject({ state: "failed", role: "Unknown", node: "n1", nodes: ["n1"] });
    expect(found.reasons[0]).toMatchObject({ code: "node-unclean" });
    expect(found.reasons[0]?.text).toMatch(/^n1 is unclean \(peer .*\): .* until it is fenced, which is due$/);
  }
  const { reasons } = answer({ ...scene, resources: dummy("vip") }, "vip");
  expect(reasons[0]?.text).toContain("which the cluster cannot do: no fencing device is configured");
});

test("a node to be fenced says why", () => {
  const found = answer(
    {
      properties: { "stonith-enabled": "true" },
      resources: `${FENCING}${dummy("db")}`,
      status: nodeState(1, [{ rsc: "db", task: "stop", rc: 1 }]) + nodeState(2, []),
    },
    "n1",
  );
  expect(found.state).toBe("failed");
  expect(found.reasons[0]?.text).toBe(
    'n1 is unclean (db failed there: stop of db on n1 at 2023-11-14 22:12:20Z gave "error"): what runs there is unknown until it is fenced, which is due',
  );
});

test("a shutdown that waits names what it waits for", () => {
  const runs: Operation[] = ["c", "d"].map((rsc) => ({ rsc, task: "start", rc: 0 }));
  const down = nodeState(1, runs, { shutdown: String(NOW - 30) }) + nodeState(2, []);
  const alone = (managed: string): Scene => ({
    resources: dummy("c") + dummy("d", meta("d", { "is-managed": managed })),
    status: down,
  });
  const group: Scene = {
    resources: `<group id="g">${dummy("c")}${dummy("d", meta("d", { "is-managed": "false" }))}</group>`,
    status: down,
  };
  // The group stops its last member first, which the cluster leaves alone.
  expect(answer(group, "n1").reasons[0]?.text).toBe(
    "n1 is waiting to shut down until d stops, which is not managed: manage it, or stop it by hand",
  );
  // A resource by itself that is not managed holds no shutdown up: it is left running.
  for (const managed of ["false", "true"])
    expect(answer(alone(managed), "n1").reasons[0]?.text).toBe(
      "n1 is waiting to shut down: its resources are stopped first",
    );
});
