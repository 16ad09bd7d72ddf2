/**
 * Estimates how long each service is away while a change is carried out: from the moment its last instance goes down to the
 * moment the first one is up again. Operations take as long as their last run did, as the history has it, and run as early
 * as the transition's order allows. The history keeps only the last operation of a resource, so a running one's stop is
 * often unknown: it then counts nothing, and the estimate is a lower bound. The timeouts give an upper one.
 */
import { readHistoryEntry } from "../../cib/history.ts";
import { parseOperationKey } from "../../cib/operation.ts";
import { ExecStatus } from "../../cib/result-code.ts";
import { child, type Element, elements, idOf, walk } from "../../cib/xml/tree.ts";
import type { GraphAction, Transition } from "../../scheduler/graph/transition.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { roleOf } from "../../scheduler/model/whereabouts.ts";
import type { Away } from "./document.ts";

/** Milliseconds. */
interface Times {
  readonly start: number;
  readonly end: number;
}

/** Instances of one thing have the same durations: `galera-bundle-podman-1`, `redis:0`. */
const kindOf = (rsc: string): string => rsc.replace(/[:-]\d+$/, "");

const keyOf = (rsc: string, task: string): string => `${kindOf(rsc)} ${task}`;

/** The longest last run of each resource's operations, on any node. */
function lastRuns(cib: Element): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const status = child(cib, "status");
  for (const rsc of status === undefined ? [] : walk(status)) {
    if (rsc.name !== "lrm_resource") continue;
    for (const entry of elements(rsc, "lrm_rsc_op")) {
      const { task, opStatus, execMs = 0 } = readHistoryEntry(entry);
      if (opStatus !== ExecStatus.done || execMs <= 0) continue;
      const key = keyOf(idOf(rsc), task);
      found.set(key, Math.max(found.get(key) ?? 0, execMs));
    }
  }
  return found;
}

const isRecurring = ({ operationKey }: GraphAction): boolean => (parseOperationKey(operationKey)?.intervalMs ?? 0) > 0;

/** When each action of a transition starts and ends, if it takes as long as `duration` says. */
function timesOf({ synapses }: Transition, duration: (action: GraphAction) => number): ReadonlyMap<number, Times> {
  const byId = new Map(synapses.map((synapse) => [synapse.action.id, synapse]));
  const times = new Map<number, Times>();
  const timeOf = (id: number): number => {
    const known = times.get(id);
    if (known !== undefined) return known.end;
    const synapse = byId.get(id);
    if (synapse === undefined) return 0;
    // A loop of orderings, which Pacemaker breaks somewhere, ends here.
    times.set(id, { start: 0, end: 0 });
    const start = Math.max(0, ...synapse.inputs.map((input) => timeOf(input.id)));
    const end = start + (isRecurring(synapse.action) ? 0 : duration(synapse.action));
    times.set(id, { start, end });
    return end;
  };
  for (const { action } of synapses) timeOf(action.id);
  return times;
}

/** What must be up for an instance to serve: its primitives, or the container where a replica has nothing else. */
function instancesOf(top: ReadonlyResource): (readonly ReadonlyResource[])[] {
  if (top.kind === "bundle") return top.replicas.map(({ inner, container }) => [inner ?? container]);
  const instances = top.kind === "clone" ? top.children : [top];
  return instances.map((instance) => (instance.kind === "group" ? instance.children : [instance]));
}

interface Found {
  readonly actions: ReadonlyMap<string, readonly GraphAction[]>;
  readonly runs: ReadonlyMap<string, number>;
}

/** The actions of a resource, by resource and task. */
function byResource({ synapses }: Transition): Found["actions"] {
  const found = new Map<string, GraphAction[]>();
  for (const { action } of synapses) {
    if (action.resource === undefined || action.kind === "pseudo_event" || isRecurring(action)) continue;
    const key = `${action.resource.longId ?? action.resource.id} ${action.operation}`;
    found.set(key, [...(found.get(key) ?? []), action]);
  }
  return found;
}

/** From when to when an instance is down; undefined if it stays as it is. */
function downTime(
  parts: readonly ReadonlyResource[],
  promotes: boolean,
  { actions, runs }: Found,
  times: ReadonlyMap<number, Times>,
): Times | undefined {
  const of = (tasks: readonly string[]): readonly GraphAction[] =>
    parts.flatMap(({ id }) => tasks.flatMap((task) => actions.get(`${id} ${task}`) ?? []));
  const at = (action: GraphAction): Times => times.get(action.id) ?? { start: 0, end: 0 };
  const [down, up] = [of(promotes ? ["demote", "stop"] : ["stop"]), of(["start", "promote"])];
  if (down.length + up.length === 0) return undefined;
  const start = down.length === 0 ? 0 : Math.min(...down.map((a) => at(a).start));
  if (up.length === 0) return { start, end: Number.POSITIVE_INFINITY };
  const end = Math.max(...up.map((a) => at(a).end));
  // It is promoted by a later transition, once its agent has set a score.
  const later = promotes && of(["promote"]).length === 0 ? (runs.get(keyOf(parts[0]?.id ?? "", "promote")) ?? 0) : 0;
  return { start, end: end + later };
}

/** Milliseconds for which no instance serves; zero if one always does, infinite if none comes back. */
function gapOf(serving: readonly (Times | undefined)[], coming: readonly (Times | undefined)[]): number {
  if (serving.length === 0 || serving.some((t) => t === undefined)) return 0;
  const lastDown = Math.max(...serving.map((t) => t?.start ?? 0));
  const firstUp = Math.min(...[...serving, ...coming].map((t) => t?.end ?? Number.POSITIVE_INFINITY));
  return Math.max(0, firstUp - lastDown);
}

/** @param s of the desired configuration, with what runs now */
export function readAway(cib: Element, s: ReadonlyModel, transition: Transition): Away[] {
  const found: Found = { actions: byResource(transition), runs: lastRuns(cib) };
  const usual = (a: GraphAction): number | undefined =>
    a.resource === undefined ? undefined : found.runs.get(keyOf(a.resource.longId ?? a.resource.id, a.operation));
  const estimate = timesOf(transition, (a) => usual(a) ?? 0);
  const most = timesOf(transition, (a) =>
    a.kind === "rsc_op" ? Number(a.attributes.get("CRM_meta_timeout") ?? 0) : 0,
  );
  const tops = new Set(s.resources.map((rsc) => topOf(rsc)));
  return [...tops].flatMap((top): Away[] => {
    const instances = instancesOf(top);
    const promotes = instances.some((parts) => parts.some((p) => roleOf(p, true) === Role.promoted));
    const serves = (parts: readonly ReadonlyResource[]): boolean =>
      promotes
        ? parts.some((p) => roleOf(p, true) === Role.promoted)
        : parts.every((p) => roleOf(p, true) !== Role.stopped && roleOf(p, true) !== Role.unknown);
    const gap = (times: ReadonlyMap<number, Times>): number => {
      const down = (of: typeof instances) => of.map((parts) => downTime(parts, promotes, found, times));
      return gapOf(down(instances.filter(serves)), down(instances.filter((parts) => !serves(parts))));
    };
    const [estimateMs, mostMs] = [gap(estimate), gap(most)];
    if (mostMs === 0 || !Number.isFinite(mostMs)) return [];
    const unknown = new Set(
      instances
        .flat()
        .flatMap(({ id }) =>
          ["demote", "stop", "start", "promote"].flatMap((task) =>
            (found.actions.get(`${id} ${task}`) ?? []).some((a) => usual(a) === undefined) ? [task] : [],
          ),
        ),
    );
    return [{ resource: top.id, estimateMs, mostMs, unknown: [...unknown] }];
  });
}

/**
 * Milliseconds until a transition is carried out, if its operations take as long as their last runs.
 * @param cib whose status has those
 */
export function durationOf(cib: Element, transition: Transition): number {
  const runs = lastRuns(cib);
  const times = timesOf(transition, ({ resource, operation }) =>
    resource === undefined ? 0 : (runs.get(keyOf(resource.longId ?? resource.id, operation)) ?? 0),
  );
  return Math.max(0, ...[...times.values()].map(({ end }) => end));
}
