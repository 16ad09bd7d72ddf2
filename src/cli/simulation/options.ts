/** The options of `holdfast simulate`, as commander parses them, and the simulation they request. */
import { parseMoment } from "../../cib/value/date.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { SimulationRequest } from "../../report/simulation/read.ts";
import { type Dialect, dialectOf } from "../../scheduler/model/dialect.ts";
import type { Injections } from "../../scheduler/simulation/inject.ts";

/** The input of a simulation. */
export interface Source {
  readonly cib: Element;
  /** Epoch seconds. */
  readonly clock: number;
  /** Secrets may be masked, as in a CIB file made for a bug report. */
  readonly sanitized: boolean;
  /** The cluster's release; undefined for a file, which is scheduled as the newest release does. */
  readonly dialect?: Dialect;
}

export interface SimulateOptions {
  readonly cluster: string;
  readonly xmlFile?: string;
  readonly xmlPipe?: boolean;
  readonly liveCheck?: boolean;
  readonly run?: boolean;
  readonly simulate?: boolean;
  readonly inPlace?: boolean;
  readonly showScores?: boolean;
  readonly showUtilization?: boolean;
  readonly quiet?: boolean;
  readonly nodeUp?: readonly string[];
  readonly nodeDown?: readonly string[];
  readonly nodeFail?: readonly string[];
  readonly opInject?: readonly string[];
  readonly opFail?: readonly string[];
  readonly setDatetime?: string;
  readonly quorum?: string;
  readonly watchdog?: string;
  readonly ticketGrant?: readonly string[];
  readonly ticketRevoke?: readonly string[];
  readonly ticketStandby?: readonly string[];
  readonly ticketActivate?: readonly string[];
  readonly saveInput?: string;
  readonly saveOutput?: string;
  readonly saveGraph?: string;
  readonly saveDotfile?: string;
  readonly allActions?: boolean;
  readonly verbose?: boolean;
  readonly profile?: string;
  readonly repeat?: string;
  readonly pacemaker?: string;
  readonly outputAs: "text" | "xml";
}

function injectionsOf(options: SimulateOptions): Injections {
  const { quorum, watchdog, nodeUp, nodeDown, nodeFail, opInject } = options;
  return {
    ...(quorum === undefined ? {} : { quorum }),
    ...(watchdog === undefined ? {} : { watchdog }),
    nodesUp: nodeUp ?? [],
    nodesDown: nodeDown ?? [],
    nodesFailing: nodeFail ?? [],
    operations: opInject ?? [],
    tickets: {
      grant: options.ticketGrant ?? [],
      revoke: options.ticketRevoke ?? [],
      standby: options.ticketStandby ?? [],
      activate: options.ticketActivate ?? [],
    },
  };
}

/** Epoch seconds of `--set-datetime`. */
export function givenMoment({ setDatetime }: SimulateOptions): number | undefined {
  if (setDatetime === undefined) return undefined;
  const moment = parseMoment(setDatetime);
  if (moment === undefined) throw new HoldfastError("usage", `--set-datetime ${setDatetime} is not an ISO 8601 date`);
  return moment;
}

/** The release that `--pacemaker` names. */
export function givenDialect({ pacemaker }: SimulateOptions): Dialect | undefined {
  if (pacemaker === undefined) return undefined;
  if (!/^[23](\.\d+)*$/.test(pacemaker))
    throw new HoldfastError("usage", `--pacemaker takes a release such as 2.1.5 or 3.0, not ${pacemaker}`);
  return dialectOf(pacemaker);
}

/** The request for a simulation. Its time is that of --set-datetime, else the CIB's execution-date, else now. */
export function requestOf(options: SimulateOptions, source: Source): SimulationRequest {
  const given = givenMoment(options);
  const recorded = Number.parseInt(get(source.cib, "execution-date") ?? "", 10);
  const original = recorded > 0 ? recorded : undefined;
  const execute = options.simulate === true || options.inPlace === true;
  return {
    now: given ?? original ?? source.clock,
    ...(given !== undefined
      ? { date: { given: options.setDatetime ?? "" } }
      : original !== undefined
        ? { date: { original } }
        : {}),
    clock: source.clock,
    injections: injectionsOf(options),
    schedule: execute || options.run === true || asksForSchedule(options),
    execute,
    failures: options.opFail ?? [],
    sanitized: source.sanitized,
    dialect: givenDialect(options) ?? source.dialect,
    showScores: options.showScores === true,
    showUtilization: options.showUtilization === true,
  };
}

function asksForSchedule({ showScores, showUtilization, saveGraph, saveDotfile }: SimulateOptions): boolean {
  return showScores === true || showUtilization === true || saveGraph !== undefined || saveDotfile !== undefined;
}
