/** `skew-remote-newer`. Source: Pacemaker Administration, "Upgrading": cluster nodes before remote nodes. */
import { remoteFits } from "../../cib/release/compatible.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import type { SkewFinding } from "./finding.ts";

export interface NodeRelease {
  readonly name: string;
  readonly release: string;
}

/** @param remotes remote nodes and replicas, or images that replicas are to have */
export function remoteNewer(
  remotes: readonly NodeRelease[],
  nodes: readonly NodeRelease[],
): SkewFinding<"skew-remote-newer">[] {
  const [oldest] = [...nodes].sort((a, b) => compareDottedVersions(a.release, b.release));
  if (oldest === undefined) return [];
  return remotes.flatMap(({ name, release }): SkewFinding<"skew-remote-newer">[] => {
    const fit = remoteFits(release, oldest.release);
    if (fit.ok) return [];
    return [
      {
        gate: "skew-remote-newer",
        severity: "error",
        object: name,
        text: `${name} has a remote daemon of Pacemaker ${release}, and ${oldest.name} has ${oldest.release}`,
        reason: fit.reason,
        wayRound: "upgrade the cluster's nodes first, or use an image with the release of the oldest node",
      },
    ];
  });
}
