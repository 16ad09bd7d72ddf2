/** The reasons that decide a resource's node regardless of scores. */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { Primitive, Resource } from "../../scheduler/model/types.ts";
import type { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { causeReason } from "./cause-text.ts";
import { colocationReferences } from "./colocation-text.ts";
import type { Reason } from "./document.ts";
import { failuresOf, failureThat } from "./failures.ts";
import { listText, operationText } from "./place-text.ts";
import {
  attributeReference,
  configuredId,
  historyReference,
  metaReference,
  propertyReference,
  reference,
} from "./references.ts";

/** Undefined if the scores decide. */
export function overruled(s: ClusterModel, why: WhyRecorder, rsc: Primitive): Reason | undefined {
  if (!rsc.managed) return unmanaged(s, rsc);
  const container = missingContainer(rsc);
  if (container !== undefined) {
    return {
      code: "container-stopped",
      text: `its container ${container.id} will not run`,
      references: reference("resource", configuredId(s, container)),
    };
  }
  if (s.options.stopAll)
    return {
      code: "stop-all",
      text: "stop-all-resources stops every resource",
      references: propertyReference(s, "stop-all-resources"),
    };
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    const colocation = why.unplaced.get(at);
    if (colocation === undefined || rsc.assigned !== undefined) continue;
    return {
      code: "colocation",
      text: `it must run with an instance of ${colocation.primary.id}, and none is available (${colocation.id})`,
      references: colocationReferences(s, colocation),
    };
  }
  if (rsc.nextRole === Role.stopped && disabled(s, rsc)) {
    const node = s.nodes[0];
    if (node !== undefined)
      return causeReason({ s, rsc, node }, { cause: { kind: "role" }, score: -1, before: undefined });
  }
  return undefined;
}

/** A resource in a container stays in it, and does not run while the container does not. */
export function missingContainer(rsc: Primitive): Resource | undefined {
  const launcher = rsc.assigned?.kind === "guest" ? rsc.assigned.connection?.launcher : undefined;
  return launcher !== undefined && launcher.assigned === undefined ? launcher : undefined;
}

/** Disabled, or stopped by a failure: all nodes are banned before any scores are compared. */
function disabled(s: ClusterModel, rsc: Primitive): boolean {
  return (
    rsc.meta.get("target-role")?.toLowerCase() === "stopped" ||
    (rsc.assigned === undefined && rsc.allowed.size > 0 && failureThat(s, "stop", failuresOf(s, rsc)) !== undefined)
  );
}

function unmanaged(s: ClusterModel, rsc: Primitive): Reason {
  const failed = rsc.blocked ? failureThat(s, "block", failuresOf(s, rsc)) : undefined;
  if (failed !== undefined) {
    return {
      code: "blocked",
      text: `it is blocked until its failure is cleaned up: ${operationText(failed.op, rsc.id, failed.node)}`,
      references: historyReference(failed.op),
    };
  }
  if (rsc.blocked && rsc.active.length > 1) {
    return {
      code: "multiple-active",
      text: `it runs on ${listText(rsc.active.map((n) => n.name))}, and is blocked until it is stopped on all but one of them (multiple-active=block)`,
      references: metaReference(s, rsc, "multiple-active"),
    };
  }
  if (s.options.fencingEnabled && !s.haveFencingDevice) {
    return {
      code: "no-fencing-device",
      text: "fencing is enabled but there is no fencing device, so nothing is started or stopped",
      references: [],
    };
  }
  if (s.options.maintenanceMode)
    return {
      code: "cluster-maintenance",
      text: "the whole cluster is in maintenance (maintenance-mode), so it stays as it is",
      references: propertyReference(s, "maintenance-mode"),
    };
  if (rsc.maintenance && rsc.meta.has("maintenance"))
    return {
      code: "maintenance",
      text: "it is in maintenance, so it stays as it is",
      references: metaReference(s, rsc, "maintenance"),
    };
  const node = rsc.active.find((n) => n.maintenance);
  if (node !== undefined)
    return {
      code: "node-maintenance",
      text: `${node.name} is in maintenance, so it stays as it is`,
      references: attributeReference(s, node, "maintenance"),
    };
  return {
    code: "unmanaged",
    text: "it is not managed (is-managed=false), so it stays as it is",
    references: metaReference(s, rsc, "is-managed"),
  };
}
