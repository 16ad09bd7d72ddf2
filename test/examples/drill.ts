/**
 * An example's cluster in virtual time, on the embedded engine: what `whatif` foretells of each failure, and what comes.
 * Each failure happens to a copy of the cluster at rest.
 */
import { readFileSync } from "node:fs";
import { readDesired } from "../../src/change/desired.ts";
import { withoutInstanceNumber } from "../../src/cib/instance-name.ts";
import type { World } from "../../src/cluster/embedded/agents/simulated/world.ts";
import type { Driver } from "../../src/cluster/embedded/driver.ts";
import { type EngineState, initialState } from "../../src/cluster/embedded/engine/state.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import type { ClusterEventBody } from "../../src/report/events/event.ts";
import type { Outcome, Question, WhatIf } from "../../src/report/whatif/document.ts";
import { asked } from "../../src/report/whatif/questions.ts";
import { inquire, whatIf } from "../../src/report/whatif/read.ts";
import { Role } from "../../src/scheduler/model/enums.ts";
import { primitivesOf } from "../../src/scheduler/model/roles.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { virtualDriver } from "../virtual-driver.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const BEGINNING = Date.UTC(2026, 0, 1);
const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** Longer than the steps of a recovery are apart, and shorter than a failure is remembered. */
const QUIET = 45 * SECOND;

interface Stage {
  readonly driver: Driver;
  readonly world: World;
  readonly events: ClusterEventBody[];
}

function stage(state: EngineState, saved: string | undefined): Stage {
  const { driver, world } = virtualDriver(state, saved);
  const events: ClusterEventBody[] = [];
  driver.subscribe(({ event }) => events.push(event));
  driver.open();
  return { driver, world, events };
}

const copyOf = ({ driver, world }: Stage): Stage => stage(driver.state, JSON.stringify(world.state));

/** The example's cluster, up and at rest, with all its tickets granted. */
export async function atRest(name: string): Promise<Stage> {
  const text = readFileSync(new URL(name, EXAMPLES), "utf8");
  const desired = await readDesired({ path: name, text }, async () => "a-secret", true);
  const cluster = stage(initialState(newCib(desired.cib(newCib(undefined))), "the-test", BEGINNING), undefined);
  for (const ticket of readingOf({ cib: cluster.driver.state.cib, at: BEGINNING }).model.tickets.keys())
    void cluster.driver.ask({ kind: "ticket", who: "test", ticket, verb: "grant" });
  untilQuiet(cluster, false);
  return cluster;
}

const isWork = (event: ClusterEventBody): boolean =>
  (event.kind === "operation" && event.task !== "monitor" && event.task !== "notify") ||
  event.kind === "fencing" ||
  (event.kind === "operation" && event.rc !== event.expected);

/** Runs until nothing was done for a while; `noticed`: not before something was. */
function untilQuiet({ driver, world, events }: Stage, noticed: boolean): void {
  let seen = events.length;
  let working = !noticed;
  const patience = driver.now + 2 * HOUR;
  for (let since = driver.now; driver.now < patience && !(working && driver.now - since >= QUIET); ) {
    driver.runUntil(() => false, driver.now + SECOND);
    // A machine that was fenced stays off meanwhile.
    for (const machine of Object.values(world.state.machines)) if (machine.power === "booting") machine.power = "off";
    world.state.plans = world.state.plans.filter((plan) => plan.kind !== "boot");
    if (events.slice(seen).some(isWork)) {
      since = driver.now;
      working = true;
    }
    seen = events.length;
  }
}

const nowOf = ({ driver }: Stage): number => Math.floor(driver.now / SECOND);

export const foretell = (cluster: Stage): WhatIf => whatIf(cluster.driver.state.cib, { now: nowOf(cluster) });

/** Makes it happen; undefined where nothing in the simulated world stands for it. */
export function enact(cluster: Stage, question: Question): Stage | undefined {
  const copy = copyOf(cluster);
  if (question.kind === "node-fails") copy.driver.inject({ kind: "node-crash", node: question.node }, "test");
  else if (question.kind === "resource-fails") {
    const rsc = withoutInstanceNumber(question.resource);
    if (!copy.driver.inject({ kind: "process-kill", rsc, node: question.node }, "test").ok) return undefined;
  } else {
    const { cib, scheduler } = inquire(copy.driver.state.cib, { now: nowOf(copy) });
    const wanted = asked(cib, scheduler, question, nowOf(copy));
    if (wanted === undefined) return undefined;
    void copy.driver.ask({ kind: "commit", who: "test", why: "standby", edit: () => ({ ok: true, cib: wanted }) });
  }
  untilQuiet(copy, true);
  return copy;
}

/** Lets a node return, and waits until everything has come to rest. */
export function returned({ driver, world, events }: Stage, node: string): void {
  driver.inject({ kind: "node-return", node }, "test");
  driver.runUntil(() => world.state.machines[node]?.member === true, driver.now + HOUR);
  untilQuiet({ driver, world, events }, true);
}

/** Where each instance is, by its name without a number: `drbd on a promoted`. Those of a node that is down are nowhere. */
export function placesIn({ driver }: Stage): string[] {
  const { model } = readingOf({ cib: driver.state.cib, at: driver.now });
  return model.resources
    .flatMap(primitivesOf)
    .filter((p) => !p.removed)
    .flatMap((p) =>
      p.active
        .filter((node) => node.online)
        .map((node) => `${withoutInstanceNumber(p.id)} on ${node.name}${p.role === Role.promoted ? " promoted" : ""}`),
    )
    .toSorted();
}

/** What differs between a forecast and what came; empty when it held. */
export function held(before: Stage, foretold: Outcome, after: Stage): string[] {
  const wrong: string[] = [...after.world.state.violations];
  const places = placesIn(after);
  const is = (place: string): boolean => places.includes(place);
  const name = withoutInstanceNumber;
  const runs = (rsc: string, node: string): boolean => is(`${rsc} on ${node}`) || is(`${rsc} on ${node} promoted`);

  const fenced = after.events.flatMap((e) =>
    e.kind === "fencing" && e.phase === "succeeded" && e.action !== "on" ? [e.target] : [],
  );
  if (fenced.toSorted().join() !== [...foretold.fenced].toSorted().join())
    wrong.push(`fenced: ${fenced.join(", ")}; foretold: ${foretold.fenced.join(", ")}`);
  for (const { resource, from, to } of foretold.moved) {
    if (!runs(name(resource), to)) wrong.push(`${resource} was to move from ${from} to ${to}`);
  }
  for (const { resource, node } of foretold.promoted) {
    if (!is(`${name(resource)} on ${node} promoted`)) wrong.push(`${resource} was to be promoted on ${node}`);
  }
  wrong.push(...countsApart(before, foretold, after));
  // What was done to those of whom nothing was foretold.
  const spoken = new Set(
    [
      ...foretold.moved.map((m) => m.resource),
      ...foretold.promoted.map((p) => p.resource),
      ...foretold.restarted,
      ...foretold.noPlace,
    ].map(name),
  );
  const done = after.events.flatMap((e) =>
    e.kind === "operation" && ["start", "stop", "promote", "demote", "migrate_to"].includes(e.task)
      ? [{ rsc: name(e.rsc), text: `${e.task} ${e.rsc} on ${e.node}` }]
      : [],
  );
  for (const { rsc, text } of done) if (!spoken.has(rsc)) wrong.push(`not foretold: ${text}`);
  for (const rsc of foretold.restarted)
    if (!done.some((d) => d.rsc === name(rsc))) wrong.push(`${rsc} was to be restarted`);
  return wrong;
}

/** Instances and promoted ones of each service, as foretold and as they are. */
function countsApart(before: Stage, foretold: Outcome, after: Stage): string[] {
  const told = new Map(foretold.services.map((s) => [s.resource, s]));
  const was = counted(before);
  return [...counted(after)].flatMap(([service, is]) => {
    const outcome = told.get(service);
    const expected =
      outcome === undefined
        ? was.get(service)
        : { running: outcome.after, promoted: outcome.promotedAfter ?? was.get(service)?.promoted ?? 0 };
    return expected?.running === is.running && expected.promoted === is.promoted
      ? []
      : [`${service}: ${JSON.stringify(is)}; foretold: ${JSON.stringify(expected)}`];
  });
}

function counted({ driver }: Stage): Map<string, { readonly running: number; readonly promoted: number }> {
  const { model } = readingOf({ cib: driver.state.cib, at: driver.now });
  return new Map(
    model.resources
      .filter((rsc) => !rsc.removed)
      .map((rsc) => {
        const all = rsc.kind === "bundle" ? rsc.replicas.map((r) => r.inner ?? r.container) : primitivesOf(rsc);
        const running = all.filter((p) => p.role > Role.stopped && p.active.some((node) => node.online));
        return [rsc.id, { running: running.length, promoted: running.filter((p) => p.role === Role.promoted).length }];
      }),
  );
}
