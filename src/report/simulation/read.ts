/**
 * A whole simulation: status, what is injected, what the cluster would decide, and, if asked, everything it would do
 * and what that leaves. The order of its parts is `crm_simulate`'s.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { Dialect } from "../../scheduler/model/dialect.ts";
import type { UnpackOptions } from "../../scheduler/model/unpack-configuration.ts";
import { type Schedule, schedule } from "../../scheduler/schedule.ts";
import type { SimulationEvent } from "../../scheduler/simulation/event.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import { configuresNodes, hasInjections, type Injections, inject } from "../../scheduler/simulation/inject.ts";
import { unpack } from "../../scheduler/unpack.ts";
import { readChanges } from "../changes/read.ts";
import { readStatus } from "../status/read.ts";
import type { SimulationSection } from "./document.ts";
import { capacityRows, remarkRows, scoreRows } from "./scores.ts";

export interface SimulationRequest {
  /** Epoch seconds at which rules are judged. */
  readonly now: number;
  /** Why that is not the present: what a user gave, or the CIB's own date. */
  readonly date?: { readonly given: string } | { readonly original: number };
  /** Epoch seconds recorded with results. */
  readonly clock: number;
  readonly injections?: Injections;
  /** Schedule; and then carry the transition out. */
  readonly schedule?: boolean;
  readonly execute?: boolean;
  /** Operation specs of what is to fail while being carried out. */
  readonly failures?: readonly string[];
  /** See {@link schedule}: the CIB comes from a file. */
  readonly sanitized?: boolean;
  /** See {@link schedule}: whose decisions are wanted. */
  readonly dialect?: Dialect | undefined;
  readonly showScores?: boolean;
  readonly showUtilization?: boolean;
}

export interface SimulatedRun {
  readonly sections: readonly SimulationSection[];
  /** What was scheduled: the CIB given, with what was injected. */
  readonly input: Element;
  /** What is left at the end. */
  readonly output: Element;
  readonly schedule: Schedule | undefined;
  /** The transition was one that cannot be carried out: a bug of the scheduler. */
  readonly broken: boolean;
}

export function simulate(cib: Element, request: SimulationRequest): SimulatedRun {
  const { now, clock, dialect } = request;
  const sections: SimulationSection[] = [];
  const date = dateSection(request);
  if (date !== undefined) sections.push(date);
  const model = unpack(cib, now, { dialect });
  const { elementCache: readings } = model;
  sections.push({ kind: "status", when: "current", status: readStatus(model), model });

  let input = cib;
  const { injections } = request;
  if (injections !== undefined && hasInjections(injections)) {
    const events: SimulationEvent[] = [];
    input = inject(cib, model, injections, clock, (event) => events.push(event));
    const { quorum, watchdog } = injections;
    sections.push({
      kind: "modifications",
      ...(quorum === undefined ? {} : { quorum }),
      ...(watchdog === undefined ? {} : { watchdog }),
      events,
    });
    if (date !== undefined) sections.push(date);
  }
  if (request.schedule !== true && request.execute !== true)
    return { sections, input, output: input, schedule: undefined, broken: false };

  const scores = request.showScores === true;
  const utilization = request.showUtilization === true;
  const run = schedule(input, {
    now,
    dialect,
    elementCache: readings,
    sanitized: request.sanitized === true,
    takeNotes: scores || utilization,
  });
  if (scores || utilization) {
    const before = utilization ? capacityRows(unpack(input, now, { dialect, elementCache: readings }), "Original") : [];
    const after = utilization ? capacityRows(run.model, "Remaining") : [];
    const rows = [...remarkRows(run.model), ...before, ...scoreRows(run.model, scores, utilization), ...after];
    sections.push({ kind: "scores", scores, utilization, rows });
  }
  sections.push({ kind: "changes", changes: readChanges(run.model) });
  if (request.execute !== true) return { sections, input, output: input, schedule: run, broken: false };

  const events: SimulationEvent[] = [];
  const options = {
    clock,
    configureNodes: configuresNodes(injections ?? {}),
    ...(request.failures === undefined ? {} : { failures: request.failures }),
  };
  const executed = executeTransition(input, run, options, (event) => events.push(event));
  sections.push({ kind: "execution", events, result: executed.result });
  if (date !== undefined) sections.push(date);
  const revised = unpackRevised(executed.cib, now, { dialect, elementCache: readings });
  sections.push({ kind: "status", when: "revised", status: readStatus(revised), model: revised });
  return { sections, input, output: executed.cib, schedule: run, broken: executed.result === "terminated" };
}

/** On paper nothing is under way any more, though what the cluster had begun before stays recorded so. */
function unpackRevised(cib: Element, now: number, options: UnpackOptions): ClusterModel {
  const model = unpack(cib, now, options);
  for (const rsc of model.resourcesById.values()) rsc.pendingTask = undefined;
  return model;
}

function dateSection({ date }: SimulationRequest): SimulationSection | undefined {
  if (date === undefined) return undefined;
  return "given" in date ? { kind: "date", given: date.given } : { kind: "original-date", at: date.original };
}
