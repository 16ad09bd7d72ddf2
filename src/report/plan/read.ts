/** Makes a plan from two runs of the scheduler: on the current and on the desired configuration. */
import type { Patch } from "../../cib/patch/patch.ts";
import { readVersion } from "../../cib/patch/version.ts";
import type { Problem } from "../../cib/problem.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyAction, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import type { Moment } from "../../scheduler/reading.ts";
import type { Schedule } from "../../scheduler/schedule.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import type { Changes, NodeChange, ResourceChange } from "../changes/document.ts";
import { traceChanges } from "../changes/trace.ts";
import { configuredId } from "../explain/references.ts";
import { readAway } from "./away.ts";
import { becauseOf, DifferenceFinder } from "./causes.ts";
import { type Ids, type Locate, listDifferences } from "./differences.ts";
import type { Plan, Together, UnlikeProfile } from "./document.ts";
import { emptiesItself } from "./emptied.ts";
import { findDoubtfulRestarts, findInterruptions, readDemotions } from "./interruptions.ts";
import { readKept } from "./kept.ts";
import { readLeftNodes } from "./left-nodes.ts";
import { plannedOperations, withGuestProbes } from "./operations.ts";
import { readPromotedNext } from "./promoted-next.ts";
import { readRisks } from "./risks.ts";
import { readUnbound } from "./unbound.ts";

const DOWN: ReadonlySet<ResourceChange["kind"]> = new Set(["stop", "restart", "move", "recover"]);

/** The collective an instance belongs to, if any. */
function collectiveOf(rsc: ReadonlyResource): ReadonlyResource | undefined {
  const top = topOf(rsc);
  return top.kind === "clone" || top.kind === "bundle" ? top : undefined;
}

/** The instance that a primitive is part of: its bundle replica or clone instance. */
function instanceName(
  s: ReadonlyModel,
  id: string,
): { collective: ReadonlyResource; instance: string; of: number } | undefined {
  const rsc = s.resourcesById.get(id);
  const collective = rsc === undefined ? undefined : collectiveOf(rsc);
  if (rsc === undefined || collective === undefined) return undefined;
  if (collective.kind === "bundle") {
    const replica = collective.replicas.find((r) => [r.container, r.ip, r.connection, r.inner].some((p) => p === rsc));
    return replica === undefined
      ? undefined
      : { collective, instance: String(replica.offset), of: collective.replicas.length };
  }
  let instance: ReadonlyResource = rsc;
  while (instance.parent !== undefined && instance.parent !== collective) instance = instance.parent;
  return { collective, instance: instance.id, of: collective.children.length };
}

function findTogether(s: ReadonlyModel, changes: readonly ResourceChange[]): Together[] {
  const groups = new Map<string, { instances: Set<string>; of: number; empties: boolean }>();
  for (const c of changes) {
    const found = DOWN.has(c.kind) ? instanceName(s, c.resource) : undefined;
    if (found === undefined) continue;
    const { collective, of } = found;
    const known = groups.get(collective.id);
    const group = known ?? { instances: new Set<string>(), of, empties: emptiesItself(collective) };
    group.instances.add(found.instance);
    groups.set(collective.id, group);
  }
  return [...groups]
    .filter(([, g]) => g.instances.size > 1)
    .map(([resource, { instances, of, empties }]) => ({
      resource,
      instances: [...instances],
      of,
      ...(empties && instances.size === of ? { emptied: true } : {}),
    }));
}

const same = (a: NodeChange | ResourceChange, b: NodeChange | ResourceChange): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

export interface PlanInput {
  /** The cluster's CIB, and the patch that changes it. */
  readonly cib: Element;
  readonly patch: Patch;
  /** The current cluster, and its actions that were already due. */
  readonly before: ReadonlyModel;
  readonly due: Changes;
  readonly after: Schedule;
  /** From the run that made `after`. */
  readonly why: ReadonlyWhy;
  /** Secret values. */
  readonly secrets?: ReadonlySet<string> | undefined;
  /** Objects whose differences are not listed. */
  readonly unsaid?: Ids | undefined;
  readonly locate?: Locate | undefined;
  /** Ids of what the manifest set. */
  readonly owned?: ReadonlySet<string> | undefined;
  /** The same before the change. */
  readonly ownedBefore?: ReadonlySet<string> | undefined;
  /** The change is a manifest's: what it does not own belongs to others. */
  readonly ofManifest?: boolean | undefined;
  readonly unlikeProfile?: readonly UnlikeProfile[] | undefined;
  readonly warnings?: readonly Problem[] | undefined;
  /** When the scheduler ran. */
  readonly moment: Moment;
}

export function makePlan({ cib, patch, before, due, after, why, ...options }: PlanInput): Plan {
  const will = traceChanges(after.model);
  const { adminEpoch, epoch } = readVersion(cib);
  const differences = listDifferences(cib, patch, options);
  const find = new DifferenceFinder(after.model, differences);
  // Actions that are due without the change are listed separately, even if they are in the same transition.
  const isNew = ({ change }: { change: NodeChange | ResourceChange }): boolean =>
    ![...due.nodes, ...due.resources].some((w) => same(w, change));
  const explained = <T extends NodeChange | ResourceChange>(t: { change: T; action: ReadonlyAction | undefined }) => ({
    ...t.change,
    because: becauseOf(after.model, why, t.action, find),
  });
  const resources = will.resources.filter(isNew).map(explained);
  const causes = new Map(resources.map((c) => [c.resource, c.because.differences]));
  const operations = plannedOperations(
    after.transition,
    (rsc) => causes.get(rsc) ?? find.ofOperations(configured(after, rsc)),
  );
  return {
    document: "plan",
    version: 2,
    against: { adminEpoch, epoch },
    warnings: (options.warnings ?? []).map(({ code: _, ...warning }) => warning),
    differences: differences.map((d) => d.difference),
    nodes: will.nodes.filter(isNew).map(explained),
    resources,
    operations: withGuestProbes(after.model, operations),
    interruptions: findInterruptions({ before, after: after.model }, operations),
    doubtfulRestarts: findDoubtfulRestarts(resources),
    demotions: readDemotions(after.model, resources),
    promotedNext: readPromotedNext(after.model.cib, after, options.moment, new Set(causes.keys())),
    away: readAway(cib, after.model, after.transition),
    unbound: readUnbound(cib, after.model.cib),
    risks: readRisks({
      before: cib,
      after: after.model.cib,
      owned: options.ofManifest === true ? options.owned : undefined,
      now: options.moment.now,
      differences: differences.map((d) => d.difference),
    }),
    leftNodes: readLeftNodes(cib, { before: options.ownedBefore ?? new Set(), after: options.owned ?? new Set() }),
    unlikeProfile: [...(options.unlikeProfile ?? [])],
    kept: readKept(cib, after.model.cib, options.owned ?? new Set(), options.moment.now),
    together: findTogether(after.model, resources),
    anyway: [...will.nodes, ...will.resources].filter((t) => !isNew(t)).map((t) => t.change),
  };
}

function configured({ model: s }: Schedule, id: string): string {
  const rsc = s.resourcesById.get(id);
  return (rsc === undefined ? undefined : configuredId(s, rsc)) ?? id;
}
