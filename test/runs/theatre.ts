/**
 * A small cluster in virtual time, and processes that work on it: each is killed whenever a test says so, between a commit and
 * its answer too, and knows nothing of what another one remembered. Time passes when all of them sleep.
 */

import { LIMITS } from "../../src/change/run/limits.ts";
import type { BeginOptions } from "../../src/change/run/start.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import type { World } from "../../src/cluster/embedded/agents/simulated/world.ts";
import { localCluster } from "../../src/cluster/embedded/cluster.ts";
import type { Driver } from "../../src/cluster/embedded/driver.ts";
import { type EngineState, initialState } from "../../src/cluster/embedded/engine/state.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import { HoldfastError } from "../../src/cluster/error.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { virtualDriver } from "../virtual-driver.ts";
import { smallConfiguration } from "../wait/small-cluster.ts";
import { linkedConfiguration } from "./linked.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
/** Milliseconds without an engine after its machine has lost its power. */
const OUTAGE = 30_000;

const whole = new Map<Shape, { readonly state: EngineState; readonly world: string }>();

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export class Theatre {
  driver: Driver;
  world: World;
  /** Used by nobody who can be killed. */
  cluster: Cluster;
  /** Called after each moment at which something happened. */
  onMoment: () => void = () => undefined;
  readonly #sleepers: Sleeper[] = [];

  constructor(state: EngineState, saved: string | undefined) {
    ({ driver: this.driver, world: this.world, cluster: this.cluster } = this.#raised(state, saved, state.now));
  }

  #raised(state: EngineState, saved: string | undefined, now: number): Pick<Theatre, "driver" | "world" | "cluster"> {
    const { driver, world } = virtualDriver(state, saved, now);
    driver.open();
    const local = localCluster({ driver, store: undefined, url: "embedded:", close: async () => undefined });
    const commit: Cluster["commit"] = (change) => {
      const answer = local.commit(change);
      this.#advance(0);
      return answer;
    };
    const cleanup: Cluster["cleanup"] = (request) => {
      const answer = local.cleanup(request);
      this.#advance(0);
      return answer;
    };
    return { driver, world, cluster: { ...local, commit, cleanup } };
  }

  /**
   * The engine's machine loses its power, and it runs again half a minute later: what was acknowledged is there, signs of life
   * are not. What else the store's files survive, torn ones too, is held by the store's own tests.
   */
  losePower(): void {
    const [state, saved] = [this.driver.state, JSON.stringify(this.world.state)];
    ({ driver: this.driver, world: this.world, cluster: this.cluster } = this.#raised(state, saved, this.now + OUTAGE));
  }

  get now(): number {
    return this.driver.now;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (this.now - BEGINNING) / 1000;
  }

  #advance(ms: number): void {
    const until = this.now + ms;
    this.driver.runUntil(() => {
      this.onMoment();
      return false;
    }, until);
  }

  pass(ms: number): void {
    this.#advance(ms);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ at: this.now + ms, wake });
    });
  }

  /** Lets time pass until it is settled. */
  async until<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ended = work.finally(() => {
      over = true;
    });
    ended.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) return ended;
      const next = this.#sleepers.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) continue;
      this.#advance(Math.max(0, next.at - this.now));
      next.wake();
    }
  }

  inject(text: string): void {
    const fault = parseFault(text.split(" "));
    if (fault === undefined) throw new Error(`no such fault: ${text}`);
    this.driver.inject(fault, "test");
  }

  edit(change: (cib: Element) => Element): void {
    this.driver.submit({
      kind: "commit",
      request: 0,
      who: "pcs",
      why: "",
      edit: (cib) => ({ ok: true, cib: change(cib) }),
    });
    this.pass(0);
  }

  /** Running instances of a process in the world, on machines that are up. */
  count(rsc: string): number {
    return Object.values(this.world.state.processes).filter((p) => p.rsc.replace(/[-:]\d+$/, "") === rsc).length;
  }

  /** The node where it is promoted. */
  promoted(rsc: string): string | undefined {
    return Object.values(this.world.state.processes).find((p) => p.promoted && p.rsc === rsc)?.host;
  }

  /** @param deaths at which of its commits it is killed: with the commit made, or not */
  process(name: string, deaths: Deaths = {}): Process {
    return new Process(this, name, deaths);
  }
}

/** `linked`: with a third bundle, and the three depend on each other ({@link linkedConfiguration}). */
type Shape = "small" | "linked";

/** Everything runs. */
export function theatre(shape: Shape = "small"): Theatre {
  const known = whole.get(shape);
  if (known !== undefined) return new Theatre(known.state, known.world);
  const configuration = shape === "small" ? smallConfiguration() : linkedConfiguration();
  const first = new Theatre(initialState(newCib(configuration), "test", BEGINNING), undefined);
  first.driver.settle(BEGINNING + 30 * MINUTE);
  const settled = { state: first.driver.state, world: JSON.stringify(first.world.state) };
  whole.set(shape, settled);
  return new Theatre(settled.state, settled.world);
}

export interface Deaths {
  /** The number of the commit, from 1, before which it dies. */
  readonly before?: number;
  /** The same, after it was done and before its answer arrives. */
  readonly after?: number;
  /** In place of the process the engine dies, with its machine; the process sees that it does not answer. */
  readonly ofEngine?: boolean;
}

const NEVER = new Promise<never>(() => undefined);

export class Process {
  readonly cluster: Cluster;
  readonly name: string;
  readonly died: Promise<"died">;
  commits = 0;
  dead = false;
  /** Its heartbeats do not arrive. */
  isDeaf = false;
  readonly said: string[] = [];
  readonly #theatre: Theatre;
  #die: () => void = () => undefined;

  constructor(theatre: Theatre, name: string, { before, after, ofEngine = false }: Deaths) {
    this.#theatre = theatre;
    this.name = name;
    this.died = new Promise((resolve) => {
      this.#die = () => {
        this.dead = true;
        resolve("died");
      };
    });
    const strike = (): void => {
      if (!ofEngine) {
        this.#die();
        return;
      }
      theatre.losePower();
      throw new HoldfastError("disconnected", "the engine has lost its power");
    };
    const call = async <T>(work: (cluster: Cluster) => Promise<T>, isCommit = false): Promise<T> => {
      if (this.dead) return NEVER;
      const n = isCommit ? ++this.commits : undefined;
      if (n !== undefined && n === before) strike();
      if (this.dead) return NEVER;
      const done = await work(theatre.cluster);
      if (n !== undefined && n === after) strike();
      return this.dead ? NEVER : done;
    };
    this.cluster = {
      ...theatre.cluster,
      read: () => call((cluster) => cluster.read()),
      fencings: () => call(async (cluster) => (await cluster.fencings?.()) ?? []),
      commit: (change) => call((cluster) => cluster.commit(change), true),
      cleanup: (request) => call((cluster) => cluster.cleanup(request), true),
      heartbeats: {
        beat: (key, value) =>
          call(async (cluster) => {
            if (this.isDeaf) throw new HoldfastError("disconnected", "the network is down");
            await cluster.heartbeats?.beat(key, value);
          }),
        read: async (key) => (await theatre.cluster.heartbeats?.read(key)) ?? [],
      },
    };
  }

  kill(): void {
    this.#die();
  }

  options(more: Partial<BeginOptions> = {}): BeginOptions {
    return {
      who: `${this.name}@test`,
      why: "",
      process: this.name,
      isGone: () => false,
      queue: 0,
      limits: LIMITS,
      pace: {
        now: () => this.#theatre.now,
        sleep: (ms) => (this.dead ? NEVER : this.#theatre.sleep(ms)),
      },
      signal: new AbortController().signal,
      tell: ({ telling }) =>
        this.said.push(
          `${this.#theatre.seconds.toFixed(1)} ${telling.kind}: ${"text" in telling ? telling.text : telling.for.join("; ")}`,
        ),
      ...more,
    };
  }

  /** What it came to; `died` when it was killed before. */
  run<T>(work: Promise<T>): Promise<T | "died"> {
    return this.#theatre.until(Promise.race([work, this.died]));
  }
}
