/**
 * Restarts resources, all of them or what runs on one node: has them stop, waits, and takes that back. What makes them stop
 * has an expiry, so that it ends even if this program is killed between; whatever else ends the wait, it is taken back.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { withConfigurationSection } from "../../cib/sections.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { type Element, element, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Done } from "../../report/done/document.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { limitingTargetRole } from "../../scheduler/model/roles.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { editCluster } from "../edit.ts";
import { type WaitOptions, waitAnswer } from "../wait/wait.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { isResourceElement, namedResource, resourcesIn, switchedElement } from "./find-resource.ts";
import { banId, checkNode, placedAs, withBan } from "./location.ts";
import { ownPairs } from "./pairs.ts";
import { whereabouts } from "./place.ts";
import type { Verb } from "./verb.ts";

export interface RestartRequest {
  readonly resources: readonly string[];
  /** Only what runs there. */
  readonly node?: string | undefined;
}

export interface RestartOptions extends Omit<CarryOutOptions, "wait"> {
  /** For each of the two halves. */
  readonly wait: WaitOptions;
}

/** Milliseconds beyond the timeout after which a stop ends by itself. */
const SPARE = 60_000;

/** Rejects with `failed` when they do not stop, or do not run again; they are enabled again in any case. */
export async function restartResources(
  cluster: Cluster,
  request: RestartRequest,
  { wait, ...options }: RestartOptions,
): Promise<Done> {
  const identity = await cluster.identity();
  if (!identity.running && !options.dryRun)
    throw new HoldfastError("unsupported", "nothing runs here that could be restarted", {
      hint: "a restart needs a running cluster; with --dry-run it is planned",
    });
  const stop = stopVerb(request, wait.timeout + SPARE);
  const done = await carryOut(cluster, stop, options);
  if (options.dryRun) return done;
  const begun = Date.now();
  try {
    await stopped(cluster, request, wait);
  } finally {
    await editCluster(
      cluster,
      { who: options.who, why: `resource restart ${request.resources.join(" ")}: start`, lease: options.lease },
      (cib) => takenBack(cib, request),
    );
  }
  options.tell?.(done);
  const left = Math.max(0, wait.timeout - (Date.now() - begun));
  return { ...done, wait: await waitAnswer(cluster, { resources: request.resources }, { ...wait, timeout: left }) };
}

function stopVerb({ resources, node }: RestartRequest, lasts: number): Verb {
  return {
    name: "resource restart",
    steps: resources.map((object) => ({
      object,
      edit: (cib, snapshot) => {
        refuseStopped(snapshot, object, node);
        const until = Math.ceil((snapshot.at + lasts) / 1000);
        if (node === undefined) return withTimedStop(cib, object, until);
        checkNode(cib, node);
        const rsc = placedAs(namedResource(cib, object));
        if (indexById(cib).has(banId(rsc, node)))
          throw new HoldfastError("invalid", `${object} is banned from ${node}`, {
            hint: `holdfast resource clear ${object}`,
          });
        return withBan(cib, { resource: object, node, promoted: false, until });
      },
      done: node === undefined ? "is restarted" : `is restarted on ${node}`,
      already: "is being restarted already",
    })),
    wanted: { resources },
  };
}

function refuseStopped(snapshot: Snapshot, name: string, node: string | undefined): void {
  const whole = switchedElement(namedResource(snapshot.cib, name));
  const rsc = findResource(readingOf(snapshot).model, idOf(whole));
  if (rsc !== undefined && limitingTargetRole(rsc) === "Stopped")
    throw new HoldfastError("invalid", `${name} is disabled`, { hint: `holdfast resource enable ${name}` });
  const nodes = whereabouts(snapshot, name, false);
  if (nodes.length === 0)
    throw new HoldfastError("invalid", `${name} runs nowhere`, { hint: `holdfast explain ${name}` });
  if (node !== undefined && !nodes.includes(node))
    throw new HoldfastError("invalid", `${name} does not run on ${node}`, { hint: `it runs on ${nodes.join(", ")}` });
}

const blockId = (rsc: string): string => `${rsc}-holdfast-restart`;

/**
 * Has a resource stop by a block of its own that goes before all others and ends by itself, so that no value of a manifest or
 * person is touched.
 * @param until epoch seconds
 * @param idOfBlock of the block for the resource of that id
 */
export function withTimedStop(
  cib: Element,
  name: string,
  until: number,
  idOfBlock: (rsc: string) => string = blockId,
): Element {
  const whole = switchedElement(namedResource(cib, name));
  const own = resourcesIn(whole).filter((e) =>
    ownPairs(e, "meta_attributes").some((p) => get(p, "name") === "target-role"),
  );
  const ids = new Set([whole, ...own].map(idOf));
  return rewriteRoot(cib, (e) =>
    isResourceElement(e) && ids.has(idOf(e))
      ? withChildren(e, [...e.children, timedStop(idOfBlock(idOf(e)), until)])
      : e,
  );
}

function timedStop(id: string, until: number): Element {
  return element("meta_attributes", { id, score: "INFINITY" }, [
    element("rule", { id: `${id}-rule`, score: "0", "boolean-op": "and" }, [
      element("date_expression", { id: `${id}-end`, operation: "lt", end: formatMoment(until) }),
    ]),
    element("nvpair", { id: `${id}-target-role`, name: "target-role", value: "Stopped" }),
  ]);
}

function takenBack(cib: Element, { resources, node }: RestartRequest): Element {
  const bans = new Set(
    node === undefined ? [] : resources.map((name) => banId(placedAs(namedResource(cib, name)), node)),
  );
  const without = withConfigurationSection(cib, "constraints", (all) =>
    withChildren(
      all,
      all.children.filter((c) => c.kind !== "element" || !bans.has(idOf(c))),
    ),
  );
  const blocks = new Set(
    resources.flatMap((name) => {
      const whole = switchedElement(namedResource(cib, name));
      return [whole, ...resourcesIn(whole)].map((e) => blockId(idOf(e)));
    }),
  );
  return rewriteRoot(without, (e) => (e.name === "meta_attributes" && blocks.has(idOf(e)) ? [] : e));
}

/** Milliseconds between two looks, and for which a cluster at rest is not believed to be at its end yet. */
const PAUSE = 200;
const HOLD = 3000;

/** Rejects with `timeout`, or `failed` when nothing is under way any more and one still runs. */
async function stopped(cluster: Cluster, { resources, node }: RestartRequest, wait: WaitOptions): Promise<void> {
  const deadline = Date.now() + wait.timeout;
  let restSince: number | undefined;
  for (;;) {
    const snapshot = await cluster.read();
    const running = resources.filter((name) => {
      const nodes = whereabouts(snapshot, name, false);
      return node === undefined ? nodes.length > 0 : nodes.includes(node);
    });
    if (running.length === 0) return;
    const [first] = running;
    restSince = snapshot.settled === true ? (restSince ?? Date.now()) : undefined;
    if (restSince !== undefined && Date.now() - restSince > HOLD)
      throw new HoldfastError("failed", `${first} did not stop, and is not stopped any further`, {
        hint: `holdfast explain ${first}`,
      });
    if (wait.signal.aborted)
      throw new HoldfastError("timeout", `interrupted while ${first} was stopping; it may start again`);
    if (Date.now() > deadline) throw new HoldfastError("timeout", `${first} did not stop in time; it may start again`);
    await sleep(PAUSE);
  }
}
