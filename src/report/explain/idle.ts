/** Whether a primitive will be without a node that runs it, once all that is due is done. */
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { missingContainer } from "./beyond-scores.ts";
import { blockedStart } from "./blame.ts";

/** Whether it will not run once all that is due is done. */
export function staysStopped(rsc: ReadonlyPrimitive): boolean {
  if (!rsc.managed) return rsc.active.length === 0;
  return (
    rsc.assigned === undefined ||
    rsc.nextRole === Role.stopped ||
    missingContainer(rsc) !== undefined ||
    blockedStart(rsc) !== undefined
  );
}
