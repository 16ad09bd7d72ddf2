/**
 * Carries a run: looks at the cluster, asks what is next, does it, and looks again, until the run is over or paused. It
 * assumes nothing of what it has done itself: a commit whose answer was lost is found, or not found, by the next look. All
 * that is decided is decided in `decide.ts` and by the kind; this brings them time, readings and commits.
 */
import { leasesIn, NOTHING, withoutLease } from "../../cib/lease.ts";
import { hasEnded, type RunRecord, runCalled, withoutTraces, withRun } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { commitEdit } from "../edit.ts";
import { lost } from "../lease/respect.ts";
import type { Pace } from "../pace.ts";
import { type Move, nextMove } from "./decide.ts";
import type { RunEvent, RunTelling } from "./event.ts";
import { failuresOn, Gates, lastFailureOn } from "./gates.ts";
import type { RunHealth } from "./health.ts";
import { Heart } from "./heart.ts";
import type { Next, RunLook } from "./kind/kind.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { type Limits, LOOK } from "./limits.ts";
import { Looks } from "./looks.ts";
import { Moved } from "./moved.ts";

export interface CarryOptions {
  readonly who: string;
  readonly limits: Limits;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly health?: RunHealth | undefined;
  readonly tell?: (event: RunEvent) => void;
}

/** How a run ended, or stopped for now. */
export interface RunOutcome {
  readonly record: RunRecord;
  /** Why it is paused. */
  readonly code?: "timeout" | "failed" | "moved" | "stuck" | "interrupted";
}

/** Codes of errors that end by themselves: the node reboots, a DC is elected. */
const AWAY: ReadonlySet<string> = new Set(["disconnected", "timeout", "no-dc", "no-quorum", "conflict"]);

/**
 * @param token of the run's lease, which this process has taken
 * Rejects with `leased` when the lease is lost: then nothing was written since.
 */
export async function carryRun(
  cluster: Cluster,
  id: string,
  token: string,
  options: CarryOptions,
): Promise<RunOutcome> {
  const run = new Carrying(cluster, id, token, options);
  for (;;) {
    const carried = await run.turn();
    if (carried !== undefined) return carried;
  }
}

class Carrying {
  readonly #cluster: Cluster;
  readonly #id: string;
  readonly #token: string;
  readonly #options: CarryOptions;
  readonly #heart: Heart;
  readonly #looks = new Looks();
  readonly #gates = new Gates();
  readonly #moved = new Moved();
  #openSince: number | undefined;
  #progressAt: number;
  #progress = "";
  #said = "";

  constructor(cluster: Cluster, id: string, token: string, options: CarryOptions) {
    this.#cluster = cluster;
    this.#id = id;
    this.#token = token;
    this.#options = options;
    this.#heart = new Heart(cluster.heartbeats, { lease: id, token, pace: options.pace });
    this.#progressAt = options.pace.now();
  }

  /** Looks once, and does what is next; the run's end, or undefined. */
  async turn(): Promise<RunOutcome | undefined> {
    const { pace, signal } = this.#options;
    try {
      await this.#heart.beat();
      const snapshot = await this.#cluster.read();
      const carried = await this.#go(snapshot);
      if (carried !== undefined) return carried;
    } catch (error) {
      if (!(error instanceof HoldfastError) || !AWAY.has(error.code)) throw error;
      this.#heart.refuseLate();
    }
    await pace.sleep(LOOK, signal);
    return undefined;
  }

  async #go(snapshot: Snapshot): Promise<RunOutcome | undefined> {
    const { pace, limits, signal, health } = this.#options;
    const record = runCalled(snapshot.cib, this.#id);
    const lease = leasesIn(snapshot.cib).find((l) => l.token === this.#token);
    if (record !== undefined && (hasEnded(record) || record.state === "paused")) return this.#stopped(record, snapshot);
    if (record === undefined || lease === undefined) throw lost(this.#token);
    const look = this.#looks.of(snapshot);
    const until = Math.ceil((snapshot.at + limits.step) / 1000) + SPARE;
    const kind = kindCalled(record.kind);
    const next = kind.next(record, look, { until });
    const whole = kind.whole?.(record, look) ?? record.whole;
    const fencings = (await this.#cluster.fencings?.().catch(ifFails([]))) ?? [];
    const gates = this.#gates.closed(look, whole, fencings);
    // The services are asked when all else is well, and a new step is due.
    const asks = gates.length === 0 && (next.kind === "done" || ("begins" in next && next.begins));
    if (!asks) health?.forget();
    const closed = asks && health !== undefined ? await health.whole(look, whole) : gates;
    const now = pace.now();
    this.#openSince = closed.length > 0 ? undefined : (this.#openSince ?? now);
    const openFor = this.#openSince === undefined ? 0 : now - this.#openSince;
    const isDue = asks && closed.length === 0 && openFor >= limits.minHealthy;
    this.#noteProgress(next, closed, now);
    const decision = nextMove(
      {
        record,
        next,
        closed,
        openFor,
        stuckFor: now - this.#progressAt,
        failures: failuresOn(look.reading, lease.covers),
        lastFailure: () => lastFailureOn(look.reading, lease.covers),
        moved: this.#moved.by(snapshot, lease.covers),
        refused: isDue ? await health?.refuses(look, next) : undefined,
      },
      limits,
    );
    if (signal.aborted && (decision.kind === "wait" || decision.kind === "step"))
      return this.#pause(record, look, { code: "interrupted", why: "interrupted" });
    return this.#follow(decision, record, look);
  }

  async #follow(decision: Move, record: RunRecord, look: RunLook): Promise<RunOutcome | undefined> {
    switch (decision.kind) {
      case "wait": {
        const said = decision.for.join("; ");
        if (said !== this.#said) this.#tell(record, look.snapshot, { kind: "waiting", for: decision.for });
        this.#said = said;
        return undefined;
      }
      case "pause":
        return this.#pause(record, look, decision);
      case "done": {
        const ended: RunRecord = { ...record, state: "done", ended: seconds(look.snapshot) };
        await this.#commit(look.snapshot, this.#freed(withRun(look.snapshot.cib, ended)), `run ${this.#id}: done`);
        return this.#stopped(ended, look.snapshot);
      }
      case "step":
        return this.#take(decision.step, record, look);
    }
  }

  async #take(
    step: Extract<Next, { kind: "edit" | "act" }>,
    record: RunRecord,
    look: RunLook,
  ): Promise<RunOutcome | undefined> {
    const { snapshot } = look;
    const lease = leasesIn(snapshot.cib).find((l) => l.token === this.#token);
    const { item, text, begins, completes = false, memory = record.memory } = step;
    // What had failed before the run's first step is none of its doing.
    const known = begins ? undefined : record.step?.failures;
    const failures = known ?? failuresOn(look.reading, lease?.covers ?? NOTHING);
    const n = (record.step?.n ?? 0) + 1;
    const did = completes && !record.did.includes(item) ? [...record.did, item] : record.did;
    const noted: RunRecord = { ...record, memory, did, step: { n, item, text, failures } };
    const why = `run ${this.#id}: ${text}`;
    this.#said = "";
    if (step.kind === "edit") {
      await this.#commit(snapshot, withRun(step.edit(snapshot.cib), noted), why);
      this.#tell(noted, snapshot, { kind: "step", text });
      return undefined;
    }
    const open: RunRecord = { ...record, step: { n, item, text, failures, open: true } };
    await this.#commit(snapshot, withRun(snapshot.cib, open), why);
    this.#tell(open, snapshot, { kind: "step", text });
    // No token holds back what is outside the CIB, so the lease is looked at once more.
    await this.#stillOurs();
    try {
      await step.act(this.#cluster);
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== "failed") throw error;
      const failed = { ...look, snapshot: await this.#stillOurs() };
      return this.#pause(open, failed, { code: "failed", why: error.message });
    }
    const after = await this.#stillOurs();
    await this.#commit(after, withRun(after.cib, noted), `${why}: done`);
    return undefined;
  }

  async #stillOurs(): Promise<Snapshot> {
    await this.#heart.beat();
    const snapshot = await this.#cluster.read();
    if (!leasesIn(snapshot.cib).some((l) => l.token === this.#token)) throw lost(this.#token);
    this.#heart.refuseLate();
    return snapshot;
  }

  /** A paused run holds nothing: what it added goes, and its lease, so that people can mend what it met. */
  async #pause(
    record: RunRecord,
    { snapshot }: RunLook,
    { code, why }: { readonly code: NonNullable<RunOutcome["code"]>; readonly why: string },
  ): Promise<RunOutcome> {
    const paused: RunRecord = { ...record, state: "paused", reason: why };
    await this.#commit(snapshot, this.#freed(withRun(snapshot.cib, paused)), `run ${this.#id}: paused: ${why}`);
    return { ...this.#stopped(paused, snapshot), code };
  }

  #freed(cib: Element): Element {
    return withoutLease(withoutTraces(cib, this.#id), this.#id);
  }

  async #commit(snapshot: Snapshot, desired: Element, why: string): Promise<void> {
    this.#heart.refuseLate();
    this.#moved.expect(desired);
    await commitEdit(this.#cluster, { who: this.#options.who, why, lease: this.#token }, snapshot, desired);
  }

  #noteProgress(next: Next, closed: readonly string[], now: number): void {
    const at = JSON.stringify([next.kind, "item" in next ? next.item : "", closed.length > 0]);
    if (at !== this.#progress) this.#progressAt = now;
    this.#progress = at;
  }

  #stopped(record: RunRecord, snapshot: Snapshot): RunOutcome {
    const text = record.reason ?? record.title;
    this.#tell(record, snapshot, { kind: hasEnded(record) ? "ended" : "paused", text });
    return { record };
  }

  #tell(run: RunRecord, { at }: Snapshot, telling: RunTelling): void {
    this.#options.tell?.({ run, at, telling });
  }
}

/** Seconds beyond the time for a step after which what it added ends by itself. */
const SPARE = 300;

const seconds = ({ at }: Snapshot): number => Math.floor(at / 1000);
