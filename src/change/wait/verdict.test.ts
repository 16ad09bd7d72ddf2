import { expect, test } from "vitest";
import { digestAttributes } from "../../cib/digest.ts";
import { readVersion } from "../../cib/patch/version.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { type Judgement, judge } from "./verdict.ts";
import type { Wanted } from "./wanted.ts";

const NOW = 1_800_000_000;
const DIGEST = digestAttributes(new Map());

interface Op {
  readonly task: string;
  readonly rc?: number;
  readonly status?: number;
  readonly reason?: string;
}

function history(rsc: string, ops: readonly Op[]): string {
  const entries = ops.map(({ task, rc = 0, status = 0, reason }, i) => {
    const key = `${i + 1}:1:0:11111111-2222-3333-4444-555555555555`;
    const pending = status < 0 ? 193 : rc;
    return `<lrm_rsc_op id="${rsc}_${rc > 0 && task !== "monitor" ? "last_failure" : task}_0" operation_key="${rsc}_${task}_0" operation="${task}" interval="0" op-digest="${DIGEST}" call-id="${status < 0 ? -1 : i + 1}" rc-code="${pending}" op-status="${status}" transition-key="${key}" transition-magic="${status}:${pending};${key}" last-rc-change="${NOW - 60}"${reason === undefined ? "" : ` exit-reason="${reason}"`}/>`;
  });
  return `<lrm_resource id="${rsc}" class="ocf" provider="pacemaker" type="Dummy">${entries.join("")}</lrm_resource>`;
}

const PROBED: readonly Op[] = [{ task: "monitor", rc: 7 }];
const RUNNING: readonly Op[] = [{ task: "start" }];

interface World {
  readonly resources?: string;
  readonly constraints?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly quorum?: boolean;
  /** A node in standby. */
  readonly standby?: string;
  /** The history of each node, one and two. */
  readonly one?: string;
  readonly two?: string;
  /** How often its start failed, on both. */
  readonly failures?: string;
}

const A = '<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>';
const meta = (name: string, value: string): string =>
  `<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="m"><nvpair id="m-x" name="${name}" value="${value}"/></meta_attributes></primitive>`;
const IDLE = history("a", PROBED);

function snapshot(world: World): Snapshot {
  const properties = { "stonith-enabled": "false", ...world.properties };
  const pairs = Object.entries(properties).map(
    ([name, value]) => `<nvpair id="o-${name}" name="${name}" value="${value}"/>`,
  );
  const failures = (id: number): string =>
    world.failures === undefined
      ? ""
      : `<transient_attributes id="${id}"><instance_attributes id="s-${id}"><nvpair id="s-${id}-f" name="fail-count-a#start_0" value="${world.failures}"/></instance_attributes></transient_attributes>`;
  const state = (id: number, name: string, lrm: string, attributes = ""): string =>
    `<node_state id="${id}" uname="${name}" in_ccm="true" crmd="online" join="member" expected="member">${attributes}<lrm id="${id}"><lrm_resources>${lrm}</lrm_resources></lrm></node_state>`;
  const node = (id: number, name: string): string =>
    name === world.standby
      ? `<node id="${id}" uname="${name}"><instance_attributes id="n${id}"><nvpair id="n${id}-s" name="standby" value="on"/></instance_attributes></node>`
      : `<node id="${id}" uname="${name}"/>`;
  const text = `<cib admin_epoch="0" epoch="7" num_updates="2" crm_feature_set="3.19.0" validate-with="pacemaker-3.9" have-quorum="${world.quorum === false ? 0 : 1}" dc-uuid="1"><configuration><crm_config><cluster_property_set id="o">${pairs.join("")}</cluster_property_set></crm_config><nodes>${node(1, "one")}${node(2, "two")}</nodes><resources>${world.resources ?? A}</resources><constraints>${world.constraints ?? ""}</constraints></configuration><status>${state(1, "one", world.one ?? IDLE, failures(1))}${state(2, "two", world.two ?? IDLE, failures(2))}</status></cib>`;
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return {
    cib: parsed.root,
    version: readVersion(parsed.root),
    live: true,
    settled: true,
    at: NOW * 1000,
    knownAt: undefined,
  };
}

const of = (world: World, wanted: Partial<Wanted> = {}): Judgement =>
  judge(readingOf(snapshot(world)), { resources: ["a"], ...wanted });
const kinds = ({ state, findings }: Judgement): string => [state, ...findings.map((f) => f.code)].join(" ");

const running = history("a", RUNNING);

test("reached: it runs and no action is pending", () => {
  const found = of({ one: running });
  expect(found).toMatchObject({ state: "reached", findings: [], version: { epoch: 7 } });
  expect(found.resources).toEqual([{ id: "a", instances: [{ id: "a", role: "Started", nodes: ["one"] }] }]);
  expect(kinds(of({ one: running }, { resources: [] }))).toBe("reached");
});

test("pending: actions that the scheduler would take, and operations in flight", () => {
  expect(kinds(of({}))).toBe("pending pending");
  const starting = history("a", [{ task: "start", status: -1 }]);
  expect(of({ one: starting })).toMatchObject({ state: "pending" });
  expect(of({ one: running, properties: { "stop-all-resources": "true" } }, { role: "Stopped" })).toMatchObject({
    state: "pending",
    findings: [{ text: expect.stringContaining("will be stopped") }],
  });
});

test("pending: the cluster does not have the configuration yet", () => {
  expect(kinds(of({ one: running }, { version: { adminEpoch: 0, epoch: 8 } }))).toBe("pending pending");
  expect(kinds(of({ one: running }, { version: { adminEpoch: 0, epoch: 7 } }))).toBe("reached");
});

test("pending: without quorum the result is open", () => {
  expect(kinds(of({ quorum: false }))).toBe("pending pending");
});

test("never: there is no such resource", () => {
  expect(kinds(of({}, { resources: ["b"] }))).toBe("never missing");
});

test("never: disabled, but stopped as wanted, and as configured for all", () => {
  const resources = meta("target-role", "Stopped");
  expect(kinds(of({ resources }))).toBe("never disabled");
  expect(kinds(of({ resources }, { role: "Stopped" }))).toBe("reached");
  expect(kinds(of({ resources }, { resources: [] }))).toBe("reached");
});

test("never: unmanaged and not running; running is enough", () => {
  const resources = meta("is-managed", "false");
  expect(kinds(of({ resources }))).toBe("never unmanaged");
  expect(kinds(of({ resources, one: running }))).toBe("reached");
  expect(of({ properties: { "maintenance-mode": "true" } }).findings[0]?.text).toContain("maintenance");
});

test("never: unmanaged, even while other actions are pending", () => {
  const b = '<primitive id="b" class="ocf" provider="pacemaker" type="Dummy"/>';
  const found = of({ resources: `${meta("is-managed", "false")}${b}` }, { resources: ["a", "b"] });
  expect(kinds(found)).toMatch(/^never unmanaged pending/);
});

test("never: no node may run it", () => {
  const constraints = ["one", "two"]
    .map((n) => `<rsc_location id="l-${n}" rsc="a" node="${n}" score="-INFINITY"/>`)
    .join("");
  expect(kinds(of({ constraints }))).toBe("never no-node");
});

test("never: it failed, with the agent's exit reason", () => {
  const failed = history("a", [{ task: "start", rc: 1, reason: "no such file" }, { task: "stop" }]);
  const found = of({ one: failed, two: failed, failures: "INFINITY" });
  expect(kinds(found)).toBe("never failed");
  expect(found.findings[0]?.text).toContain("no such file");
});

test("never: configured to run when Stopped is wanted, and not promotable", () => {
  expect(kinds(of({ one: running }, { role: "Stopped" }))).toBe("never other-role");
  expect(kinds(of({ one: running }, { role: "Promoted" }))).toBe("never other-role");
});

test("a drained node runs nothing; what is unmanaged stays, and is the reason", () => {
  const two = history("a", RUNNING);
  expect(kinds(of({ two }, { resources: [], drained: ["two"] }))).toBe("never not-draining");
  const standby = (resources: string): World => ({ resources, two, standby: "two" });
  const going = of(standby(A), { resources: [], drained: ["two"] });
  expect(going).toMatchObject({
    state: "pending",
    findings: [{ resource: "a", text: expect.stringContaining("move") }],
  });
  expect(kinds(of({ one: running, standby: "two" }, { resources: [], drained: ["two"] }))).toBe("reached");
  const kept = of(standby(meta("is-managed", "false")), { resources: [], drained: ["two"] });
  expect(kinds(kept)).toBe("never unmanaged");
  expect(kept.findings[0]?.text).toBe("a stays on two: it is not managed (is-managed=false), so it stays as it is");
});

test("a bundle is promotable if its primitive is", () => {
  const bundle = `<bundle id="b"><podman image="i" replicas="1" promoted-max="1"/><network control-port="3121"/>${A}</bundle>`;
  const found = of({ resources: bundle }, { resources: ["b"], role: "Promoted" });
  expect(found.findings.map((f) => f.code)).not.toContain("other-role");
});

test("a clone runs where it can; a promotable one without a score may still get one", () => {
  const clone = (extra = ""): string =>
    `<clone id="c"><meta_attributes id="c-m"><nvpair id="c-m-i" name="interleave" value="true"/>${extra}</meta_attributes>${A}</clone>`;
  const wanted = { resources: ["c"] };
  expect(kinds(of({ resources: clone(), one: running, two: running }, wanted))).toBe("reached");
  expect(kinds(of({ resources: clone(), one: running }, wanted))).toBe("pending pending");
  const constraints = '<rsc_location id="l" rsc="c" node="two" score="-INFINITY"/>';
  expect(kinds(of({ resources: clone(), constraints, one: running }, wanted))).toBe("reached");
  const promotable = clone('<nvpair id="c-m-p" name="promotable" value="true"/>');
  const found = of({ resources: promotable, one: running, two: running }, wanted);
  expect(kinds(found)).toBe("never no-node");
  expect(found.findings[0]?.text).toBe(
    "0 of 1 instances of c are promoted: what runs has no promotion score, which its agent sets",
  );
  const soon = { askedAt: 0, now: NOW * 1000 - 1000, presence: undefined, fencings: [], doubt: undefined };
  const early = judge(readingOf(snapshot({ resources: promotable, one: running, two: running })), wanted, soon);
  expect(early).toMatchObject({ state: "pending", findings: [{ text: "0 of 1 instances of c are promoted" }] });
  expect(kinds(of({ resources: promotable, one: running, two: running }, { ...wanted, role: "Unpromoted" }))).toBe(
    "reached",
  );
});
