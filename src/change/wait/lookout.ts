/**
 * Looks at a cluster again and again for one question, and says when the answer stands. It has no clock: time is what
 * the cluster says it is, so that a test can let a day of it pass in a moment.
 */

import { formatVersion } from "../../cib/patch/version.ts";
import { ifFails } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import type { Finding } from "../../report/wait/document.ts";
import { decisionOf, type Reading, readingOf } from "../../scheduler/reading.ts";
import { type Judgement, judge } from "./verdict.ts";
import { type Circumstances, isSaid, type Wanted } from "./wanted.ts";

export interface Look {
  readonly judgement: Judgement;
  /** The answer stands, and further looks would give no other. */
  readonly over: boolean;
  /** Moments of the cluster's own time, epoch milliseconds. */
  readonly askedAt: number;
  readonly at: number;
}

/** What was asked of the nodes besides. */
type Asked = Pick<Circumstances, "presence" | "fencings">;

/**
 * Milliseconds for which it has to hold that nothing will come of it: between two things that the cluster does, such as
 * a failure and its count, the status looks worse than it is.
 */
const HOLD = 500;
/** Milliseconds after which the scheduler is asked again although nothing has changed. */
const STALE = 30_000;

export class Lookout {
  private readonly cluster: Cluster;
  private readonly wanted: Wanted;
  private askedAt: number | undefined;
  private last: { readonly key: string; readonly reading: Reading; readonly at: number } | undefined;
  /** By what was known besides the reading. */
  private judged: { readonly reading: Reading; readonly by: Map<string, Judgement> } | undefined;
  /** Since when nothing would come of it. */
  private neverSince: number | undefined;

  constructor(cluster: Cluster, wanted: Wanted) {
    this.cluster = cluster;
    this.wanted = wanted;
  }

  /** Rejects as {@link Cluster.read} does. */
  async look(): Promise<Look> {
    const snapshot = await this.cluster.read();
    const askedAt = this.askedAt ?? snapshot.at;
    this.askedAt = askedAt;
    const reading = this.readingOf(snapshot);
    const fencings = await this.fencingsOf(reading);
    let judgement = this.judge(reading, snapshot, { presence: undefined, fencings });
    // Asking the nodes takes a while: only before something is said that they could refute.
    if (judgement.state !== "pending" && !judgement.findings.some(isSaid))
      judgement = this.judge(reading, snapshot, { presence: await this.cluster.presence(), fencings });
    if (judgement.state !== "never") this.neverSince = undefined;
    else this.neverSince ??= snapshot.at;
    return { judgement, over: this.isOver(judgement, snapshot), askedAt, at: snapshot.at };
  }

  private isOver({ state, findings }: Judgement, { settled, at }: Snapshot): boolean {
    if (state === "pending") return false;
    if (findings.some(isSaid)) return true;
    const { resources, drained, healthy } = this.wanted;
    if (state === "reached" && healthy !== true && resources.length + (drained?.length ?? 0) > 0) return true;
    if (settled === false) return false;
    return state === "reached" || at - (this.neverSince ?? at) >= HOLD;
  }

  /** Until the scheduler itself would look again, time alone changes nothing. */
  private readingOf(snapshot: Snapshot): Reading {
    const key = formatVersion(snapshot.version);
    const { last } = this;
    if (last?.key === key && snapshot.at - last.at < STALE) {
      const { recheckBy } = decisionOf(last.reading).model;
      if (recheckBy === undefined || snapshot.at < recheckBy * 1000) return last.reading;
    }
    const reading = readingOf(snapshot);
    this.last = { key, reading, at: snapshot.at };
    return reading;
  }

  /** Asked only while a node is in doubt. */
  private async fencingsOf({ model }: Reading): Promise<readonly FencingRecord[]> {
    if (!model.nodes.some((n) => n.unclean)) return [];
    return (await this.cluster.fencings?.().catch(ifFails([]))) ?? [];
  }

  private judge(reading: Reading, { at, doubt }: Snapshot, asked: Asked): Judgement {
    const key = JSON.stringify([asked, doubt?.message]);
    if (this.judged?.reading !== reading) this.judged = { reading, by: new Map() };
    const known = this.judged.by.get(key);
    if (known?.findings.every((f) => !isPast(f, at)) === true) return known;
    const judgement = judge(reading, this.wanted, {
      askedAt: this.askedAt ?? at,
      now: at,
      ...asked,
      doubt: doubt?.message,
    });
    this.judged.by.set(key, judgement);
    return judgement;
  }
}

const isPast = ({ until }: Finding, at: number): boolean => until !== undefined && at >= until;
