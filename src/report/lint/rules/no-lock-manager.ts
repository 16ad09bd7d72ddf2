/** R17. */
import type { LintRule } from "../rule/rule.ts";

const NEED_IT: ReadonlySet<string> = new Set(["gfs2", "ocfs2"]);

export const noLockManager: LintRule = {
  id: "R17",
  severity: "warning",
  title: "a cluster filesystem without a lock manager",
  why: "it is mounted nowhere before DLM runs on the node",
  fix: "a cloned ocf:pacemaker:controld, ordered before the filesystem and colocated with it",
  source: "SUSE's and Red Hat's guides to GFS2 and OCFS2",
  check: ({ primitives }) =>
    primitives.some(({ type }) => type === "controld")
      ? []
      : primitives.flatMap(({ element, id, type, parameters }) => {
          const system = parameters.get("fstype") ?? "";
          return type === "Filesystem" && NEED_IT.has(system)
            ? [{ at: element, text: `${id} mounts ${system}, and there is no ocf:pacemaker:controld` }]
            : [];
        }),
};
