/** Everything that is wrong with the machines of a new cluster, all at once, and what is worth knowing. Pure. */
import { compareDottedVersions } from "../cib/value/dotted-version.ts";
import { modelOf } from "../corosync/model.ts";
import { parseConf } from "../corosync/parse.ts";
import type { CreatePlan } from "./create-plan.ts";
import { isReached, type NodeMachine, type Unreached } from "./machine.ts";

export interface Checked {
  /** One sentence each; nothing is changed while there is one. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Seconds: logs and certificates are of no use beyond, and time rules of the CIB differ. */
const MOST_AHEAD = 5;

export function checkMachines(plan: CreatePlan, machines: readonly (NodeMachine | Unreached)[]): Checked {
  const reached = machines.filter(isReached);
  const unreached = machines.flatMap((m) => (isReached(m) ? [] : [`${m.node} is not reached: ${m.why}`]));
  const each = reached.flatMap((machine) => [
    ...basics(machine),
    ...addresses(plan, machine),
    ...leftovers(plan, machine),
    ...ports(plan, machine),
    ...(plan.needsWatchdog && !machine.hasWatchdog
      ? [`${machine.node} has no /dev/watchdog, and the manifest sets a watchdog's timeout`]
      : []),
  ]);
  return {
    problems: [...unreached, ...each, ...between(plan, reached)],
    notes: [...clocksAndPackages(reached), ...guards(reached)],
  };
}

function basics({ node, name, isRoot, hasSystemd, corosync, packages, ahead }: NodeMachine): string[] {
  const lacks = ["corosync", "pacemaker"].filter((p) => (p === "corosync" ? corosync === undefined : !packages.has(p)));
  return [
    ...(isRoot ? [] : [`${node}: the user is not root`]),
    ...(name === node || name.split(".")[0] === node ? [] : [`${node} calls itself ${name}`]),
    ...(hasSystemd ? [] : [`${node} does not run systemd, which starts Corosync and Pacemaker`]),
    ...lacks.map((p) => `${node} has no package ${p}`),
    ...(corosync !== undefined && compareDottedVersions(corosync, "3.0.0") < 0
      ? [`${node} has Corosync ${corosync}; 3.0 or newer is needed`]
      : []),
    ...(Math.abs(ahead) > MOST_AHEAD
      ? [`the clock of ${node} is ${Math.abs(ahead).toFixed(0)} s ${ahead > 0 ? "ahead of" : "behind"} this machine's`]
      : []),
  ];
}

const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$/;

/** Names among the addresses, which the machines have to resolve. */
export const namesToResolve = ({ nodes }: CreatePlan): readonly string[] =>
  nodes.flatMap((n) => n.addresses).filter((address) => !IP.test(address));

const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

function addresses(plan: CreatePlan, { node, resolved, addresses: own }: NodeMachine): string[] {
  const mine = plan.nodes.find(({ name }) => name === node)?.addresses ?? [];
  const found = (address: string): readonly string[] => (IP.test(address) ? [address] : (resolved.get(address) ?? []));
  const names = namesToResolve(plan).flatMap((name) => {
    if (found(name).length === 0) return [`${node} does not resolve ${name}`];
    return found(name).every(isLoopback) ? [`${node} resolves ${name} to ${found(name).join(", ")}`] : [];
  });
  const foreign = mine.filter((address) => found(address).length > 0 && !found(address).some((a) => own.includes(a)));
  return [...names, ...foreign.map((address) => `${node} does not have its address ${address}`)];
}

/** Corosync's package brings an example, and starts it. */
export function isExample(conf: string): boolean {
  const read = parseConf(conf);
  if (!read.ok) return false;
  const { members } = modelOf(read.conf);
  return members.every(({ addresses: own }) => [...own.values()].every(isLoopback));
}

/** Whether what a machine has is to be replaced: nothing of another cluster's, or that is asked for. */
export function mayReplace({ overwrite, conf }: CreatePlan, machine: NodeMachine): boolean {
  if (machine.conf === conf) return true;
  if (runsAnother(machine)) return false;
  if (overwrite) return true;
  if (machine.conf !== undefined && !isExample(machine.conf)) return false;
  return machine.resources === undefined || machine.resources === 0;
}

/** A cluster that runs is not left over, whatever is asked for, even without its file; that of the package's example is none. */
const runsAnother = ({ conf, active }: NodeMachine): boolean =>
  active.size > 0 && (conf === undefined || !isExample(conf));

function leftovers(plan: CreatePlan, machine: NodeMachine): string[] {
  if (mayReplace(plan, machine)) return [];
  const { node, conf, resources = 0 } = machine;
  if (conf === undefined && runsAnother(machine))
    return [`${node} runs a cluster whose corosync.conf is gone: stop it first`];
  if (conf === undefined || isExample(conf))
    return [`${node} has a CIB with ${resources} resources of another cluster; --overwrite replaces it`];
  const read = parseConf(conf);
  const name = read.ok ? modelOf(read.conf).totem.get("cluster_name")?.value : undefined;
  const whose = name === undefined ? "another cluster" : `a cluster ${name}, or of an earlier version of this manifest`;
  return runsAnother(machine)
    ? [`${node} runs ${whose}: give it the file with "cluster reload", or stop it first`]
    : [`${node} has a corosync.conf of ${whose}; --overwrite replaces it`];
}

function ports(plan: CreatePlan, { node, ports: used, active }: NodeMachine): string[] {
  if (active.has("corosync")) return [];
  return plan.ports.filter((port) => used.has(port)).map((port) => `${node}: UDP port ${port} is in use`);
}

function between(plan: CreatePlan, machines: readonly NodeMachine[]): string[] {
  const names = namesToResolve(plan).flatMap((name) => {
    const answers = new Set(
      machines.map(({ resolved }) => (resolved.get(name) ?? []).filter((a) => !isLoopback(a)).join(", ")),
    );
    answers.delete("");
    return answers.size > 1 ? [`the nodes resolve ${name} differently: ${[...answers].join("; ")}`] : [];
  });
  const majors = new Set(machines.flatMap(({ corosync }) => corosync?.split(".")[0] ?? []));
  return [
    ...names,
    ...(majors.size > 1 ? ["the nodes have releases of Corosync that do not understand each other"] : []),
  ];
}

function clocksAndPackages(machines: readonly NodeMachine[]): string[] {
  const names = new Set(machines.flatMap(({ packages }) => [...packages.keys()]));
  const versions = [...names].flatMap((name) => {
    const by = new Map<string, string[]>();
    for (const { node, packages } of machines) {
      const version = packages.get(name) ?? "missing";
      by.set(version, [...(by.get(version) ?? []), node]);
    }
    if (by.size < 2) return [];
    return [`${name} differs: ${[...by].map(([version, nodes]) => `${version} on ${nodes.join(", ")}`).join("; ")}`];
  });
  const clocks = machines
    .filter(({ ahead }) => Math.abs(ahead) > 1 && Math.abs(ahead) <= MOST_AHEAD)
    .map(({ node, ahead }) => `the clock of ${node} differs by ${Math.abs(ahead).toFixed(1)} s`);
  return [...versions, ...clocks];
}

function guards(machines: readonly NodeMachine[]): string[] {
  const enforcing = machines.filter(({ selinux }) => selinux === "Enforcing").map(({ node }) => node);
  const armoured = machines.filter(({ hasAppArmor }) => hasAppArmor).map(({ node }) => node);
  return [
    ...(enforcing.length > 0 ? [`SELinux is enforcing on ${enforcing.join(", ")}`] : []),
    ...(armoured.length > 0 ? [`AppArmor is on, on ${armoured.join(", ")}`] : []),
  ];
}
