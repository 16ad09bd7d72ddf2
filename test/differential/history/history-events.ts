/** What the history tells becomes something else: failures, migrations, locks, results that are no more. */
import { childDrafts, type Draft } from "../../../src/scheduler/simulation/draft.ts";
import { failureOf } from "./enact.ts";
import { countFailure, record } from "./entry.ts";
import { type Scene, someEntry, someState } from "./scene.ts";
import { drop, histories, setAll } from "./status.ts";

export function monitorFails(scene: Scene): void {
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

/** The same resource found running on another node. */
export function alsoActiveElsewhere(scene: Scene): void {
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

export function digestIsOdd(scene: Scene): void {
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
export function entryIsOdd(scene: Scene): void {
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

export function entryIsLost(scene: Scene): void {
  const found = someEntry(scene, () => true);
  if (found !== undefined) drop(found.history, found.entry);
}

/** A migration as the history tells it: under way, done on one side, done, failed on either, with or without the stop. */
export function migrationHappens(scene: Scene): void {
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
export function resourceIsLocked(scene: Scene): void {
  const { r } = scene.plan;
  const state = someState(scene, true);
  if (state === undefined) return;
  for (const history of histories(state)) {
    if (r.chance(0.6)) history.attributes.set("shutdown-lock", String(scene.clock.now - r.pick([1, 30, 700, 7000])));
  }
  if (r.chance(0.7)) setAll(state, { in_ccm: "false", crmd: "offline", join: "down", expected: "down" });
}
