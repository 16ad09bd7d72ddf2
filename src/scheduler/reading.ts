/**
 * A reading of a snapshot: a CIB at a moment, unpacked as the release of Pacemaker that decides there would, and, when
 * first asked for, scheduled. Status, plans, waiting and explanations are functions of one such value.
 */
import { formatVersion, readVersion } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import type { ReadonlyModel } from "./model/cluster-model.ts";
import { type Dialect, dialectOfCluster } from "./model/dialect.ts";
import { ElementCache } from "./model/element-cache.ts";
import { UndecidableError, unlessUndecidable } from "./model/undecidable.ts";
import { type Decision, decide, type ScheduleOptions } from "./schedule.ts";
import { unpack } from "./unpack.ts";
import { type ReadonlyWhy, WhyRecorder } from "./why/recorder.ts";

/** When and by whose rules something is decided: the part of {@link ScheduleOptions} that a cluster, not a question, sets. */
export interface Moment {
  /** Epoch seconds. */
  readonly now: number;
  readonly dialect: Dialect;
  /** What was read of elements, shared by all runs on versions of this CIB. */
  readonly elementCache: ElementCache;
}

export interface Reading {
  readonly cib: Element;
  readonly moment: Moment;
  /** Configuration and status, before any phase of the scheduler has changed anything. */
  readonly model: ReadonlyModel;
  /** What the scheduler decides; or the error that says why Pacemaker's own would not survive this CIB. */
  readonly planned: Decision | UndecidableError;
  /** The same decision, made once more with its reasons when they are first asked for. */
  readonly explained: Explained | UndecidableError;
}

/** A decision whose reasons were recorded; report/explain puts them into words. */
export interface Explained {
  readonly model: ReadonlyModel;
  readonly why: ReadonlyWhy;
}

/** What is read: `Snapshot` of the cluster port is one. */
export interface Readable {
  readonly cib: Element;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** `now` in epoch seconds, with the rules of the release that runs this cluster and nothing read yet. */
export function momentOf(cib: Element, now: number): Moment {
  return { now, dialect: dialectOfCluster(cib), elementCache: new ElementCache() };
}

/** @param at epoch milliseconds; rules and expiries are judged by whole seconds */
export function readingOf({ cib, at }: Readable): Reading {
  const moment = momentOf(cib, Math.floor(at / 1000));
  let model: ReadonlyModel | undefined;
  let planned: Decision | UndecidableError | undefined;
  let explained: Explained | UndecidableError | undefined;
  return {
    cib,
    moment,
    get model() {
      model ??= unpack(cib, moment.now, moment);
      return model;
    },
    get planned() {
      planned ??= unlessUndecidable(() => decide(cib, moment));
      return planned;
    },
    get explained() {
      explained ??= unlessUndecidable(() => explainedOf(cib, moment));
      return explained;
    },
  };
}

/** Schedules with the reasons recorded. @throws UndecidableError where Pacemaker's scheduler would crash */
export function explainedOf(cib: Element, moment: Moment): Explained {
  const why = new WhyRecorder();
  const { model } = decide(cib, { ...moment, why });
  return { model, why };
}

/** @throws UndecidableError where Pacemaker's scheduler would crash */
export function decisionOf({ planned }: Reading): Decision {
  if (planned instanceof UndecidableError) throw planned;
  return planned;
}

/** For callers that read repeatedly: the same version in the same second gives the same reading, decided once. */
export function readingsByVersion(): (snapshot: Readable) => Reading {
  let key = "";
  let last: Reading | undefined;
  return (snapshot) => {
    const next = `${formatVersion(readVersion(snapshot.cib))} ${Math.floor(snapshot.at / 1000)}`;
    if (last === undefined || next !== key) last = readingOf(snapshot);
    key = next;
    return last;
  };
}
