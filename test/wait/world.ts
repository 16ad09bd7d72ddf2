/** What is done to a cluster at random, and what is then true of it, counted in its simulated world. */

import { withNodeAttribute } from "../../src/change/verbs/node-attribute.ts";
import type { Wanted } from "../../src/change/wait/wanted.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import type { World } from "../../src/cluster/embedded/agents/simulated/world.ts";
import type { Driver } from "../../src/cluster/embedded/driver.ts";
import { isIdle } from "../../src/cluster/embedded/engine/state.ts";
import { formatFault } from "../../src/cluster/fault.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import type { Fault } from "../../src/report/done/document.ts";
import { EXPECTED, type Expected, NODES, withTargetRole } from "./small-cluster.ts";

export const BEGINNING = Date.UTC(2026, 0, 1);

export type Random = () => number;

export interface Running {
  readonly driver: Driver;
  readonly world: World;
  readonly cluster: Cluster;
}

export class Scene {
  readonly story: string[] = [];
  readonly standby = new Set<string>();
  readonly disabled = new Set<string>();
  /** Processes that were killed and that no monitor has missed yet, by `where/resource`. */
  readonly unnoticed = new Map<string, { readonly rsc: string; readonly where: string; readonly promoted: boolean }>();
  private readonly random: Random;
  private readonly running: Running;

  constructor(running: Running, random: Random) {
    this.running = running;
    this.random = random;
    running.driver.subscribe(({ event }) => {
      if (event.kind === "operation" || event.kind === "begun")
        this.noticed((v) => v.rsc === event.rsc && v.where === event.node);
      if (event.kind === "guest" && !event.up) this.noticed((v) => v.where === event.node);
      if (event.kind === "node") this.noticed((v) => v.where === event.node);
    });
  }

  get now(): number {
    return this.running.driver.now;
  }

  pass(ms: number): void {
    this.running.driver.runUntil(() => false, this.now + ms);
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  private noticed(which: (victim: { readonly rsc: string; readonly where: string }) => boolean): void {
    for (const [key, victim] of this.unnoticed) if (which(victim)) this.unnoticed.delete(key);
  }

  private tell(text: string): void {
    this.story.push(`${((this.now - BEGINNING) / 1000).toFixed(1)} ${text}`);
  }

  /** Does one random thing. */
  disturb(): void {
    const edit = (why: string, change: (cib: Element) => Element): void => {
      this.running.driver.submit({
        kind: "commit",
        request: 0,
        who: "test",
        why,
        edit: (cib) => ({ ok: true, cib: change(cib) }),
      });
      this.tell(why);
    };
    const dice = this.random();
    const node = this.pick(NODES);
    if (dice < 0.12) {
      const on = !this.standby.has(node);
      if (on) this.standby.add(node);
      else this.standby.delete(node);
      edit(`${on ? "" : "un"}standby ${node}`, (cib) => withNodeAttribute(cib, node, "standby", on ? "on" : undefined));
    } else if (dice < 0.2) {
      const rsc = this.pick(["vip1", "vip2", "web"]);
      const stop = !this.disabled.has(rsc);
      if (stop) this.disabled.add(rsc);
      else this.disabled.delete(rsc);
      edit(`${stop ? "disable" : "enable"} ${rsc}`, (cib) => withTargetRole(cib, rsc, stop ? "Stopped" : "Started"));
    } else if (dice < 0.24) {
      this.running.driver.submit({
        kind: "cleanup",
        request: 0,
        who: "test",
        rsc: undefined,
        node: undefined,
        failedOnly: true,
      });
      this.tell("cleanup");
    } else this.inject(this.fault(node));
  }

  private inject(fault: Fault): void {
    const { world, driver } = this.running;
    const before = { ...world.state.processes };
    const { ok } = driver.inject(fault, "test");
    this.tell(`${formatFault(fault)}${ok ? "" : " (in vain)"}`);
    if (fault.kind !== "process-kill" && fault.kind !== "container-kill") return;
    for (const [key, { rsc, where, promoted }] of Object.entries(before))
      if (world.state.processes[key] === undefined) this.unnoticed.set(key, { rsc, where, promoted });
  }

  private fault(node: string): Fault {
    const { world } = this.running;
    const rsc = this.pick([
      "vip1",
      "vip2",
      "fs",
      "web",
      "d",
      "redis",
      "proxy-bundle-podman-0",
      "redis-bundle-podman-1",
    ]);
    const machine = world.state.machines[node];
    switch (Math.floor(this.random() * 8)) {
      case 0:
      case 1:
        return machine?.power === "on" ? { kind: "node-crash", node } : { kind: "node-return", node };
      case 2:
        return machine?.cut === true ? { kind: "node-heal", node } : { kind: "node-cut", node };
      case 3:
        return machine?.power === "on" ? { kind: "node-shutdown", node } : { kind: "node-return", node };
      case 4: {
        const device = `fence-${node}`;
        const failing = world.state.failingDevices.includes(device);
        return { kind: failing ? "fence-heal" : "fence-fail", device };
      }
      case 5:
        return { kind: "start-fail", rsc, count: this.pick([1, 2, 30]), node: this.pick([undefined, node]) };
      case 6:
        return { kind: "hang", rsc, task: this.pick(["start", "stop", "monitor", "promote"]) };
      default:
        return { kind: "process-kill", rsc, node: undefined };
    }
  }

  /** Nothing is under way in the engine, in the world's machines, or between them. */
  isQuiet(): boolean {
    const { driver, world } = this.running;
    const { silent, returning } = world.presence();
    return isIdle(driver.state) && silent.length === 0 && returning.length === 0 && !this.isOpen();
  }

  /** A node is in doubt, or there is no quorum: what comes of it nobody knows. */
  isOpen(): boolean {
    const { nodes, cib } = this.running.driver.state;
    const states = new Map([...nodes.values()].map((n) => [n.id, n]));
    const doubtful = cib.children.some(
      (section) =>
        section.kind === "element" &&
        section.name === "status" &&
        section.children.some(
          (s) =>
            s.kind === "element" &&
            s.attributes.get("expected") === "member" &&
            states.get(s.attributes.get("id") ?? "")?.member === false,
        ),
    );
    return doubtful || cib.attributes.get("have-quorum") !== "1";
  }

  /** @param strict also what people switched off has to run */
  isWhole(what: Expected, strict: boolean): boolean {
    const off = what.processes.some((p) => this.disabled.has(p));
    const { world } = this.running;
    const machines = Object.values(world.state.machines);
    const standby = machines.filter((m) => this.standby.has(m.name)).length;
    const present = machines.filter((m) => m.member && !this.standby.has(m.name)).length;
    const away = machines.length - standby - present;
    // A clone that runs nowhere is not what somebody waits for by name.
    const least = strict ? 1 : 0;
    const wanted = Math.max(least, what.each(present, away)) + (strict && what.each(0, 1) > 0 ? standby : 0);
    if (off && !strict) return true;
    // A fence device may be started elsewhere while it still runs on a node that is cut off.
    const counts = ({ rsc, host }: { readonly rsc: string; readonly host: string }): boolean =>
      !rsc.startsWith("fence-") || world.state.machines[host]?.member === true;
    const known = [...Object.values(world.state.processes).filter(counts), ...this.unnoticed.values()];
    const count = (id: string): number => known.filter((p) => p.rsc.replace(/[-:]\d+$/, "") === id).length;
    const promoted =
      what.promoted === undefined || wanted === 0 || known.some((p) => p.rsc === what.promoted && p.promoted);
    return what.processes.every((id) => count(id) === wanted) && promoted && !(off && strict);
  }

  isTrue({ resources, drained, healthy }: Wanted): boolean {
    const strict = resources.length > 0 || healthy === true;
    if (drained !== undefined) {
      const { processes, machines } = this.running.world.state;
      return drained.every((n) => !Object.values(processes).some((p) => p.host === n) || machines[n]?.member === false);
    }
    const asked = EXPECTED.filter((what) => resources.length === 0 || resources.includes(what.id));
    if (healthy === true && (this.standby.size > 0 || this.unnoticed.size > 0 || !this.isAllThere())) return false;
    return asked.every((what) => this.isWhole(what, strict));
  }

  private isAllThere(): boolean {
    return Object.values(this.running.world.state.machines).every((m) => m.member);
  }
}
