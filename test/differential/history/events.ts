/** What happens to a cluster between two transitions: nodes come and go, resources fail, people change their minds. */
import type { Element } from "../../../src/cib/tree.ts";
import { childDrafts, type Draft, draftOf, newDraft } from "../../../src/scheduler/simulation/draft.ts";
import { constraint } from "../cib/constraints.ts";
import type { Plan } from "../cib/plan.ts";
import { META } from "../cib/primitives.ts";
import { failureOf, type World } from "./enact.ts";
import { type Clock, countFailure, record } from "./entry.ts";
import { drop, forget, histories, nodeStates, setAll, setTransient, statusOf } from "./status.ts";

interface Scene {
  readonly plan: Plan;
  readonly cib: Draft;
  readonly world: World;
  readonly clock: Clock;
}

type Event = (scene: Scene) => void;

export function happen(scene: Scene): void {
  scene.plan.r.weighted(EVENTS)(scene);
}

const EVENTS: readonly (readonly [number, Event])[] = [
  [12, monitorFails],
  [6, nodeIsLost],
  [3, nodeStateIsOdd],
  [4, nodeComes],
  [3, nodeShutsDown],
  [4, nodeAttribute],
  [5, promotionScore],
  [4, metaChanges],
  [5, parameterChanges],
  [3, resourceIsRemoved],
  [2, optionChanges],
  [2, constraintIsAdded],
  [1, constraintIsRemoved],
  [2, ticketChanges],
  [2, quorumChanges],
  [5, timePasses],
  [3, entryIsLost],
  [2, historyIsLost],
  [3, alsoActiveElsewhere],
  [2, digestIsOdd],
  [3, entryIsOdd],
  [1, nodeIsRemoved],
  [5, migrationHappens],
  [3, resourceIsLocked],
  [2, agentChanges],
];

const isElement = (x: Draft["children"][number]): x is Draft => x.kind === "element";

function section(cib: Draft, name: string): Draft {
  const configuration = cib.children.filter(isElement).find((e) => e.name === "configuration") as Draft;
  const found = configuration.children.filter(isElement).find((e) => e.name === name);
  if (found !== undefined) return found;
  const made = newDraft(name, {});
  configuration.children.push(made);
  return made;
}

function below(e: Draft, names: ReadonlySet<string>, into: Draft[] = []): Draft[] {
  for (const c of e.children.filter(isElement)) {
    if (names.has(c.name)) into.push(c);
    below(c, names, into);
  }
  return into;
}

const RESOURCES = new Set(["primitive", "group", "clone", "bundle"]);

function someState({ plan, cib }: Scene, clusterOnly: boolean): Draft | undefined {
  const states = nodeStates(cib).filter((s) => !clusterOnly || s.attributes.get("remote_node") !== "true");
  return states.length === 0 ? undefined : plan.r.pick(states);
}

interface Found {
  readonly state: Draft;
  readonly history: Draft;
  readonly entry: Draft;
}

function someEntry({ plan, cib }: Scene, wanted: (entry: Draft) => boolean): Found | undefined {
  const found: Found[] = [];
  for (const state of nodeStates(cib)) {
    for (const history of histories(state)) {
      for (const entry of childDrafts(history, "lrm_rsc_op")) if (wanted(entry)) found.push({ state, history, entry });
    }
  }
  return found.length === 0 ? undefined : plan.r.pick(found);
}

function monitorFails(scene: Scene): void {
  const { plan, clock } = scene;
  const found = someEntry(scene, (e) => e.attributes.get("interval") !== "0");
  if (found === undefined) return;
  const { history, entry, state } = found;
  const op = {
    rscId: history.attributes.get("id") ?? "",
    class: history.attributes.get("class") ?? "",
    provider: history.attributes.get("provider"),
    type: history.attributes.get("type") ?? "",
    task: entry.attributes.get("operation") ?? "monitor",
    intervalMs: Number(entry.attributes.get("interval")),
    attributes: new Map<string, string>(),
    actionId: 1,
    targetRc: Number(entry.attributes.get("transition-key")?.split(":")[2] ?? "0"),
  };
  record(plan.r, state, op, failureOf(plan.r, op), clock);
  // The digest of what failed is that of what succeeded before, unless parameters changed.
  const failed = childDrafts(history, "lrm_rsc_op").find((e) => e.attributes.get("id")?.endsWith("_last_failure_0"));
  const digest = entry.attributes.get("op-digest");
  if (failed !== undefined && digest !== undefined && plan.r.chance(0.9)) failed.attributes.set("op-digest", digest);
}

function nodeIsLost(scene: Scene): void {
  const state = someState(scene, true);
  if (state === undefined) return;
  const { r } = scene.plan;
  setAll(state, {
    in_ccm: "false",
    crmd: "offline",
    join: r.pick(["member", "member", "down"]),
    expected: r.pick(["member", "member", "down"]),
  });
  if (r.chance(0.2)) scene.cib.attributes.set("have-quorum", "0");
}

function nodeStateIsOdd(scene: Scene): void {
  const state = someState(scene, true);
  if (state === undefined) return;
  const { r } = scene.plan;
  const [name, value] = r.pick([
    ["join", "pending"],
    ["join", "down"],
    ["join", "nack"],
    ["join", "banned"],
    ["expected", undefined],
    ["expected", "down"],
    ["crmd", "offline"],
    ["in_ccm", "false"],
    ["in_ccm", undefined],
    ["in_ccm", String(scene.clock.now - r.int(10_000))],
    ["crmd", String(scene.clock.now - r.int(5000))],
    ["crmd", "0"],
    ["in_ccm", "0"],
  ] as const);
  setAll(state, { [name]: value });
}

const MEMBER = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };

function nodeComes(scene: Scene): void {
  const state = someState(scene, true);
  if (state === undefined) return;
  const times = { in_ccm: String(scene.clock.now), crmd: String(scene.clock.now), join: "member", expected: "member" };
  setAll(state, scene.plan.r.chance(0.3) ? times : MEMBER);
  if (scene.plan.r.chance(0.5)) setTransient(state, "shutdown", undefined);
}

function nodeShutsDown(scene: Scene): void {
  const state = someState(scene, scene.plan.r.chance(0.9));
  if (state !== undefined)
    setTransient(
      state,
      "shutdown",
      scene.plan.r.weighted([
        [8, String(scene.clock.now)],
        [1, "0"],
      ]),
    );
}

function nodeAttribute(scene: Scene): void {
  const state = someState(scene, false);
  if (state === undefined) return;
  const [name, value] = scene.plan.r.pick([
    ["standby", "on"],
    ["standby", undefined],
    ["maintenance", "true"],
    ["maintenance", undefined],
    ["terminate", "true"],
    ["#health-cpu", "red"],
    ["#health-cpu", "yellow"],
    ["#health-cpu", undefined],
    ["site", "b"],
    ["probe_complete", "true"],
  ] as const);
  setTransient(state, name, value);
}

function promotionScore(scene: Scene): void {
  const { plan, cib } = scene;
  const ids = plan.referents.filter((x) => x.promotable).map((x) => x.id);
  const stateful = below(section(cib, "resources"), new Set(["primitive"])).filter(
    (p) => p.attributes.get("type") === "Stateful" || ids.length === 0,
  );
  const state = someState(scene, false);
  if (state === undefined || stateful.length === 0) return;
  const id = plan.r.pick(stateful).attributes.get("id");
  setTransient(
    state,
    `master-${id}${plan.r.chance(0.1) ? ":0" : ""}`,
    plan.r.pick(["5", "10", "100", "-5", "INFINITY", "-INFINITY", "0", undefined]),
  );
}

function metaChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const all = below(section(cib, "resources"), RESOURCES);
  if (all.length === 0) return;
  const target = plan.r.pick(all);
  const [name, , values] = plan.r.pick(META);
  const pair = { name, value: plan.r.pick(values) };
  const id = `changed-${plan.ids++}`;
  target.children.unshift(newDraft("meta_attributes", { id, score: "1000" }));
  (target.children[0] as Draft).children.push(newDraft("nvpair", { id: `${id}-v`, ...pair }));
}

function parameterChanges(scene: Scene): void {
  const pairs = below(section(scene.cib, "resources"), new Set(["instance_attributes"])).flatMap((e) =>
    childDrafts(e, "nvpair"),
  );
  if (pairs.length === 0) return;
  const pair = scene.plan.r.pick(pairs);
  pair.attributes.set("value", `changed${scene.plan.ids++}`);
}

/** Its constraints go with it; fencing levels and tags may keep naming it. */
function resourceIsRemoved(scene: Scene): void {
  const resources = section(scene.cib, "resources");
  const candidates = resources.children.filter(isElement).filter((e) => e.name !== "template");
  if (candidates.length < 2) return;
  const gone = scene.plan.r.pick(candidates);
  const ids = new Set([gone, ...below(gone, RESOURCES)].map((e) => e.attributes.get("id") ?? ""));
  drop(resources, gone);
  for (let i = scene.plan.referents.length - 1; i >= 0; i--) {
    const x = scene.plan.referents[i];
    if (x !== undefined && ids.has(x.id)) scene.plan.referents.splice(i, 1);
  }
  dropReferences(section(scene.cib, "constraints"), ids);
  dropReferences(section(scene.cib, "tags"), ids);
}

function dropReferences(parent: Draft, ids: ReadonlySet<string>): void {
  for (const e of parent.children.filter(isElement)) {
    const names = e.name === "resource_ref" || e.name === "obj_ref" ? ["id"] : ["rsc", "with-rsc", "first", "then"];
    if (names.some((name) => ids.has(e.attributes.get(name) ?? ""))) {
      drop(parent, e);
      continue;
    }
    const before = e.children.length;
    dropReferences(e, ids);
    // A set or tag left empty is none, and a constraint left without sets neither.
    const needsChildren =
      e.name === "resource_set" ||
      e.name === "tag" ||
      ((e.name === "rsc_colocation" || e.name === "rsc_order" || e.name === "rsc_ticket") && before > 0);
    if (before > 0 && needsChildren && e.children.length === 0) drop(parent, e);
    const locationWithoutSet =
      e.name === "rsc_location" &&
      before > e.children.length &&
      !e.attributes.has("rsc") &&
      !e.attributes.has("rsc-pattern");
    if (locationWithoutSet && childDrafts(e, "resource_set").length === 0) drop(parent, e);
  }
}

function optionChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const [name, value] = plan.r.pick([
    ["maintenance-mode", "true"],
    ["stop-all-resources", "true"],
    ["no-quorum-policy", "freeze"],
    ["no-quorum-policy", "demote"],
    ["no-quorum-policy", "ignore"],
    ["no-quorum-policy", "fence"],
    ["stonith-enabled", "false"],
    ["stonith-enabled", "true"],
    ["stop-orphan-resources", "false"],
    ["shutdown-lock", "true"],
    ["symmetric-cluster", "false"],
  ] as const);
  const id = `option-${plan.ids++}`;
  const set = newDraft("cluster_property_set", { id, score: "1000" });
  set.children.push(newDraft("nvpair", { id: `${id}-v`, name, value }));
  section(cib, "crm_config").children.push(set);
}

function constraintIsAdded({ plan, cib }: Scene): void {
  section(cib, "constraints").children.push(...constraint(plan).map((e: Element) => draftOf(e)));
}

function constraintIsRemoved({ plan, cib }: Scene): void {
  const constraints = section(cib, "constraints");
  const all = constraints.children.filter(isElement);
  if (all.length > 0) drop(constraints, plan.r.pick(all));
}

function ticketChanges({ plan, cib, clock }: Scene): void {
  const status = statusOf(cib);
  const tickets = status.children.filter(isElement).find((e) => e.name === "tickets") ?? newDraft("tickets", {});
  if (!status.children.includes(tickets)) status.children.push(tickets);
  const id = plan.r.pick(plan.tickets);
  const state =
    tickets.children.filter(isElement).find((e) => e.attributes.get("id") === id) ?? newDraft("ticket_state", { id });
  if (!tickets.children.includes(state)) tickets.children.push(state);
  setAll(state, {
    granted: plan.r.pick(["true", "true", "false"]),
    "last-granted": String(clock.now),
    standby: plan.r.pick([undefined, undefined, "true", "false"]),
  });
}

function quorumChanges({ plan, cib }: Scene): void {
  cib.attributes.set("have-quorum", plan.r.pick(["0", "1"]));
}

function timePasses({ plan, clock }: Scene): void {
  clock.now += plan.r.pick([5, 15, 70, 400, 4000]);
}

function entryIsLost(scene: Scene): void {
  const found = someEntry(scene, () => true);
  if (found !== undefined) drop(found.history, found.entry);
}

function historyIsLost(scene: Scene): void {
  const state = someState(scene, false);
  if (state !== undefined) forget(state);
}

/** The same resource found running on another node. */
function alsoActiveElsewhere(scene: Scene): void {
  const { plan, clock } = scene;
  const found = someEntry(
    scene,
    (e) => e.attributes.get("operation") === "start" && e.attributes.get("rc-code") === "0",
  );
  const state = someState(scene, plan.r.chance(0.8));
  if (found === undefined || state === undefined || state === found.state) return;
  const { history } = found;
  const op = {
    rscId: history.attributes.get("id") ?? "",
    class: history.attributes.get("class") ?? "",
    provider: history.attributes.get("provider"),
    type: history.attributes.get("type") ?? "",
    task: "monitor",
    intervalMs: 0,
    attributes: new Map<string, string>(),
    actionId: 7,
    targetRc: 7,
  };
  record(plan.r, state, op, { rc: plan.r.pick([0, 0, 0, 8]), status: 0 }, clock);
}

function digestIsOdd(scene: Scene): void {
  const found = someEntry(scene, (e) => e.attributes.has("op-digest"));
  if (found === undefined) return;
  const name = scene.plan.r.pick(["op-digest", "op-restart-digest", "op-secure-digest"]);
  if (found.entry.attributes.has(name))
    found.entry.attributes.set(
      name,
      scene.plan.r.pick(["0123456789abcdef0123456789abcdef", "feedfacefeedfacefeedfacefeedface"]),
    );
}

/** Any result can turn out to be any other. */
function entryIsOdd(scene: Scene): void {
  const { r } = scene.plan;
  const found = someEntry(scene, () => true);
  if (found === undefined) return;
  const { entry } = found;
  const { rc, status } = r.chance(0.5)
    ? failureOf(r, { intervalMs: 1 })
    : { rc: r.pick([0, 7, 8]), status: r.pick([0, 0, 0, -1, 1]) };
  const key = entry.attributes.get("transition-key");
  setAll(entry, { "rc-code": String(rc), "op-status": String(status), "transition-magic": `${status}:${rc};${key}` });
  if (status === -1) entry.attributes.set("call-id", "-1");
  if (r.chance(0.4)) {
    const state = found.state;
    const intervalMs = Number(entry.attributes.get("interval"));
    countFailure(
      r,
      state,
      {
        rscId: found.history.attributes.get("id") ?? "",
        task: entry.attributes.get("operation") ?? "monitor",
        intervalMs,
      },
      scene.clock,
    );
  }
}

/** From the configuration; its state may stay behind. */
function nodeIsRemoved(scene: Scene): void {
  // Nodes without capacities would be all alike: see cib/nodes.ts.
  if (scene.plan.utilization) return;
  const nodes = section(scene.cib, "nodes");
  const all = nodes.children.filter(isElement);
  if (all.length > 1) drop(nodes, scene.plan.r.pick(all));
}

/** A migration as the history tells it: under way, done on one side, done, failed on either, with or without the stop. */
function migrationHappens(scene: Scene): void {
  const { plan, clock } = scene;
  const { r } = plan;
  const found = someEntry(
    scene,
    (e) => ACTIVE.has(e.attributes.get("operation") ?? "") && e.attributes.get("rc-code") === "0",
  );
  const target = someState(scene, r.chance(0.85));
  if (found === undefined || target === undefined || target === found.state) return;
  const { history, entry, state: source } = found;
  const common = {
    rscId: history.attributes.get("id") ?? "",
    class: history.attributes.get("class") ?? "",
    provider: history.attributes.get("provider"),
    type: history.attributes.get("type") ?? "",
    intervalMs: 0,
    attributes: new Map([
      ["CRM_meta_migrate_source", source.attributes.get("uname") ?? ""],
      ["CRM_meta_migrate_target", target.attributes.get("uname") ?? ""],
    ]),
    actionId: 9,
    targetRc: 0,
  };
  const result = () =>
    r.weighted([
      [5, { rc: 0, status: 0 }],
      [2, { rc: 1, status: 0 }],
      [2, { rc: 193, status: -1 }],
      [1, { rc: 1, status: 2 }],
    ]);
  const digest = entry.attributes.get("op-digest");
  const write = (state: Draft, task: string, what: { rc: number; status: number }): void => {
    record(r, state, { ...common, task }, what, clock);
    const last = histories(state).find((h) => h.attributes.get("id") === common.rscId);
    for (const e of last === undefined ? [] : childDrafts(last, "lrm_rsc_op")) {
      if (digest !== undefined && e.attributes.get("operation") === task) e.attributes.set("op-digest", digest);
    }
    if (r.chance(0.5)) clock.now++;
  };
  const to = result();
  write(source, "migrate_to", to);
  if (to.status === 0 && r.chance(0.7)) {
    const from = result();
    write(target, "migrate_from", from);
    if (r.chance(0.3)) write(source, "stop", { rc: r.pick([0, 0, 0, 1]), status: 0 });
    if (r.chance(0.2)) write(target, "stop", { rc: 0, status: 0 });
  } else if (r.chance(0.3)) {
    write(r.pick([source, target]), r.pick(["stop", "start", "monitor"]), { rc: 0, status: 0 });
  }
}

const ACTIVE = new Set(["start", "migrate_from", "monitor"]);

/** `shutdown-lock`: what ran on a node that was shut down is to wait for it. */
function resourceIsLocked(scene: Scene): void {
  const { r } = scene.plan;
  const state = someState(scene, true);
  if (state === undefined) return;
  for (const history of histories(state)) {
    if (r.chance(0.6)) history.attributes.set("shutdown-lock", String(scene.clock.now - r.pick([1, 30, 700, 7000])));
  }
  if (r.chance(0.7)) setAll(state, { in_ccm: "false", crmd: "offline", join: "down", expected: "down" });
}

/** Another agent takes a resource over: the history still knows the old one. */
function agentChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const all = below(section(cib, "resources"), new Set(["primitive"])).filter((e) => e.attributes.has("type"));
  if (all.length === 0) return;
  const target = plan.r.pick(all);
  const stonith = target.attributes.get("class") === "stonith";
  target.attributes.set("type", stonith ? "fence_other" : plan.r.pick(["Dummy", "Other"]));
}
