/** A fence device asked for its status by its agent, with parameters that the cluster does not have yet. */
import { fenceInput } from "../../agents/fence-input.ts";
import { HoldfastError } from "../error.ts";
import type { Runner } from "./runner.ts";

const TIMEOUT = 60_000;

/** Parameters go over standard input, as the cluster gives them: every user of the node can see arguments. */
export async function checkDevice(
  runner: Runner,
  agent: string,
  parameters: ReadonlyMap<string, string>,
): Promise<void> {
  if (!/^fence_[\w-]+$/.test(agent))
    throw new HoldfastError("unsupported", `${agent} is no fence agent that can be asked for a status`);
  const input = fenceInput("monitor", parameters);
  if (input === undefined)
    throw new HoldfastError("invalid", `a parameter of ${agent} has a line break, which the agent cannot be given`);
  const result = await runner.run([agent], { timeout: TIMEOUT, input });
  if (result.lost !== undefined) throw new HoldfastError("disconnected", result.lost);
  if (result.notStarted !== undefined || result.exit === 127)
    throw new HoldfastError("not-installed", `${runner.name} does not have ${agent}`);
  // What the agent said may hold what it was given.
  if (result.exit !== 0)
    throw new HoldfastError(
      "failed",
      result.timedOut
        ? `the device did not answer ${agent} in ${TIMEOUT / 1000} s`
        : `the device refused ${agent} its status (exit ${result.exit ?? "by a signal"})`,
    );
}
