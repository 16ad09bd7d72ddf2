/** F25. */
import { allFenceDevices, claimOf } from "../../../cib/fence-devices.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import { topologyOf } from "../../../scheduler/fencer/topology.ts";
import type { LintRule } from "../rule/rule.ts";

export const deadLevel: LintRule = {
  id: "F25",
  severity: "error",
  title: "a fencing level can never succeed, or is never used",
  why: "what looks like a second way to fence the node is none, which shows when the first one fails",
  fix: "holdfast fencing explain NODE has the whole way; name the node in pcmk_host_list, or levels of one kind for each node",
  source: "the fencer asks a device of a level only if it claims the node, and takes the levels of one entry alone",
  check: ({ cib, nodes, section }) => {
    const levels = section("fencing-topology").filter((e) => e.name === "fencing-level");
    const devices = new Map(allFenceDevices(cib).map((device) => [device.id, device]));
    return nodes.flatMap((node) => {
      const topology = topologyOf(cib, node);
      if (topology === undefined) return [];
      const unused = topology.unused.flatMap(({ id, why }) => {
        const at = levels.find((e) => idOf(e) === id);
        const text = `level ${id} fits ${node} and is never used for it: it has levels by ${topology.by} ${topology.value}`;
        // A wrong index is F12's.
        return at === undefined || why === "BadIndex" ? [] : [{ at, text }];
      });
      const used = levels.filter((e) => isOf(topology, e));
      const dead = used.flatMap((at) =>
        (get(at, "devices") ?? "").split(",").flatMap((name) => {
          const device = devices.get(name.trim());
          // One that there is not is F12's.
          if (device === undefined || (device.enabled && claimOf(device, node) !== "not")) return [];
          const why = device.enabled ? `is not for ${node} by its pcmk_host_list or pcmk_host_map` : "is disabled";
          return [{ at, text: `level ${idOf(at)} can never succeed for ${node}: ${device.id} ${why}` }];
        }),
      );
      return [...unused, ...dead];
    });
  },
};

function isOf({ by, value }: NonNullable<ReturnType<typeof topologyOf>>, level: Parameters<typeof get>[0]): boolean {
  switch (by) {
    case "name":
      return get(level, "target")?.toLowerCase() === value.toLowerCase();
    case "pattern":
      return get(level, "target") === undefined && get(level, "target-pattern") === value;
    case "attribute":
      return `${get(level, "target-attribute")}=${get(level, "target-value") ?? ""}` === value;
  }
}
