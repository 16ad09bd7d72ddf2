/** F12. */
import { get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const badLevel: LintRule = {
  id: "F12",
  severity: "error",
  title: "a fencing level names what there is not",
  why: "the level is ignored, or fails",
  fix: "name devices and nodes of the cluster, and an index from 1 to 9",
  source: "Pacemaker Explained, Fencing topologies; crm_verify",
  check: ({ devices, section, nodes, primitives }) => {
    const known = new Set(devices.map(({ id }) => id));
    const targets = new Set([
      ...nodes,
      ...section("nodes").map((e) => get(e, "uname")),
      ...primitives.map(({ id }) => id),
    ]);
    return section("fencing-topology").flatMap((at) => {
      const unknown = (get(at, "devices") ?? "")
        .split(",")
        .filter((d) => !known.has(d.trim()) && d.trim() !== "watchdog");
      const target = get(at, "target");
      const index = Number(get(at, "index"));
      const said = [
        ...unknown.map((device) => `the device "${device}"`),
        ...(target !== undefined && !targets.has(target) ? [`the node "${target}"`] : []),
        ...(index >= 1 && index <= 9 ? [] : [`the index ${get(at, "index") ?? ""}`]),
      ];
      return said.length === 0 ? [] : [{ at, text: `level ${idOf(at)} names ${said.join(", ")}` }];
    });
  },
};
