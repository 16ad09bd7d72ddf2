/** A planned change as a run that makes it replica by replica. */
import { patchToXml } from "../../cib/patch/patch-xml.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import type { Problem } from "../../cib/problem.ts";
import { printXml } from "../../cib/xml/print.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { replanned } from "../../report/plan/replanned.ts";
import type { PlannedChange } from "../plan/plan.ts";
import type { PreparedChange } from "../prepare.ts";
import type { RunRequest } from "./kind/kind.ts";
import type { PlannedRun } from "./planned.ts";

/** Undefined where no replicas would go down together: then it is applied in one commit. */
export function rollingRequest({ plan, patch }: PlannedChange): RunRequest | undefined {
  if (plan.together.length === 0) return undefined;
  const { adminEpoch, epoch } = plan.against;
  return { kind: "edit", args: { against: `${adminEpoch}.${epoch}`, patch: printXml(patchToXml(patch)) } };
}

/**
 * The run of a change that was confirmed. When the configuration moves before it begins, it is planned again, and stands only
 * where the same differences and actions follow.
 * @param request of the confirmed change
 * @param prepare makes the plan for the cluster as it is now
 * @param tell is called when it stands
 */
export function rollingRun(
  confirmed: PreparedChange,
  request: RunRequest,
  prepare: () => Promise<PreparedChange>,
  tell: (text: string) => void,
): PlannedRun {
  const again = async (): Promise<PlannedRun> => {
    const later = await prepare();
    const next = rollingRequest(later);
    const { added, gone } = replanned(confirmed.plan, later.plan);
    const version = formatVersion(later.snapshot.version);
    if (next === undefined || added.length + gone.length > 0)
      throw new HoldfastError(
        "conflict",
        `the configuration moved to ${version} before the change was begun, and something else would follow now; nothing was changed`,
        {
          problems: [...saidOf("now", added), ...saidOf("no longer", gone)],
          hint: "apply it again to see the whole plan",
        },
      );
    tell(`the configuration moved to ${version}; planned again, and the same follows`);
    return { request: next, planned: later.snapshot, again };
  };
  return { request, planned: confirmed.snapshot, again };
}

const saidOf = (when: string, lines: readonly string[]): Problem[] =>
  lines.map((line) => ({ code: "replanned", message: `${when}: ${line}` }));
