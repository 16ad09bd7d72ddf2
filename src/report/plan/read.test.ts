/** What a plan says beyond the transition: who goes down together, what Pacemaker may re-plan, and what a guest is asked. */
import { expect, test } from "vitest";
import { digestAttributes } from "../../cib/digest.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { applyPatch } from "../../cib/patch/patch.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { momentOf } from "../../scheduler/reading.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { changesOf } from "../changes/trace.ts";
import type { Plan } from "./document.ts";
import { makePlan } from "./read.ts";
import { planLines } from "./text.ts";

const NOW = 1_700_000_000;
const AGENT = 'class="ocf" provider="pacemaker"';

/** @param first what else the first node's state holds */
function cib(resources: string, history: readonly string[] = ["", ""], first = "", constraints = ""): Element {
  const nodes = [1, 2].map((id) => `<node id="${id}" uname="n${id}"/>`).join("");
  const states = [1, 2].map(
    (id) =>
      `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources>${history[id - 1]}</lrm_resources></lrm>${id === 1 ? first : ""}</node_state>`,
  );
  const options =
    '<cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set>';
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="5" num_updates="0" crm_feature_set="3.19.0" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration><crm_config>${options}</crm_config><nodes>${nodes}</nodes><resources>${resources}</resources><constraints>${constraints}</constraints></configuration><status>${states.join("")}</status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** One that was started there, by the parameters it has. */
const ran = (id: string, task = "start", rc = 0, type = "Dummy"): string =>
  `<lrm_resource id="${id}" class="ocf" provider="pacemaker" type="${type}"><lrm_rsc_op id="${id}_last_0" operation_key="${id}_${task}_0" operation="${task}" crm_feature_set="3.19.0" transition-key="1:1:${rc}:00000000-0000-0000-0000-000000000000" transition-magic="0:${rc};1:1:${rc}:00000000-0000-0000-0000-000000000000" call-id="5" rc-code="${rc}" op-status="0" interval="0" op-digest="x"/></lrm_resource>`;

function plan(before: Element, wanted: Element): Plan {
  const patch = diffConfiguration(before, wanted);
  const applied = applyPatch(before, { changes: patch.changes });
  if (!applied.ok) throw new Error(applied.problem.message);
  const why = new WhyRecorder();
  const after = schedule(applied.cib, { now: NOW, why });
  const { model: scheduler } = schedule(before, { now: NOW });
  return makePlan({
    cib: before,
    patch,
    before: scheduler,
    due: changesOf(scheduler),
    after,
    why,
    moment: momentOf(applied.cib, NOW),
  });
}

const clone = (meta = ""): string =>
  `<clone id="c"><meta_attributes id="c-m"><nvpair id="c-i" name="interleave" value="true"/>${meta}</meta_attributes><primitive id="p" ${AGENT} type="Dummy"/></clone>`;
const stopped = '<nvpair id="c-t" name="target-role" value="Stopped"/>';
const running = [ran("p"), ran("p")];
const text = (made: Plan): string =>
  planLines(made)
    .map((line) => line.text)
    .join("\n");

test("lists instances that go down together, with the number of all; not a single one", () => {
  const all = plan(cib(clone(), running), cib(clone(stopped), running));
  expect(all.together).toEqual([{ resource: "c", instances: ["p:0", "p:1"], of: 2 }]);
  expect(text(all)).toContain("! 2 of 2 instances of c go down at the same time");
  const one = plan(cib(clone(), running), cib(clone('<nvpair id="c-x" name="clone-max" value="1"/>'), running));
  expect(one.resources.map(({ kind }) => kind)).toEqual(["stop"]);
  expect(one.together).toEqual([]);
});

test("says what a service loses that starts empty when all its instances were down", () => {
  const rabbit = (meta = "") =>
    clone(meta).replace(AGENT, 'class="ocf" provider="heartbeat"').replace("Dummy", "rabbitmq-cluster");
  const made = plan(cib(rabbit(), running), cib(rabbit(stopped), running));
  expect(made.together).toEqual([{ resource: "c", instances: ["p:0", "p:1"], of: 2, emptied: true }]);
  expect(text(made)).toContain("c loses all that it holds");
  expect(text(plan(cib(clone(), running), cib(clone(stopped), running)))).not.toContain("loses all");
});

test("counts instances that move as going down", () => {
  const unique = `<clone id="c"><meta_attributes id="c-m"><nvpair id="c-u" name="globally-unique" value="true"/><nvpair id="c-n" name="clone-node-max" value="2"/></meta_attributes><primitive id="p" ${AGENT} type="Dummy"/></clone>`;
  const history = [ran("p:0") + ran("p:1"), ran("p:0", "monitor", 7) + ran("p:1", "monitor", 7)];
  const ban = (node: string): string => `<rsc_location id="l" rsc="c" node="${node}" score="-INFINITY"/>`;
  const made = plan(cib(unique, history, "", ban("n2")), cib(unique, history, "", ban("n1")));
  expect(made.resources.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ["move", "n1", "n2"],
    ["move", "n1", "n2"],
  ]);
  expect(made.together).toEqual([{ resource: "c", instances: ["p:0", "p:1"], of: 2 }]);
});

test("lists no interruption for a plan without one", () => {
  const made = plan(cib(""), cib(clone()));
  expect(made.resources.map(({ kind }) => kind)).toEqual(["start", "start"]);
  expect(made.interruptions).toEqual([]);
  expect(text(made)).not.toContain("re-plan");
});

test("lists the cleanup of a removed resource's history, and its promotion scores from the old configuration", () => {
  expect(plan(cib(clone(), running), cib("", running)).interruptions).toEqual([{ kind: "history", resource: "p" }]);
  const promotable = `<clone id="c"><meta_attributes id="c-m"><nvpair id="c-p" name="promotable" value="true"/></meta_attributes><primitive id="p" ${AGENT} type="Stateful"/></clone>`;
  const history = [ran("p", "start", 0, "Stateful"), ran("p", "start", 0, "Stateful")];
  const gone = plan(cib(promotable, history), cib("", history));
  expect(gone.interruptions).toEqual([
    { kind: "promotion-score", resource: "p" },
    { kind: "history", resource: "p" },
  ]);
  expect(text(gone)).toContain(
    "? Pacemaker will re-plan after new promotion scores of p, the removal of p; later steps may change",
  );
  expect(plan(cib(""), cib(promotable)).interruptions).toEqual([{ kind: "promotion-score", resource: "p" }]);
});

test("probes a resource once in a guest node before its start there", () => {
  const bundle = `<bundle id="b"><podman image="i" replicas="2" run-command="/usr/sbin/pacemaker_remoted"/><network control-port="3121"/><primitive id="p" ${AGENT} type="Dummy"/></bundle>`;
  const made = plan(cib(""), cib(bundle));
  const inGuests = made.operations.filter(({ node, intervalMs }) => node.startsWith("b-") && intervalMs === 0);
  expect(inGuests.map(({ operation, node }) => `${operation} ${node}`)).toEqual([
    "monitor b-0",
    "start b-0",
    "monitor b-1",
    "start b-1",
  ]);
  expect(made.interruptions).toEqual([
    { kind: "node", resource: "b-0" },
    { kind: "node", resource: "b-1" },
  ]);
});

test("warns that a promoted instance may not restart for a changed parameter", () => {
  const promotable = (color: string): string =>
    `<clone id="c"><meta_attributes id="c-m"><nvpair id="c-p" name="promotable" value="true"/></meta_attributes><primitive id="p" ${AGENT} type="Stateful"><instance_attributes id="p-i"><nvpair id="p-c" name="color" value="${color}"/></instance_attributes></primitive></clone>`;
  const digest = digestAttributes(new Map([["color", "red"]]));
  const score =
    '<transient_attributes id="1"><instance_attributes id="t"><nvpair id="t-m" name="master-p" value="10"/></instance_attributes></transient_attributes>';
  const history = ["promote", "start"].map((task) =>
    ran("p", task, 0, "Stateful").replace('op-digest="x"', `op-digest="${digest}"`),
  );
  const colored = (color: string): Element => cib(promotable(color), history, score);
  const made = plan(colored("red"), colored("blue"));
  expect(made.resources.map(({ kind, roleBefore }) => [kind, roleBefore])).toEqual([
    ["restart", "Promoted"],
    ["restart", "Unpromoted"],
  ]);
  expect(made.doubtfulRestarts).toEqual(["p:0"]);
  expect(text(made)).toContain("! p:0 is promoted and may keep its old parameters");
  expect(made.demotions).toEqual([{ resource: "p:0", node: "n1", onStopFailure: "block" }]);
  expect(text(made)).toContain("! p:0 is demoted on n1 with its new parameters: an agent");
});
