/**
 * Checks a plan with Pacemaker's own scheduler, if `crm_simulate` is installed, and adds the differences to the plan. The
 * tool treats every CIB as one with masked secrets, and may be of another release than the cluster. Differences that have
 * only one of these two reasons are reported as such, not as disagreements.
 */
import { clusterProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { asHoldfastError, HoldfastError } from "../../cluster/error.ts";
import { openLocalSimulator } from "../../cluster/open.ts";
import type { Cluster, SimulatedTransition, Simulator, Snapshot } from "../../cluster/port.ts";
import { disagreements } from "../../report/plan/crm-simulate-diff.ts";
import type { Check, Plan } from "../../report/plan/document.ts";
import { toolsSkew } from "../../report/skew/tools.ts";
import { dialectOf } from "../../scheduler/model/dialect.ts";
import { schedule } from "../../scheduler/schedule.ts";
import type { PlannedChange } from "./plan.ts";

/**
 * Rejects with `invalid` if Pacemaker would refuse the new configuration but accepts the current one.
 *
 * @param local this machine's program, used if the cluster has none
 * @returns the plan with the result of the check
 */
export async function withSecondOpinion(
  cluster: Cluster,
  snapshot: Snapshot,
  planned: PlannedChange,
  local: () => Promise<Simulator> = openLocalSimulator,
): Promise<PlannedChange> {
  // Without differences there is nothing to check.
  if (planned.plan.differences.length === 0) return planned;
  const checked = await check({ cluster, local }, snapshot, planned);
  const release = checked.by?.split(" ").at(-1);
  const skew =
    release === undefined
      ? []
      : toolsSkew({ by: checked.by ?? "", release }, clusterProperty(snapshot.cib, "dc-version"));
  const warnings = skew.map(({ gate, text, reason, wayRound }) => ({
    rule: gate,
    message: `${text}: ${reason}`,
    hint: wayRound,
  }));
  const plan: Plan = { ...planned.plan, warnings: [...planned.plan.warnings, ...warnings], checked };
  return { ...planned, plan };
}

/** Chooses the program: the cluster's, or else this machine's. */
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

/** Runs the cluster's program if it has one, else this machine's. */
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

/** Whether the tool accepts a CIB: an older one than the cluster may refuse even the current configuration. */
async function takes(simulators: Simulators, cib: Element, at: number): Promise<boolean> {
  try {
    await simulate(simulators, cib, at);
    return true;
  } catch (caught) {
    if (asHoldfastError(caught).code === "invalid") return false;
    throw caught;
  }
}
