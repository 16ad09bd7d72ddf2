/**
 * The whole run, from a CIB and a moment to a transition: one line a phase, in the order whose action numbering
 * Pacemaker's own files show. Every phase reads and fills the one {@link ClusterModel} value made by the first.
 * Behaviour: docs/pacemaker/phases.md#the-phases.
 */
import type { Element } from "../cib/xml/tree.ts";
import { checkConfigurationChanges } from "./actions/config-change.ts";
import { fenceAndShutDown } from "./actions/fencing.ts";
import { createProbes } from "./actions/probes.ts";
import { orderRemoteActions } from "./actions/remote.ts";
import { clearRemovedFailCounts } from "./actions/removed-resources.ts";
import { createActions } from "./actions/resource-actions.ts";
import { healthLocations } from "./constraints/health.ts";
import { unpackConstraints } from "./constraints/unpack.ts";
import { buildTransition } from "./graph/build.ts";
import { type ReadonlyStep, type Step, stepsOf } from "./graph/steps.ts";
import type { Transition } from "./graph/transition.ts";
import type { ClusterModel, ReadonlyModel } from "./model/cluster-model.ts";
import type { Dialect } from "./model/dialect.ts";
import type { ElementCache } from "./model/element-cache.ts";
import type { Why } from "./model/why.ts";
import { applyOrderings } from "./ordering/apply.ts";
import { createInternalConstraints } from "./ordering/internal.ts";
import { assignResources } from "./placement/assign.ts";
import { applyNodeCriteria } from "./placement/criteria.ts";
import { unpackForPhases } from "./unpack.ts";

export interface ScheduleOptions {
  /** Epoch seconds at which rules and expiries are judged; default: the CIB's `execution-date`. */
  readonly now?: number | undefined;
  /**
   * The CIB may have had its secrets masked, as one sent by mail: a digest that differs in nothing but secrets is then
   * no change. `crm_simulate` always takes its input so; a cluster never does.
   */
  readonly sanitized?: boolean;
  /** The release of Pacemaker whose decisions are wanted; default: the newest one known. */
  readonly dialect?: Dialect | undefined;
  /** What runs before this one read, on versions of the same CIB; it is added to. */
  readonly elementCache?: ElementCache | undefined;
  /** Notes where every score and every action comes from; read it with report/explain. One recorder a run. */
  readonly why?: Why | undefined;
  /** Keep notes, such as scores, that only printing the run itself needs: {@link ClusterModel.notes}. */
  readonly takeNotes?: boolean;
}

/** What was decided: the run's working data, and what is to be done. */
export interface Decision {
  /** Resources with their roles, nodes, actions, scores. */
  readonly model: ReadonlyModel;
  readonly steps: readonly ReadonlyStep[];
}

export interface Schedule extends Decision {
  readonly transition: Transition;
}

/**
 * The whole run.
 * @throws UndecidableError for a CIB on which Pacemaker's scheduler crashes
 */
export function schedule(cib: Element, options: ScheduleOptions = {}): Schedule {
  const { model, steps } = run(cib, options);
  return { model, steps, transition: buildTransition(model, steps) };
}

/** The run except its last step, which builds the transition for its executor. Throws as {@link schedule} does. */
export function decide(cib: Element, options: ScheduleOptions = {}): Decision {
  return run(cib, options);
}

function run(cib: Element, options: ScheduleOptions): { model: ClusterModel; steps: readonly Step[] } {
  const s = unpackForPhases(cib, options.now, options);
  s.sanitized = options.sanitized ?? false;
  if (options.takeNotes === true) s.notes = { scoreLines: [], assignments: [], secretChanges: [] };
  healthLocations(s);
  unpackConstraints(s);
  applyNodeCriteria(s);
  s.why?.because({ kind: "structure" });
  for (const rsc of s.resources) createInternalConstraints(s, rsc);
  checkConfigurationChanges(s);
  assignResources(s);
  // Newest first: each may make actions, whose numbers show the order.
  for (const check of s.deferredParamChecks.reverse()) check();
  createProbes(s);
  clearRemovedFailCounts(s);
  for (const rsc of s.resources) createActions(s, rsc);
  orderRemoteActions(s);
  fenceAndShutDown(s);
  applyOrderings(s);
  return { model: s, steps: stepsOf(s) };
}
