/** F03. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { get } from "../../../cib/xml/tree.ts";
import { staticTargets } from "../rule/device-targets.ts";
import type { LintRule } from "../rule/rule.ts";

export const nodeWithoutDevice: LintRule = {
  id: "F03",
  severity: "error",
  title: "no device can fence a node",
  why: "once the node is lost it stays unclean, and what ran on it is not recovered",
  fix: "add the node to pcmk_host_list or pcmk_host_map of a device, or configure a device for it",
  source: "Pacemaker Explained, Fencing; Red Hat policy 2881341",
  check: ({ property, devices, section, nodes }) => {
    if (parseBoolean(property("fencing-enabled")) === false || devices.length === 0) return [];
    const targets = devices.map(staticTargets);
    // A device that asks its hardware may know any node.
    if (targets.some((names) => names === undefined)) return [];
    const covered = new Set(targets.flatMap((names) => [...(names ?? [])]));
    const entries = section("nodes");
    return nodes.flatMap((node) => {
      const at = entries.find((e) => get(e, "uname") === node);
      return covered.has(node) || at === undefined ? [] : [{ at, text: `no fence device is for ${node}` }];
    });
  },
};
