/** F20. */
import type { LintRule } from "../rule/rule.ts";

const AGENTS = new Set(["fence_scsi", "fence_mpath"]);

export const unfencing: LintRule = {
  id: "F20",
  severity: "warning",
  title: "a device that takes away keys does not say that it gives them",
  why: "a node that was fenced comes back without its key, and its disks stay closed to it",
  fix: "meta provides=unfencing",
  source: "Pacemaker Explained, Unfencing",
  check: ({ devices }) =>
    devices
      .filter(({ type, meta }) => AGENTS.has(type) && meta.get("provides") !== "unfencing")
      .map(({ element, id }) => ({ at: element, text: `${id} does not say that it unfences` })),
};
