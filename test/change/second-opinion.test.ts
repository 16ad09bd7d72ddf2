/** A plan is shown to Pacemaker's own scheduler where there is one: what that says otherwise is never hidden. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSecondOpinion } from "../../src/change/plan/crm-simulate-check.ts";
import { planChange } from "../../src/change/plan/plan.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { localSimulator } from "../../src/cluster/pacemaker/crm-simulate.ts";
import { SUCCESS } from "../../src/cluster/pacemaker/runner.testing.ts";
import { localRunner, type Runner } from "../../src/cluster/pacemaker/runner.ts";
import type { Cluster, Snapshot } from "../../src/cluster/port.ts";
import type { Plan } from "../../src/report/plan/document.ts";
import { planLines } from "../../src/report/plan/text.ts";
import { needs, whyNoProgram } from "../needs.ts";

const AT = Date.UTC(2026, 0, 1);
const SECRET = "correct-horse-battery";

function cib(resources: string): Element {
  const states = [1, 2].map(
    (id) =>
      `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources/></lrm></node_state>`,
  );
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="1" num_updates="0" crm_feature_set="3.16.1" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration><crm_config><cluster_property_set id="o"><nvpair id="o-f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config><nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources>${resources}</resources><constraints/></configuration><status>${states.join("")}</status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const dummy = (id: string, parameters = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${parameters}<operations><op id="${id}-m" name="monitor" interval="10s"/></operations></primitive>`;

const snapshotOf = (root: Element): Snapshot => ({
  cib: root,
  version: readVersion(root),
  live: false,
  settled: undefined,
  at: AT,
  knownAt: undefined,
});

async function checked(runner: Runner, before: Element, after: Element): Promise<Plan> {
  const snapshot = snapshotOf(before);
  const cluster: Partial<Cluster> = { simulator: localSimulator(runner) };
  const local = async () => localSimulator(runner);
  return (await withSecondOpinion(cluster as Cluster, snapshot, planChange(snapshot, after), local)).plan;
}

const text = (plan: Plan, verbose = false): string =>
  planLines(plan, { verbose })
    .map((l) => `${l.tone === "warning" ? "!! " : ""}${l.text}`)
    .join("\n");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-opinion-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A crm_simulate with a given answer. */
function fake(script: string): Runner {
  const path = join(directory, "crm_simulate");
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$1" = --version ] && { echo 'Pacemaker 9.8.7'; exit; }\necho "$@" >${directory}/arguments\ncat >${directory}/input\n${script}\n`,
  );
  chmodSync(path, 0o755);
  return localRunner({ PATH: `${directory}:${process.env.PATH}` });
}

describe("a tool that lies", () => {
  const lie = `cat <<'X'
<transition_graph>
 <synapse id="0"><action_set><rsc_op id="1" operation="monitor" operation_key="a_monitor_0" on_node="n1"><primitive id="a"/></rsc_op></action_set><inputs/></synapse>
 <synapse id="1"><action_set><rsc_op id="2" operation="stop" operation_key="b_stop_0" on_node="n2"><primitive id="b" long-id="b:0"/></rsc_op></action_set><inputs/></synapse>
 <synapse id="2"><action_set><crm_event id="3" operation="stonith" operation_key="stonith-n2-reboot" on_node="n2"><attributes CRM_meta_stonith_action="reboot"/></crm_event></action_set><inputs/></synapse>
</transition_graph>
X`;

  test("is shown with every operation that differs, in the text and in the document", async () => {
    const plan = await checked(fake(lie), cib(""), cib(dummy("a")));
    expect(plan.checked).toMatchObject({ by: "crm_simulate 9.8.7", agrees: false });
    const said = text(plan);
    expect(said).toContain("!! crm_simulate 9.8.7 plans differently, so do not rely on this plan:");
    expect(said).toContain("!!   ! only Pacemaker: stop of b:0 on n2");
    expect(said).toContain("!!   ! only Pacemaker: reboot on n2");
    expect(said).toMatch(/only Holdfast: start of a on n\d/);
    expect(said).toMatch(/only Holdfast: monitor of a every 10s on n\d/);
    expect(said).not.toMatch(/only .*: monitor of a on n1/);
  });

  test("gets the CIB by standard input alone, and the moment to judge it at", async () => {
    const password = `<instance_attributes id="p"><nvpair id="p-p" name="passwd" value="${SECRET}"/></instance_attributes>`;
    const plan = await checked(fake(lie), cib(""), cib(dummy("a", password)));
    expect(readFileSync(join(directory, "input"), "utf8")).toContain(SECRET);
    const given = readFileSync(join(directory, "arguments"), "utf8");
    expect(given).not.toContain(SECRET);
    expect(given).toContain("--set-datetime 2026-01-01 00:00:00Z");
    expect(JSON.stringify(plan)).not.toContain(SECRET);
  });
});

test("a tool that fails is reported, and leaves the plan as it is", async () => {
  for (const script of ["echo nonsense; exit 70", "echo '<transition_graph>'", "echo '<transition_graph/>'; exit 1"]) {
    const plan = await checked(fake(script), cib(""), cib(dummy("a")));
    expect(plan.checked).toMatchObject({ by: null, agrees: null, missing: false });
    expect(text(plan)).toContain("!! Not checked: crm_simulate could not be asked");
    expect(plan.resources).toHaveLength(1);
  }
});

test("a bug in asking it is no answer of the tool", async () => {
  const broken: Runner = {
    ...localRunner({}),
    run: () => Promise.reject(new TypeError("argv is not iterable")),
  };
  await expect(checked(broken, cib(""), cib(dummy("a")))).rejects.toThrow(TypeError);
});

test("without the tool, only a verbose plan says so", async () => {
  const nowhere: Runner = {
    ...localRunner({}),
    run: async () => ({ ...SUCCESS, exit: 127 }),
  };
  const plan = await checked(nowhere, cib(""), cib(dummy("a")));
  expect(plan.checked).toEqual({ by: null, agrees: null, reason: "crm_simulate is not installed", missing: true });
  expect(text(plan)).not.toContain("Not checked");
  expect(text(plan, true)).toContain("Not checked: crm_simulate is not installed");
});

function realVersion(): string | undefined {
  try {
    const path = `${process.env.PATH}:/usr/sbin`;
    const said = execFileSync("crm_simulate", ["--version"], { encoding: "utf8", env: { ...process.env, PATH: path } });
    return /\d+\.\d+\.\d+/.exec(said)?.[0];
  } catch {
    return undefined;
  }
}

const version = realVersion();

describe("the machine's own crm_simulate", () => {
  beforeEach((context) => needs(context, whyNoProgram("crm_simulate", "pacemaker-cli-utils")));

  test("agrees, and is named", async () => {
    const plan = await checked(localRunner(), cib(dummy("a")), cib(`${dummy("a")}${dummy("b")}`));
    expect(plan.checked).toEqual({ by: `crm_simulate ${version}`, agrees: true });
    expect(text(plan)).toContain(`Checked by crm_simulate ${version}: it plans the same.`);
  });

  test("of another release than the cluster's is no liar for it", async (context) => {
    needs(context, version?.startsWith("3") ? "the machine's crm_simulate is of the cluster's release" : undefined);
    const twice = (id: string): string =>
      `<clone id="${id}-clone"><meta_attributes id="${id}-meta"><nvpair id="${id}-n" name="clone-node-max" value="2"/><nvpair id="${id}-x" name="clone-max" value="4"/></meta_attributes>${dummy(id)}</clone>`;
    const plan = await checked(localRunner(), cib(""), cib(twice("a")));
    expect(plan.checked).toEqual({ by: `crm_simulate ${version}`, agrees: true, apart: "release" });
    expect(text(plan)).toContain("by the rules of its own release; the cluster's release differs");
  });
});
