/** R16. */
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

const LOCAL = new Set(["ext2", "ext3", "ext4", "xfs", "btrfs"]);

export const clonedFilesystem: LintRule = {
  id: "R16",
  severity: "warning",
  title: "a filesystem for one node is mounted on several",
  why: "two nodes that write to it destroy it",
  fix: "no clone, or a cluster filesystem such as gfs2",
  source: "the filesystems' own rules",
  check: ({ primitives }) =>
    primitives
      .filter(
        ({ type, parameters, within }) =>
          type === "Filesystem" &&
          LOCAL.has(parameters.get("fstype") ?? "") &&
          !/\bbind\b/.test(parameters.get("options") ?? "") &&
          within.some((e) => e.name === "clone"),
      )
      .map(({ element, id, parameters }) => ({
        at: pairIn(element, "fstype") ?? element,
        text: `${id} mounts ${parameters.get("fstype")} in a clone`,
      })),
};
