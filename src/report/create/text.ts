/** A creation, and a comparison, as text. */
import type { ConfComparison, Creation } from "./document.ts";

export function creationLines({ nodes, problems, notes, steps }: Creation): readonly string[] {
  const versions = nodes.flatMap(({ node, packages }) => {
    const [corosync, pacemaker] = [packages.corosync, packages.pacemaker];
    return corosync === undefined && pacemaker === undefined
      ? []
      : [`  ${node}: corosync ${corosync ?? "missing"}, pacemaker ${pacemaker ?? "missing"}`];
  });
  return [
    ...(versions.length > 0 ? ["Machines:", ...versions] : []),
    ...notes.map((note) => `note: ${note}`),
    ...(problems.length > 0 ? ["Problems:", ...problems.map((problem) => `  ${problem}`)] : []),
    ...(steps.length > 0
      ? ["Steps:", ...steps.map(({ node, text }) => `  ${node}: ${text}`), "  apply the manifest, in one commit"]
      : problems.length > 0
        ? []
        : ["The machines are a cluster already; left to do is to apply the manifest."]),
  ];
}

const TAKINGS = {
  reload: "corosync-cfgtool -R takes all of it.",
  restart:
    "Corosync has to be stopped and started on all nodes: detach the resources (maintenance-mode), restart, reattach.",
  refuse: "It cannot be taken in one step.",
} as const;

export function comparisonLines({ taking, changes }: ConfComparison): readonly string[] {
  if (taking === undefined) return ["No difference: both files mean the same."];
  return [
    ...changes.flatMap(({ path, before = "(absent)", after = "(absent)", taking: own, reason }) => [
      `${own.padEnd(7)} ${path}: ${before} -> ${after}`,
      `        ${reason}`,
    ]),
    TAKINGS[taking],
  ];
}
