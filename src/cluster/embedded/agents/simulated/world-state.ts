/**
 * The simulated outside: machines, what runs on them, and the operations under way on them. Plain data, kept in the store
 * apart from the engine's own state, as the real outside would be.
 */

import type { FenceAttempt, ReportedResult } from "../../engine/message.ts";
import type { Operation } from "../../engine/state.ts";
import type { AgentReport } from "../agents.ts";

export interface Machine {
  name: string;
  id: string;
  power: "on" | "off" | "booting" | "crashed";
  cut: boolean;
  /** The membership last reported to the cluster. */
  member: boolean;
  /** Why it is coming up or coming back, while it is; a world saved by an older release does not say. */
  back?: { why: "fenced" | "switched-on" | "reachable"; since: number };
}

/** Something that runs: a service, a container, an address, a started fence device. */
export interface Process {
  rsc: string;
  agent: string;
  /** A machine or a guest node. */
  where: string;
  host: string;
  /** The container it runs in. */
  container: string | undefined;
  promoted: boolean;
  /** When it is in step with the others, epoch milliseconds; a world saved by an older release does not say. */
  inStepAt?: number;
  /** The agent of what it uses on its machine, which cannot be taken away meanwhile. */
  uses?: string;
  /** Only one of it may run in the world. */
  singleton: boolean;
}

export interface Connection {
  /** Empty for a remote node, which is a machine of its own. */
  container: string;
  /** Where the container is; for a remote node, the machine that has the connection. */
  host: string;
  /** The machine that has the connection to a container; a world saved by an older release means `host`. */
  via?: string;
}

export interface Call {
  operation: Operation;
  dueAt: number;
  /** It never answers. */
  hung: boolean;
}

export interface FenceCall {
  attempt: FenceAttempt;
  dueAt: number;
}

type Plan = { at: number; kind: "boot"; machine: string } | { at: number; kind: "membership"; machine: string };

export interface WorldState {
  machines: Record<string, Machine>;
  /** By `where/resource`. */
  processes: Record<string, Process>;
  /** Connections to guest and remote nodes, by node. */
  guests: Record<string, Connection>;
  calls: Record<string, Call>;
  fenceCalls: Record<string, FenceCall>;
  /** Requests answered or refused, lest they be taken for new; the answers still in the outbox. */
  answered: number[];
  plans: Plan[];
  /** What stays on a machine's disk, by `machine/name`. */
  disks: Record<string, number>;
  failingDevices: string[];
  /** Starts still to fail, by `resource` or `resource@node`. */
  startFails: Record<string, number>;
  /** Promotion scores chosen for a rehearsal, by `resource` or `resource@host`. */
  scores: Record<string, string>;
  /** Milliseconds that instances take to be in step, chosen for a rehearsal, by resource. */
  joinTimes: Record<string, number>;
  /** Services that do not do their work though their monitors find nothing, by `resource` or `resource@host`. */
  ill: string[];
  /** Tasks that will hang, `resource/task`. */
  hangs: string[];
  /** Reports that the engine has not made durable yet. */
  outbox: { seq: number; input: AgentReport }[];
  nextSeq: number;
  /** Things that must never happen and did; empty in a working cluster. */
  violations: string[];
  /** Number of starts per `resource@where`. */
  starts: Record<string, number>;
}

const TABLES = [
  "machines",
  "processes",
  "guests",
  "calls",
  "fenceCalls",
  "disks",
  "startFails",
  "starts",
  "scores",
  "joinTimes",
] as const;

/** A table by names from outside, one of which may be that of a member of every object, such as `constructor`. */
const table = <T>(entries: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(Object.create(null) as Record<string, T>, entries);

/** A world as it was kept. */
export function restoreWorld(saved: string): WorldState {
  const world = JSON.parse(saved) as WorldState;
  const tables = Object.fromEntries(TABLES.map((name) => [name, table<unknown>(world[name])]));
  // Older releases knew no illness.
  return { ...world, ill: world.ill ?? [], ...(tables as Pick<WorldState, (typeof TABLES)[number]>) };
}

/** A world without machines. */
export function emptyWorld(): WorldState {
  return {
    machines: table(),
    processes: table(),
    guests: table(),
    calls: table(),
    fenceCalls: table(),
    answered: [],
    plans: [],
    disks: table(),
    failingDevices: [],
    startFails: table(),
    scores: table(),
    joinTimes: table(),
    ill: [],
    hangs: [],
    outbox: [],
    nextSeq: 1,
    violations: [],
    starts: table(),
  };
}

export function post(world: WorldState, input: AgentReport): void {
  world.outbox.push({ seq: world.nextSeq++, input });
}

export function postResult(world: WorldState, result: ReportedResult): void {
  post(world, { kind: "result", result });
}

export function processKey(where: string, rsc: string): string {
  return `${where}/${rsc}`;
}

/** The machine a machine or guest node is, or is on. A remote node is a machine of its own. */
export function machineOf(world: WorldState, where: string): string | undefined {
  if (world.machines[where] !== undefined || isRemote(world, where)) return where;
  return world.guests[where]?.host;
}

export const viaOf = ({ host, via }: Connection): string => via ?? host;

/** Always up here, and reached through the machine that has the connection. */
export const isRemote = (world: WorldState, where: string): boolean => world.guests[where]?.container === "";

/** Running instances of a resource, by the order they came up in. */
export function processesOf(world: WorldState, rsc: string): Process[] {
  return Object.values(world.processes).filter((p) => p.rsc === rsc);
}
