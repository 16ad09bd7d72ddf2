/** Answers one question: simulates the cluster's reaction, and compares the result with the status before. */
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { isAnonymousInstance, topOf } from "../../scheduler/model/resource.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { decide } from "../../scheduler/schedule.ts";
import { type Places, placesAfter, placesNow } from "../../scheduler/simulation/places.ts";
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { changesOf } from "../changes/trace.ts";
import type { Outcome, Question, ServiceOutcome } from "./document.ts";
import { asked } from "./questions.ts";

/** The actions that are already due, regardless of the question. */
export interface Anyway {
  readonly blocked: ReadonlySet<string>;
  readonly fenced: ReadonlySet<string>;
}

/** @param s after a complete run of the scheduler on the current cluster */
export function doneAnyway(s: ReadonlyModel): Anyway {
  const { nodes, resources } = changesOf(s);
  return { blocked: new Set(blockedIn(resources)), fenced: new Set(fencedIn(nodes)) };
}

/** @param before the current cluster, after a complete run of the scheduler */
export function answer(cib: Element, before: ReadonlyModel, anyway: Anyway, question: Question, now: number): Outcome {
  // The event happens after everything in the history.
  const then = now + 1;
  const changed = asked(cib, before, question, then);
  const nothing = {
    question,
    unnoticed: true,
    quorate: before.quorate,
    fenced: [],
    moved: [],
    restarted: [],
    promoted: [],
    noPlace: [],
    blocked: [],
    services: [],
    lost: [],
  };
  if (changed === undefined) return nothing;
  const decision = decide(changed, { now: then, dialect: before.dialect, elementCache: before.elementCache });
  const { model: scheduler } = decision;
  const { nodes, resources } = changesOf(scheduler);
  const serviceId = ({ resource }: ResourceChange): string => {
    const rsc = scheduler.resourcesById.get(resource);
    return rsc === undefined ? resource : topOf(rsc).id;
  };
  const was = placesNow(before);
  const is = placesAfter(decision);
  const services = before.resources
    .filter((rsc) => !rsc.removed)
    .map((rsc) => serviceOf(rsc, was, scheduler.resourcesById.get(rsc.id), is, resources));
  return {
    question,
    unnoticed: false,
    quorate: scheduler.quorate,
    fenced: fencedIn(nodes).filter((node) => !anyway.fenced.has(node)),
    moved: resources.flatMap((c) => {
      const move = moveOf(c, before, was);
      return move === undefined ? [] : [{ resource: c.resource, service: serviceId(c), ...move }];
    }),
    restarted: resources.filter((c) => isRestart(c)).map((c) => c.resource),
    promoted: resources
      .filter((c) => c.roleAfter === "Promoted" && c.roleBefore !== "Promoted")
      .map((c) => ({ resource: c.resource, service: serviceId(c), node: c.to ?? c.from ?? "" })),
    noPlace: before.resources
      .flatMap(primitivesOf)
      .map((rsc) => rsc.id)
      .filter((id) => runs(was, id) && !runs(is, id)),
    blocked: blockedIn(resources).filter((id) => !anyway.blocked.has(id)),
    services: services.filter((x) => x.before !== x.after || x.promotedBefore !== x.promotedAfter || x.interrupted),
    lost: services.filter((x) => x.before > 0 && x.after === 0).map((x) => x.resource),
  };
}

const fencedIn = (changes: readonly NodeChange[]): string[] =>
  changes.filter((n) => n.kind === "fence" && n.container === undefined).map((n) => n.node);

const blockedIn = (changes: readonly ResourceChange[]): string[] =>
  changes.filter((c) => c.blocked).map((c) => c.resource);

/** Resources of a node that left without fencing are only started elsewhere, which counts as a move. */
function moveOf(
  c: ResourceChange,
  before: ReadonlyModel,
  places: Places,
): { readonly from: string; readonly to: string } | undefined {
  if (c.to === undefined || c.blocked) return undefined;
  if (c.from !== undefined) return c.from === c.to ? undefined : { from: c.from, to: c.to };
  const was = before.resourcesById.get(c.resource);
  const ran = was !== undefined && runs(places, was.id) && !isAnonymousInstance(was);
  const from = ran ? was.active[0]?.name : undefined;
  return from === undefined || from === c.to ? undefined : { from, to: c.to };
}

const isMove = (c: ResourceChange): boolean => c.from !== undefined && c.to !== undefined && c.from !== c.to;

const RESTARTS: ReadonlySet<ResourceChange["kind"]> = new Set(["restart", "recover"]);

const isRestart = (c: ResourceChange): boolean => RESTARTS.has(c.kind) && !isMove(c);

const runs = (places: Places, id: string): boolean => places.roleOf(id) > Role.stopped;

/** For a bundle, counts the primitive inside it, if it has one. */
function countedIn(rsc: ReadonlyResource): ReadonlyPrimitive[] {
  if (rsc.kind !== "bundle") return primitivesOf(rsc);
  return rsc.replicas.map((r) => r.inner ?? r.container);
}

/** Changes that take a running instance down; one that is started went down with its node. */
const DOWN: ReadonlySet<ResourceChange["kind"]> = new Set(["start", "stop", "restart", "recover", "move"]);

function serviceOf(
  before: ReadonlyResource,
  was: Places,
  after: ReadonlyResource | undefined,
  is: Places,
  changes: readonly ResourceChange[],
): ServiceOutcome {
  const ran = countedIn(before).filter(({ id }) => runs(was, id));
  const run = after === undefined ? [] : countedIn(after).filter(({ id }) => runs(is, id));
  const promotedBefore = ran.filter(({ id }) => was.roleOf(id) === Role.promoted);
  const down = (p: ReadonlyPrimitive): boolean =>
    changes.some((c) => c.resource === p.id && DOWN.has(c.kind) && !c.blocked);
  const demoted = (p: ReadonlyPrimitive): boolean =>
    down(p) || changes.some((c) => c.resource === p.id && c.roleBefore === "Promoted" && c.roleAfter !== "Promoted");
  const interrupted =
    (ran.length > 0 && ran.every(down)) || (promotedBefore.length > 0 && promotedBefore.every(demoted));
  return {
    resource: before.id,
    before: ran.length,
    after: run.length,
    ...(isPromotable(before)
      ? {
          promotedBefore: promotedBefore.length,
          promotedAfter: run.filter(({ id }) => is.roleOf(id) === Role.promoted).length,
        }
      : {}),
    interrupted,
  };
}

function isPromotable(rsc: ReadonlyResource): boolean {
  return rsc.kind === "bundle" ? rsc.inner?.promotable === true : rsc.promotable;
}
