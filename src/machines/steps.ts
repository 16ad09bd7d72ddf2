/**
 * What is left to do until the machines are a cluster, from what was read of them: a run that was cut short anywhere
 * continues from what it finds. corosync.conf is written last of the files, so that it says that the rest is there. Pure.
 */
import { STAGES } from "../report/create/schema.ts";
import { isExample, mayReplace } from "./checks.ts";
import type { CreatePlan } from "./create-plan.ts";
import type { KeyKind, NodeMachine } from "./machine.ts";

type Stage = (typeof STAGES)[number];

export interface CreateStep {
  readonly stage: Stage;
  readonly node: string;
  /** Of the stage `key`. */
  readonly key?: KeyKind;
  /** The node whose key is copied; undefined: a new one is made. */
  readonly from?: string;
  /** Nothing to do but to wait. */
  readonly waits: boolean;
  /** One sentence. */
  readonly text: string;
}

/** Empty when the cluster is there. @param machines each node of the plan, without problems */
export function stepsLeft(plan: CreatePlan, machines: readonly NodeMachine[]): readonly CreateStep[] {
  const steps = machines.flatMap((machine) => [...clearing(plan, machine), ...running(plan, machine)]);
  const all = [...steps, ...KEYS.flatMap((kind) => keySteps(plan, machines, kind))];
  // Two keys may ask for the same stop.
  const once = new Map(all.map((s) => [`${s.stage} ${s.node} ${s.key ?? ""}`, s]));
  return [...once.values()].sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

const KEYS = ["corosync", "pacemaker"] as const satisfies readonly KeyKind[];

const isOurs = ({ conf }: CreatePlan, machine: NodeMachine): boolean => machine.conf === conf;

function clearing(plan: CreatePlan, machine: NodeMachine): CreateStep[] {
  if (isOurs(plan, machine)) return [];
  if (!mayReplace(plan, machine)) throw new Error(`${machine.node} has something that must not be replaced`);
  const { node } = machine;
  const stop = machine.active.size > 0;
  return [
    ...(stop ? [step("stop", node, `stop ${[...machine.active].join(" and ")}, which run with another file`)] : []),
    ...(machine.resources === undefined && !machine.active.has("pacemaker")
      ? []
      : [step("clear", node, "remove the CIB of another cluster")]),
    step("configure", node, "write corosync.conf"),
  ];
}

function running(plan: CreatePlan, machine: NodeMachine): CreateStep[] {
  const { node, active, membership, pacemaker, enabled } = machine;
  const ours = isOurs(plan, machine);
  const all = plan.nodes.map(({ name }) => name);
  const joined = ours && membership?.quorate === true && membership.nodes >= all.length;
  const online = ours && pacemaker?.hasDc === true && all.every((name) => pacemaker.online.has(name));
  return [
    ...(ours && active.has("corosync") ? [] : [step("start-corosync", node, "start corosync")]),
    ...(joined ? [] : [wait("quorum", node, `wait for ${all.length} members and quorum`)]),
    ...(ours && active.has("pacemaker") ? [] : [step("start-pacemaker", node, "start pacemaker")]),
    ...(online ? [] : [wait("online", node, "wait until all nodes are online with a DC")]),
    ...(enabled.has("corosync") && enabled.has("pacemaker")
      ? []
      : [step("enable", node, "have both start with the machine")]),
  ];
}

/**
 * One key for all: that of a machine with the cluster's own file, else one that a run which was cut short left, else a new
 * one. Another cluster's is never taken.
 */
function keySteps(plan: CreatePlan, machines: readonly NodeMachine[], kind: KeyKind): CreateStep[] {
  if (kind === "corosync" && !plan.encrypted) return [];
  const has = (m: NodeMachine): boolean => m.keys.has(kind);
  const holder =
    machines.find((m) => isOurs(plan, m) && m.active.size > 0 && has(m)) ??
    machines.find((m) => isOurs(plan, m) && has(m)) ??
    machines.find((m) => (m.conf === undefined || isExample(m.conf)) && has(m));
  const wanted = holder?.keys.get(kind);
  return machines
    .filter((m) => wanted === undefined || m.keys.get(kind) !== wanted)
    .flatMap((m) => [
      ...(isOurs(plan, m) && m.active.size > 0 ? [step("stop", m.node, "stop what runs with another key")] : []),
      {
        ...step(
          "key",
          m.node,
          holder === undefined ? `write a new key of ${kind}` : `copy the key of ${kind} from ${holder.node}`,
        ),
        key: kind,
        ...(holder === undefined ? {} : { from: holder.node }),
      },
    ]);
}

const step = (stage: Stage, node: string, text: string): CreateStep => ({ stage, node, waits: false, text });
const wait = (stage: Stage, node: string, text: string): CreateStep => ({ stage, node, waits: true, text });
