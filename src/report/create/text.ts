/** A creation as text. */
import type { Creation } from "./document.ts";

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
