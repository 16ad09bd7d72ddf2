/**
 * Makes a cluster of machines: reads them, does what is next, and reads them again until nothing is left. Whatever moment it
 * is ended at, the next run continues from what it finds.
 */
import { HoldfastError } from "../cluster/error.ts";
import { type Checked, checkMachines } from "./checks.ts";
import type { CreatePlan } from "./create-plan.ts";
import { isReached, type KeyKind, type NodeMachine, type Unreached } from "./machine.ts";
import { type CreateStep, stepsLeft } from "./steps.ts";

/** The machines, as a creation uses them. */
export interface Machines {
  /** Never rejects: a machine that does not answer is one of the answers. */
  look(node: string): Promise<NodeMachine | Unreached>;
  /** A key in base64. */
  newKey(kind: KeyKind): string;
  readKey(node: string, kind: KeyKind): Promise<string>;
  writeKey(node: string, kind: KeyKind, base64: string): Promise<void>;
  writeConf(node: string, text: string): Promise<void>;
  stop(node: string): Promise<void>;
  clear(node: string): Promise<void>;
  start(node: string, service: "corosync" | "pacemaker"): Promise<void>;
  enable(node: string): Promise<void>;
  /** Has every Corosync of the cluster read its file again. */
  reload(node: string): Promise<void>;
}

export interface CreateOptions {
  /** Prints a line about the next piece of work. */
  readonly tell: (text: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Milliseconds to wait for members, and again for nodes that are online. */
  readonly patience: number;
  readonly interrupted: () => boolean;
}

export interface Survey extends Checked {
  readonly machines: readonly (NodeMachine | Unreached)[];
  /** Empty while there is a problem. */
  readonly steps: readonly CreateStep[];
}

/** What is wrong, and what a creation would do; changes nothing. */
export async function survey(plan: CreatePlan, port: Pick<Machines, "look">): Promise<Survey> {
  const machines = await Promise.all(plan.nodes.map(({ name }) => port.look(name)));
  const checked = checkMachines(plan, machines);
  const steps = checked.problems.length > 0 ? [] : stepsLeft(plan, machines.filter(isReached));
  return { ...checked, machines, steps };
}

/**
 * @returns what was done, in its order; empty for a cluster that was there
 * Rejects with `unsafe` for machines with a problem, `timeout` when they do not become a cluster, `failed` for a step that
 * is without effect.
 */
export async function createCluster(
  plan: CreatePlan,
  port: Machines,
  options: CreateOptions,
): Promise<readonly CreateStep[]> {
  const done: CreateStep[] = [];
  const keys = new Map<KeyKind, string>();
  let last = "";
  let since = options.now();
  for (;;) {
    const { problems, steps } = await survey(plan, port);
    if (problems.length > 0) throw refused(problems);
    const [first] = steps;
    if (first === undefined) return done;
    if (options.interrupted()) throw new HoldfastError("failed", "interrupted", { hint: "run it again to continue" });
    const next = steps.filter(({ stage }) => stage === first.stage);
    const what = JSON.stringify(next);
    const isNew = what !== last;
    if (isNew) since = options.now();
    if (first.waits) {
      if (isNew) options.tell(first.text);
      if (options.now() - since > options.patience) throw late(next, options.patience);
      await options.sleep(1000);
    } else {
      if (!isNew) throw new HoldfastError("failed", `was done, and is still to do: ${textOf(next)}`);
      for (const { node, text } of next) options.tell(`${node}: ${text}`);
      await Promise.all(next.map((step) => carryOut(plan, port, step, keys)));
      done.push(...next);
    }
    last = what;
  }
}

/** Everything that is wrong, as one error. @param what is not done */
export function refused(problems: readonly string[], what = "the machines cannot become a cluster"): HoldfastError {
  const list = problems.map((problem) => `  ${problem}`).join("\n");
  return new HoldfastError("unsafe", `${what}; nothing was changed:\n${list}`);
}

function late(steps: readonly CreateStep[], patience: number): HoldfastError {
  const nodes = steps.map(({ node }) => node).join(", ");
  return new HoldfastError("timeout", `after ${patience / 1000} s still: ${steps[0]?.text ?? ""} (${nodes})`, {
    hint: "see the nodes' journal (journalctl -u corosync -u pacemaker), and run it again to continue",
  });
}

const textOf = (steps: readonly CreateStep[]): string => steps.map(({ node, text }) => `${node}: ${text}`).join("; ");

async function carryOut(
  plan: CreatePlan,
  port: Machines,
  { stage, node, key, from }: CreateStep,
  keys: Map<KeyKind, string>,
): Promise<void> {
  switch (stage) {
    case "stop":
      return port.stop(node);
    case "clear":
      return port.clear(node);
    case "key": {
      if (key === undefined) throw new Error("a step of the stage key names one");
      if (from !== undefined) return port.writeKey(node, key, await port.readKey(from, key));
      // One for all nodes.
      const made = keys.get(key) ?? port.newKey(key);
      keys.set(key, made);
      return port.writeKey(node, key, made);
    }
    case "configure":
      return port.writeConf(node, plan.conf);
    case "start-corosync":
      return port.start(node, "corosync");
    case "start-pacemaker":
      return port.start(node, "pacemaker");
    case "enable":
      return port.enable(node);
    case "quorum":
    case "online":
      throw new Error(`${stage} only waits`);
  }
}
