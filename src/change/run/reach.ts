/** Whether a run can ask the services on every node that has them, which it does between any two steps. */
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";

const TIMEOUT = 10_000;

/**
 * Throws `unsafe` where the cluster's address names no way to a node that is online: what runs there would never be known to
 * be whole, and the run would wait for it until it pauses.
 */
export async function refuseUnreached(cluster: Pick<Cluster, "commands" | "identity" | "read">): Promise<void> {
  const { commands } = cluster;
  // The nodes of a simulated world are all within reach.
  if (commands === undefined || (await cluster.identity()).kind !== "pacemaker") return;
  const { model } = readingOf(await cluster.read());
  const online = model.nodes.filter((n) => n.kind === "cluster" && n.online).map(({ name }) => name);
  const unreached = await Promise.all(
    online.map(async (node) => {
      const outcome = await commands.run({
        node,
        container: undefined,
        resource: "",
        argv: ["true"],
        timeout: TIMEOUT,
      });
      return outcome.kind === "silent" && outcome.reason === "NotReached" ? [node] : [];
    }),
  );
  const names = unreached.flat();
  if (names.length === 0) return;
  throw new HoldfastError("unsafe", `not begun: what runs on ${names.join(", ")} cannot be asked whether it is whole`, {
    hint: "name every node in the cluster's address, as in pacemaker+ssh://root@one,two,three, or rely on the CIB: --health cib",
  });
}
