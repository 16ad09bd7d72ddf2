/**
 * Asks Pacemaker's own scheduler about a plan, where it is at hand. What it decides otherwise becomes a part of the plan.
 * It may lack what a cluster has: it takes every CIB for one whose secrets were masked, and is of its own release. So what
 * differs for one of these two reasons alone is told as such, and is no disagreement.
 */
import type { Element } from "../../cib/xml/tree.ts";
import { asHoldfastError, HoldfastError } from "../../cluster/error.ts";
import { openLocalSimulator } from "../../cluster/open.ts";
import type { Cluster, SimulatedTransition, Simulator, Snapshot } from "../../cluster/port.ts";
import { disagreements } from "../../report/plan/crm-simulate-diff.ts";
import type { Check, Plan } from "../../report/plan/document.ts";
import { dialectOf } from "../../scheduler/model/dialect.ts";
import { schedule } from "../../scheduler/schedule.ts";
import type { PlannedChange } from "./plan.ts";

/**
 * Rejects with `invalid` where Pacemaker would refuse the change, and takes the configuration without it.
 *
 * @param local the program of this machine, for where the cluster has none
 * @returns the plan with what became of the check
 */
export async function withSecondOpinion(
  cluster: Cluster,
  snapshot: Snapshot,
  planned: PlannedChange,
  local: () => Promise<Simulator> = openLocalSimulator,
): Promise<PlannedChange> {
  // Where nothing differs there is nothing to be decided.
  if (planned.plan.differences.length === 0) return planned;
  const checked = await check({ cluster, local }, snapshot, planned);
  const plan: Plan = { ...planned.plan, checked };
  return { ...planned, plan };
}

/** Where to ask: the cluster, or else this machine. */
interface Simulators {
  readonly cluster: Cluster;
  readonly local: () => Promise<Simulator>;
}

async function check(simulators: Simulators, { cib, at }: Snapshot, planned: PlannedChange): Promise<Check> {
  let simulated: SimulatedTransition;
  try {
    simulated = await simulate(simulators, planned.cib, at);
  } catch (caught) {
    const error = asHoldfastError(caught);
    if (error.code === "invalid" && (await takes(simulators, cib, at))) throw error;
    return { by: null, agrees: null, reason: error.message, missing: error.code === "not-installed" };
  }
  const by = `${simulated.by} ${simulated.version}`;
  const found = disagreements(planned.transition, simulated.graph);
  if (found.length === 0) return { by, agrees: true };
  const now = Math.floor(at / 1000);
  for (const [apart, options] of [
    ["secrets", { sanitized: true }],
    ["release", { dialect: dialectOf(simulated.version) }],
    ["release", { dialect: dialectOf(simulated.version), sanitized: true }],
  ] as const) {
    const { transition } = schedule(planned.cib, { now, ...options });
    if (disagreements(transition, simulated.graph).length === 0) return { by, agrees: true, apart };
  }
  return { by, agrees: false, differences: found };
}

/** By the cluster's own program where it has one, else by this machine's. */
async function simulate({ cluster, local }: Simulators, cib: Element, at: number): Promise<SimulatedTransition> {
  if (cluster.simulator !== undefined) {
    try {
      return await cluster.simulator.simulate(cib, at);
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== "not-installed") throw error;
    }
  }
  return (await local()).simulate(cib, at);
}

/** A tool of an older release than the cluster's, or an old fault, refuses the configuration as it is already. */
async function takes(simulators: Simulators, cib: Element, at: number): Promise<boolean> {
  try {
    await simulate(simulators, cib, at);
    return true;
  } catch (caught) {
    if (asHoldfastError(caught).code === "invalid") return false;
    throw caught;
  }
}
