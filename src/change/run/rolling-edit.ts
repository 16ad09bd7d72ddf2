/** A planned change as a run that makes it replica by replica. */
import { patchToXml } from "../../cib/patch/patch-xml.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { PlannedChange } from "../plan/plan.ts";
import type { RunRequest } from "./kind/kind.ts";

/** Undefined where no replicas would go down together: then it is applied in one commit. */
export function rollingRequest({ plan, patch }: PlannedChange): RunRequest | undefined {
  if (plan.together.length === 0) return undefined;
  const { adminEpoch, epoch } = plan.against;
  return { kind: "edit", args: { against: `${adminEpoch}.${epoch}`, patch: printXml(patchToXml(patch)) } };
}
