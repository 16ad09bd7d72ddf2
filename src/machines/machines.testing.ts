/** Machines in memory, which behave as real ones do as far as a creation can see, and can be cut off after any step. */
import { createHash } from "node:crypto";
import type { Machines } from "./create.ts";
import type { KeyKind, NodeMachine } from "./machine.ts";

export interface FakeState {
  conf: string | undefined;
  readonly keys: Map<KeyKind, string>;
  resources: number | undefined;
  readonly active: Set<string>;
  readonly enabled: Set<string>;
  /** File and key that its Corosync runs with. */
  runsWith: string | undefined;
}

export class Cut extends Error {}

export class FakeMachines implements Machines {
  readonly states = new Map<string, FakeState>();
  readonly unreachable = new Set<string>();
  /** What a node answers otherwise than a sound one. */
  readonly odd = new Map<string, Partial<NodeMachine>>();
  /** Works that are still done; then everything is cut off, before or after the work itself. */
  left = Number.POSITIVE_INFINITY;
  #made = 0;

  readonly addresses: ReadonlyMap<string, readonly string[]>;

  constructor(addresses: ReadonlyMap<string, readonly string[]>) {
    this.addresses = addresses;
    for (const node of addresses.keys())
      this.states.set(node, {
        conf: undefined,
        keys: new Map(),
        resources: undefined,
        active: new Set(),
        enabled: new Set(),
        runsWith: undefined,
      });
  }

  state(node: string): FakeState {
    const state = this.states.get(node);
    if (state === undefined) throw new Error(`no machine ${node}`);
    return state;
  }

  async look(node: string) {
    if (this.unreachable.has(node)) return { node, why: "connection refused" };
    const { conf, keys, resources, active, enabled, runsWith } = this.state(node);
    const peers = [...this.states].filter(([, s]) => runsWith !== undefined && s.runsWith === runsWith);
    const online = peers.filter(([, s]) => s.active.has("pacemaker")).map(([name]) => name);
    const quorate = peers.length * 2 > this.states.size;
    const machine: NodeMachine = {
      node,
      name: node,
      isRoot: true,
      ahead: 0,
      hasSystemd: true,
      packages: new Map([
        ["corosync", "3.1.7"],
        ["pacemaker", "2.1.5"],
      ]),
      corosync: "3.1.7",
      conf,
      keys: new Map([...keys].map(([kind, key]) => [kind, createHash("sha256").update(key).digest("hex")])),
      resources,
      resolved: new Map(),
      addresses: ["127.0.0.1", ...(this.addresses.get(node) ?? [])],
      active: new Set(active),
      enabled: new Set(enabled),
      ports: new Set(),
      hasWatchdog: false,
      selinux: undefined,
      hasAppArmor: false,
      membership: active.has("corosync") ? { quorate, nodes: peers.length } : undefined,
      pacemaker: active.has("pacemaker") ? { online: new Set(online), hasDc: quorate } : undefined,
    };
    return { ...machine, ...this.odd.get(node) };
  }

  newKey(kind: KeyKind): string {
    this.#made++;
    return `${kind} ${this.#made}`;
  }

  async readKey(node: string, kind: KeyKind): Promise<string> {
    const key = this.state(node).keys.get(kind);
    if (key === undefined) throw new Error(`${node} has no key of ${kind}`);
    return key;
  }

  writeKey(node: string, kind: KeyKind, key: string) {
    return this.#work(() => this.state(node).keys.set(kind, key));
  }

  writeConf(node: string, text: string) {
    return this.#work(() => {
      this.state(node).conf = text;
    });
  }

  stop(node: string) {
    return this.#work(() => {
      this.state(node).active.clear();
      this.state(node).runsWith = undefined;
    });
  }

  clear(node: string) {
    return this.#work(() => {
      this.state(node).resources = undefined;
    });
  }

  start(node: string, service: "corosync" | "pacemaker") {
    return this.#work(() => {
      const state = this.state(node);
      if (service === "pacemaker") state.resources ??= 0;
      if (!state.active.has("corosync")) state.runsWith = JSON.stringify([state.conf, state.keys.get("corosync")]);
      state.active.add("corosync").add(service);
    });
  }

  enable(node: string) {
    return this.#work(() => this.state(node).enabled.add("corosync").add("pacemaker"));
  }

  reload(_node: string) {
    return this.#work(() => {
      for (const state of this.states.values())
        if (state.active.has("corosync")) state.runsWith = JSON.stringify([state.conf, state.keys.get("corosync")]);
    });
  }

  async #work(work: () => unknown): Promise<void> {
    if (this.left <= 0) throw new Cut();
    this.left--;
    work();
    // The work was done, and the machine that asked for it did not learn so.
    if (this.left === 0) throw new Cut();
  }
}
