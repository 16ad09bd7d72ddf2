/** `skew-tools`: the scheduler that foretells is not of the release that will decide. */
import { sameStep } from "../../cib/release/compatible.ts";
import { releaseOf } from "../../cib/release/table.ts";
import type { SkewFinding } from "./finding.ts";

/**
 * @param tool what foretold, such as `crm_simulate 2.1.5`
 * @param dc the DC's release; of what is no release of Pacemaker nothing is said
 */
export function toolsSkew(
  tool: { readonly by: string; readonly release: string },
  dc: string | undefined,
): SkewFinding[] {
  const [mine, theirs] = [releaseOf(tool.release), dc === undefined ? undefined : releaseOf(dc)];
  if (mine === undefined || theirs === undefined || sameStep(mine.featureSet, theirs.featureSet)) return [];
  return [
    {
      gate: "skew-tools",
      severity: "warning",
      object: tool.by,
      text: `the check is by ${tool.by}, and the DC is of ${dc}`,
      reason: "another release may decide otherwise",
      wayRound: "ask through a node with the DC's release",
    },
  ];
}
