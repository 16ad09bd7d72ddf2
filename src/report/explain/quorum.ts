/** What the loss of quorum keeps from being done, by the cluster's policy. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { Reason } from "./document.ts";
import { propertyReference } from "./references.ts";

/** Without quorum, no-quorum-policy=freeze leaves every resource in the role it has. */
export function isFrozen(s: ReadonlyModel, rsc: ReadonlyPrimitive): boolean {
  return (
    !s.quorate && s.options.quorumPolicy === "freeze" && rsc.assigned !== undefined && rsc.nextRole === Role.stopped
  );
}

/** Whether an action of this resource that needs quorum has to wait for it. */
export function waitsForQuorum(s: ReadonlyModel, rsc: ReadonlyResource | undefined): boolean {
  if (s.quorate) return false;
  const { quorumPolicy } = s.options;
  // What runs is only demoted, or may be recovered in its place.
  if (quorumPolicy === "demote") return rsc === undefined || rsc.role < Role.unpromoted;
  return quorumPolicy === "stop" || quorumPolicy === "freeze";
}

/** The cluster has no quorum, and what its policy makes of that. */
export function noQuorum(s: ReadonlyModel): Reason {
  const { quorumPolicy } = s.options;
  return {
    code: "no-quorum",
    text: `the cluster has no quorum (no-quorum-policy=${quorumPolicy})`,
    // stop is the default, so the property need not be set.
    references: quorumPolicy === "stop" ? [] : propertyReference(s, "no-quorum-policy"),
  };
}
