/** What a run would be, and what it would touch, on a cluster as it is: before it is begun, or shown. */
import { keepsRecords } from "../../cib/change-record.ts";
import { type Cover, joined, NOTHING } from "../../cib/lease.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { actedOn, touchedBy } from "../lease/touched.ts";
import { type PlannedChange, planChange } from "../plan/plan.ts";
import { whereaboutsIn } from "../verbs/place.ts";
import { notWhole } from "./gates.ts";
import type { Begun, RunLook, RunRequest } from "./kind/kind.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { planBack } from "./taken-back.ts";

export interface Prepared {
  readonly begun: Begun;
  readonly covers: Cover;
  /** Resources of those that are whole now. */
  readonly whole: readonly string[];
  /** Why what it is about is not whole. */
  readonly ill: string | undefined;
  /** Which replicas would go down together. */
  readonly rough: string | undefined;
}

/** Throws `unsafe` when what it is about is not whole, or replicas would go down together. */
export function refuseIll(prepared: Prepared): Prepared {
  const { ill, rough } = prepared;
  if (rough !== undefined)
    throw new HoldfastError("unsafe", `not begun: ${rough}`, {
      hint: "with interleave=true on both, replicas wait for their own node's alone",
    });
  if (ill === undefined) return prepared;
  throw new HoldfastError("unsafe", `not begun: ${ill}`, {
    hint: "holdfast explain tells why, holdfast wait waits",
  });
}

/** What a run would be, on a cluster as it is. */
export function prepareRun(look: RunLook, { kind, args }: RunRequest, id: string): Prepared {
  const { snapshot, reading } = look;
  if (!keepsRecords(snapshot.cib))
    throw new HoldfastError("unsupported", "the cluster's schema is too old to keep the journal of a run", {
      hint: "cibadmin --upgrade",
    });
  const begun = kindCalled(kind).begin(args, look, id);
  const [ill] = notWhole(reading, begun.services);
  // Also where the first step does nothing yet: an edit begins with the maintenance of what it is about.
  const on = [...new Set(begun.services.flatMap((id) => whereaboutsIn(reading, id, false)))];
  const own: Cover = { ...NOTHING, resources: begun.services, nodes: begun.nodes, on };
  const steps = begun.items.map(({ edit, replicaOf }, i) => {
    if (edit === undefined) return { covers: NOTHING, rough: undefined };
    const isLast = !begun.items.slice(i + 1).some((later) => later.replicaOf === replicaOf);
    return firstStep(snapshot, edit(snapshot.cib), { replicaOf, isLast });
  });
  const covers = steps.reduce((all, step) => joined(all, step.covers), own);
  const rough = steps.find((step) => step.rough !== undefined)?.rough;
  return { begun, covers, whole: wholeOf(reading, begun.services, covers), ill, rough };
}

/**
 * What the first step of an item touches, and for the last replica of a resource also what it touches to start it again, which
 * is the same for the others.
 */
function firstStep(
  snapshot: Snapshot,
  desired: Element,
  { replicaOf, isLast }: { readonly replicaOf: string | undefined; readonly isLast: boolean },
): { readonly covers: Cover; readonly rough: string | undefined } {
  let planned: PlannedChange | undefined;
  const covers = touchedBy(snapshot, desired, () => {
    planned = planChange(snapshot, desired);
    return planned;
  });
  if (replicaOf === undefined || planned === undefined) return { covers, rough: undefined };
  const back = isLast ? planBack(snapshot, planned.cib) : undefined;
  const [first] = [...planned.plan.together, ...(back?.plan.together ?? [])];
  const all = back === undefined ? covers : joined(covers, actedOn(snapshot, back));
  if (first === undefined) return { covers: all, rough: undefined };
  const { resource, instances, of } = first;
  const rough = `with a replica of ${replicaOf} ${instances.length} of ${of} replicas of ${resource} would go down together`;
  return { covers: all, rough };
}

function wholeOf(reading: Reading, services: readonly string[], { resources }: Cover): string[] {
  return [...new Set([...services, ...resources])].filter((id) => notWhole(reading, [id]).length === 0);
}
