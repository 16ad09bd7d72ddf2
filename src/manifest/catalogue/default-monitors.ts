/** The monitors of a resource that says nothing of them, as pcs makes them of an agent's metadata. */
import type { ConfiguredOperation } from "../model/model.ts";
import { ROLE_MONITORS } from "./known-agents.ts";

const MONITOR: ConfiguredOperation = { name: "monitor", interval: "10s", timeout: "20s" };

/**
 * @param agent such as `ocf:heartbeat:pgsql`
 * @param promotable whether instances of it are promoted: Pacemaker does not run a monitor without a role on a promoted
 *   instance, so there is one for each role
 */
export function defaultMonitors(agent: string, promotable: boolean): readonly ConfiguredOperation[] {
  // A device is asked now and then whether it could be used; its own network is slow.
  if (agent.startsWith("stonith:")) return [{ name: "monitor", interval: "60s" }];
  if (!promotable) return [MONITOR];
  const known = ROLE_MONITORS.get(agent);
  if (known !== undefined) return known.map((monitor) => ({ name: "monitor", ...monitor }));
  return [
    { ...MONITOR, role: "Promoted" },
    // Another interval: Pacemaker distinguishes a resource's operations by name and interval.
    { ...MONITOR, role: "Unpromoted", interval: "11s" },
  ];
}
