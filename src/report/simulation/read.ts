/**
 * Runs a whole simulation: status, injections, the planned actions and, on request, their execution and the resulting
 * status, in the order of `crm_simulate`.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { Dialect } from "../../scheduler/model/dialect.ts";
import { type Schedule, schedule } from "../../scheduler/schedule.ts";
import type { SimulationEvent } from "../../scheduler/simulation/event.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import { configuresNodes, hasInjections, type Injections, inject } from "../../scheduler/simulation/inject.ts";
import { unpack, unpackSimulated } from "../../scheduler/unpack.ts";
import { changesOf } from "../changes/trace.ts";
import { statusDocument } from "../status/page.ts";
import type { SimulationSection } from "./document.ts";
import { capacityRows, remarkRows, scoreRows } from "./scores.ts";

export interface SimulationRequest {
  /** The time at which rules are evaluated, in epoch seconds. */
  readonly now: number;
  /** The source of a time that is not the current one: the user, or the CIB's execution-date. */
  readonly date?: { readonly given: string } | { readonly original: number };
  /** The time that is recorded with results, in epoch seconds. */
  readonly clock: number;
  readonly injections?: Injections;
  /** Execute the transition too. */
  readonly schedule?: boolean;
  readonly execute?: boolean;
  /** Specs of operations that fail when executed. */
  readonly failures?: readonly string[];
  /** See {@link schedule}: the CIB may have masked secrets. */
  readonly sanitized?: boolean;
  /** See {@link schedule}: the release to follow. */
  readonly dialect?: Dialect | undefined;
  readonly showScores?: boolean;
  readonly showUtilization?: boolean;
}

export interface SimulatedRun {
  readonly sections: readonly SimulationSection[];
  /** The scheduled CIB: the given one with the injections. */
  readonly input: Element;
  /** The resulting CIB. */
  readonly output: Element;
  readonly schedule: Schedule | undefined;
  /** The transition could not be executed: a bug in the scheduler. */
  readonly broken: boolean;
}

export function simulate(cib: Element, request: SimulationRequest): SimulatedRun {
  const { now, clock, dialect } = request;
  const sections: SimulationSection[] = [];
  const date = dateSection(request);
  if (date !== undefined) sections.push(date);
  const model = unpack(cib, now, { dialect });
  const { elementCache: readings } = model;
  sections.push({ kind: "status", when: "current", status: statusDocument(model), model });

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
  sections.push({ kind: "changes", changes: changesOf(run.model) });
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
  const revised = unpackSimulated(executed.cib, now, { dialect, elementCache: readings });
  sections.push({ kind: "status", when: "revised", status: statusDocument(revised), model: revised });
  return { sections, input, output: executed.cib, schedule: run, broken: executed.result === "terminated" };
}

function dateSection({ date }: SimulationRequest): SimulationSection | undefined {
  if (date === undefined) return undefined;
  return "given" in date ? { kind: "date", given: date.given } : { kind: "original-date", at: date.original };
}
