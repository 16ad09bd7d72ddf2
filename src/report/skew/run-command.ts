/**
 * `skew-remote-run-command`. The daemon was pacemaker_remoted until 2.0, which renamed it and kept a link of the old name;
 * 3.0 took the link away. Source: Pacemaker's ChangeLog of 2.0.0 and 3.0.0.
 */
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import type { SkewFinding } from "./finding.ts";

export interface RemotedContainer {
  readonly name: string;
  /** The attribute `run-command` of the bundle; undefined where it has none. */
  readonly runCommand: string | undefined;
  /** Of the remote daemon in its image. */
  readonly release: string;
}

export function wrongRunCommand(containers: readonly RemotedContainer[]): SkewFinding<"skew-remote-run-command">[] {
  return containers.flatMap(({ name, runCommand, release }): SkewFinding<"skew-remote-run-command">[] => {
    const right = nameOfDaemon(release);
    const named = /pacemaker[-_]remoted\b/.exec(runCommand ?? "")?.[0];
    if (named === undefined || right === undefined || named === right) return [];
    return [
      {
        gate: "skew-remote-run-command",
        severity: "error",
        object: name,
        text: `${name} has run-command=${runCommand}, and Pacemaker ${release} in its image has no ${named}`,
        reason: "the container ends as soon as it is started",
        wayRound: `run-command=/usr/sbin/${right}`,
      },
    ];
  });
}

/** Undefined where both names do. */
function nameOfDaemon(release: string): "pacemaker_remoted" | "pacemaker-remoted" | undefined {
  if (compareDottedVersions(release, "3") >= 0) return "pacemaker-remoted";
  return compareDottedVersions(release, "2") < 0 ? "pacemaker_remoted" : undefined;
}
