/** The reasons that decide a resource's node regardless of scores. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource, ReadonlyTicketConstraint } from "../../scheduler/model/read-only.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { causeReason } from "./cause-text.ts";
import { colocationReferences, isPartOf } from "./colocation-text.ts";
import type { Reason } from "./document.ts";
import { failuresOf, failureThat } from "./failures.ts";
import { listText, operationText } from "./place-text.ts";
import {
  attributeReference,
  configuredId,
  historyReference,
  metaHolder,
  metaReference,
  propertyReference,
  reference,
} from "./references.ts";
import { metaRuleText } from "./rule-text.ts";

/** Undefined if the scores decide. */
export function overruled(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive, it = "it"): Reason | undefined {
  if (!rsc.managed) return unmanaged(s, rsc, it);
  const container = missingContainer(rsc);
  if (container !== undefined) {
    return {
      code: "container-stopped",
      text: `${it === "it" ? "its container" : `the container of ${it},`} ${container.id}${it === "it" ? "" : ","} will not run`,
      references: reference("resource", configuredId(s, container)),
    };
  }
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    const colocation = why.unplaced.get(at);
    if (colocation === undefined || rsc.assigned !== undefined) continue;
    return {
      code: "colocation",
      text: `${it} must run with an instance of ${colocation.primary.id}, and none is available (${colocation.id})`,
      references: colocationReferences(s, colocation),
    };
  }
  if (rsc.nextRole === Role.stopped && disabled(s, rsc)) {
    const node = s.nodes[0];
    if (node !== undefined)
      return causeReason({ s, rsc, node, who: it }, { cause: { kind: "role" }, score: -1, before: undefined });
  }
  // What is disabled, or can run nowhere, is stopped without it too.
  if (s.options.stopAll)
    return {
      code: "stop-all",
      text: "stop-all-resources stops every resource",
      references: propertyReference(s, "stop-all-resources"),
    };
  return undefined;
}

/** A resource in a container stays in it, and does not run while the container does not. */
export function missingContainer(rsc: ReadonlyPrimitive): ReadonlyResource | undefined {
  const launcher = rsc.assigned?.kind === "guest" ? rsc.assigned.connection?.launcher : undefined;
  return launcher !== undefined && launcher.assigned === undefined ? launcher : undefined;
}

/** Disabled, or stopped by a failure: all nodes are banned before any scores are compared. */
function disabled(s: ReadonlyModel, rsc: ReadonlyPrimitive): boolean {
  return (
    rsc.meta.get("target-role")?.toLowerCase() === "stopped" ||
    (rsc.assigned === undefined && rsc.allowed.size > 0 && failureThat("stop", failuresOf(s, rsc)) !== undefined)
  );
}

/** Why the cluster leaves it as it is. @param it what the sentence calls it */
export function unmanaged(s: ReadonlyModel, rsc: ReadonlyPrimitive, it = "it"): Reason {
  const failed = rsc.blocked ? failureThat("block", failuresOf(s, rsc)) : undefined;
  if (failed !== undefined) {
    return {
      code: "blocked",
      text: `${it} is blocked until its failure is cleaned up: ${operationText(failed.op, rsc.id, failed.node)}`,
      references: historyReference(failed.op),
    };
  }
  if (rsc.blocked && rsc.active.length > 1) {
    return {
      code: "multiple-active",
      text: `${it} runs on ${listText(rsc.active.map((n) => n.name))}, and is blocked until it is stopped on all but one of them (multiple-active=block)`,
      references: metaReference(s, rsc, "multiple-active"),
    };
  }
  const ticket = frozenBy(s, rsc);
  if (ticket !== undefined)
    return {
      code: "ticket",
      text: `ticket ${ticket.ticket.id} was lost, and loss-policy=freeze leaves ${it} as it is`,
      references: reference("constraint", ticket.id),
    };
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
      text: `the whole cluster is in maintenance (maintenance-mode), so ${it} stays as it is`,
      references: propertyReference(s, "maintenance-mode"),
    };
  if (rsc.maintenance && rsc.meta.has("maintenance"))
    return {
      code: "maintenance",
      text: `${holderText(s, rsc, "maintenance", it)} is in maintenance, so ${it} stays as it is`,
      references: metaReference(s, rsc, "maintenance"),
    };
  const node = rsc.active.find((n) => n.maintenance);
  if (node !== undefined)
    return {
      code: "node-maintenance",
      text: `${node.name} is in maintenance, so ${it} stays as it is`,
      references: attributeReference(s, node, "maintenance"),
    };
  if (rsc.removed && !s.options.stopRemovedResources)
    return {
      code: "removed",
      text: `${it} is no longer in the configuration, and stop-removed-resources=false leaves it running`,
      references: propertyReference(s, "stop-removed-resources", "stop-orphan-resources"),
    };
  return {
    code: "unmanaged",
    text: `${holderText(s, rsc, "is-managed", it)} is not managed (is-managed=false${metaRuleText(s, rsc, "is-managed")}), so ${it} stays as it is`,
    references: metaReference(s, rsc, "is-managed"),
  };
}

/** What a meta-attribute was set for: the resource, what it is part of, or all resources. */
function holderText(s: ReadonlyModel, rsc: ReadonlyPrimitive, name: string, it: string): string {
  const holder = metaHolder(s, rsc, name);
  if (holder === undefined || holder === rsc) return it;
  return holder === "defaults" ? "by the defaults of all resources it" : (configuredId(s, holder) ?? holder.id);
}

function frozenBy(s: ReadonlyModel, rsc: ReadonlyPrimitive): ReadonlyTicketConstraint | undefined {
  if (!rsc.blocked) return undefined;
  return s.ticketConstraints.find(
    ({ rsc: whole, ticket, lossPolicy }) => lossPolicy === "freeze" && !ticket.granted && isPartOf(rsc, whole),
  );
}
