/**
 * `skew-agent-options`: agents and alert programs that call options of Pacemaker's tools which 3.0 took away. Source:
 * Pacemaker's ChangeLog of 3.0.0 and 3.0.2.
 */
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import type { SkewFinding } from "./finding.ts";

/** A file of a node that calls such an option. */
export interface RemovedUse {
  readonly node: string;
  /** Of that node's Pacemaker; undefined where it is not known. */
  readonly release: string | undefined;
  readonly file: string;
  /** As found, such as `crm_resource --get-property`. */
  readonly call: string;
}

export function agentOptions(uses: readonly RemovedUse[]): SkewFinding[] {
  return uses.map(({ node, release, file, call }) => ({
    gate: "skew-agent-options",
    severity: release !== undefined && compareDottedVersions(release, "3") >= 0 ? "error" : "warning",
    object: node,
    text: `${file} on ${node} calls ${call}`,
    reason: "Pacemaker 3 does not have the option, so that the agent fails after the upgrade",
    wayRound: "a newer version of the agent, or the option that took its place (crm_resource --get-parameter)",
  }));
}
