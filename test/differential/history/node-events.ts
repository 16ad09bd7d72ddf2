/** Nodes come and go, their attributes change, and so do quorum, tickets and the time. */
import { newDraft } from "../../../src/scheduler/simulation/draft.ts";
import { below, isElement, type Scene, section, someState } from "./scene.ts";
import { forget, setAll, setTransient, statusOf } from "./status.ts";

export function nodeIsLost(scene: Scene): void {
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

export function nodeStateIsOdd(scene: Scene): void {
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

export function nodeComes(scene: Scene): void {
  const state = someState(scene, true);
  if (state === undefined) return;
  const times = { in_ccm: String(scene.clock.now), crmd: String(scene.clock.now), join: "member", expected: "member" };
  setAll(state, scene.plan.r.chance(0.3) ? times : MEMBER);
  if (scene.plan.r.chance(0.5)) setTransient(state, "shutdown", undefined);
}

export function nodeShutsDown(scene: Scene): void {
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

export function nodeAttribute(scene: Scene): void {
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

export function promotionScore(scene: Scene): void {
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

export function quorumChanges({ plan, cib }: Scene): void {
  cib.attributes.set("have-quorum", plan.r.pick(["0", "1"]));
}

export function ticketChanges({ plan, cib, clock }: Scene): void {
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

export function historyIsLost(scene: Scene): void {
  const state = someState(scene, false);
  if (state !== undefined) forget(state);
}

export function timePasses({ plan, clock }: Scene): void {
  clock.now += plan.r.pick([5, 15, 70, 400, 4000]);
}
