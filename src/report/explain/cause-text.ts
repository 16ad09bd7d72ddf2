/** Each kind of cause as a sentence, with the elements of the CIB that it refers to. */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type {
  ReadonlyLocation,
  ReadonlyNode,
  ReadonlyPrimitive,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { primitivesOf, roleName } from "../../scheduler/model/roles.ts";
import type { Trace } from "../../scheduler/why/traced-table.ts";
import { unavailableReasons } from "./availability.ts";
import { colocationReason, colocationReferences, isPartOf, through } from "./colocation-text.ts";
import type { Reason, Reference } from "./document.ts";
import { failuresReason } from "./failure-text.ts";
import { failuresOf, failureThat } from "./failures.ts";
import { listText, operationText, type Subject } from "./place-text.ts";
import {
  attributeReference,
  configuredId,
  historyReference,
  locationReference,
  metaHolder,
  metaReference,
  nodeReference,
  propertyReference,
  reference,
  utilizationReference,
} from "./references.ts";
import { metaRuleText, ruleText } from "./rule-text.ts";

export function causeReason(about: Subject, { cause, score }: Trace): Reason {
  const { s, rsc, node, who: it = "it" } = about;
  const say = (text: string, ...references: readonly (readonly Reference[])[]): Reason => ({
    code: cause.kind,
    text,
    references: references.flat(),
  });
  switch (cause.kind) {
    case "node":
      return score <= MINUS_INFINITY
        ? (unavailableReasons(s, node)[0] ?? say(`${node.name} cannot run resources`, nodeReference(s, node)))
        : say(`${node.name} has this score for every resource`, reference("node", node.id));
    case "location":
      return locationReason(about, cause.location, score);
    case "stickiness":
      return stickinessReason(about);
    case "failures":
      return failuresReason(about, cause.of);
    case "operation":
      return say(operationText(cause.entry, cause.rsc.id, cause.node), historyReference(cause.entry));
    case "removed":
      return say(
        `${rsc.id} is no longer in the configuration`,
        propertyReference(s, "stop-removed-resources", "stop-orphan-resources"),
      );
    case "unmanaged":
      return say(
        `${it} is not managed and stays where it is`,
        metaReference(s, rsc, "is-managed"),
        propertyReference(s, "maintenance-mode"),
      );
    case "multiple-active":
      return say(
        `${it} is active on several nodes, and multiple-active=stop_only stops it on all of them`,
        metaReference(s, rsc, "multiple-active"),
      );
    case "shutdown-lock":
      return say(
        `${it} is locked to ${cause.on.name}, which was shut down cleanly`,
        propertyReference(s, "shutdown-lock"),
      );
    case "discovery":
      return say(`resource-discovery=exclusive limits it to other nodes than ${node.name}`, exclusiveReferences(about));
    case "colocation":
      return colocationReason(about, cause.colocation, cause.primary, score);
    case "colocated":
      return say(
        `${cause.dependent.id}, ${through(cause.colocation)}, ${wish(score)} ${node.name}`,
        colocationReferences(s, cause.colocation),
      );
    case "promotion":
      return promotionReason(about, cause.instance);
    case "no-promotion":
      return say("its agent has set no promotion score, and no constraint gives it one");
    case "promotion-priority":
      return say(`${cause.instance.id} is worth this much as promoted`);
    case "ticket":
      return say(
        `ticket ${cause.constraint.ticket.id} is ${cause.constraint.ticket.granted ? "in standby" : "not granted"}`,
        reference("constraint", cause.constraint.id),
      );
    case "role":
      return roleReason(about, score);
    case "capacity":
      return say(
        `${node.name} does not have enough free capacity for ${it} (${capacityText(cause)})`,
        propertyReference(s, "placement-strategy"),
        utilizationReference(s, rsc),
      );
    case "instance":
      return instanceReason(about, cause.because);
    case "enough":
      return say(
        `${cause.collective.id} already has all the instances it may have`,
        metaReference(s, cause.collective, "clone-max"),
      );
    case "structure":
      return structureReason(about, score);
    case "unknown":
      return say("for an unknown reason");
  }
}

function locationReason({ s, rsc, node }: Subject, location: ReadonlyLocation, score: number): Reason {
  const found = locationReference(s, location);
  if (found === undefined) {
    const attributes = [...node.attributes.keys()].filter((name) => name.startsWith("#health"));
    return {
      code: "health",
      text: `the health of ${node.name} is ${listText(attributes.map((a) => `${a}=${node.attributes.get(a)}`))} (node-health-strategy=${location.id})`,
      references: [
        ...attributes.flatMap((a) => attributeReference(s, node, a)),
        ...propertyReference(s, "node-health-strategy"),
      ],
    };
  }
  const rule = found.rule === undefined ? "" : ` (rule ${found.rule}${conditions(s, rsc, node, found.rule)})`;
  const of = isPartOf(rsc, location.rsc) ? "" : ` of ${location.rsc.id}`;
  const role = location.role > Role.started ? ` in the role ${roleName(location.role)}` : "";
  const ban = found.id.startsWith("cli-") ? ", left behind by a move or ban command" : "";
  return {
    code: "location",
    text: `location constraint ${found.id}${rule}${of} ${score < 0 ? "keeps it from" : "prefers"} ${node.name}${role}${ban}`,
    references: [...reference("constraint", found.id), ...reference("constraint", found.rule)],
  };
}

function conditions(s: ReadonlyModel, rsc: ReadonlyResource, node: ReadonlyNode, id: string): string {
  const rule = s.byId.get(id);
  const text = rule === undefined ? undefined : ruleText(s, rule, rsc, node);
  return text === undefined ? "" : `: ${text}`;
}

function stickinessReason({ s, rsc, node }: Subject): Reason {
  const references = metaReference(s, rsc, "resource-stickiness", "1");
  const which =
    references.length > 0 ? "resource-stickiness" : "resource-stickiness, 1 by default for a clone's instances";
  const rule = metaRuleText(s, rsc, "resource-stickiness");
  return { code: "stickiness", text: `it runs on ${node.name} and sticks to it (${which}${rule})`, references };
}

function wish(score: number): string {
  if (score <= MINUS_INFINITY) return "cannot run on";
  return score < 0 ? "avoids" : "prefers";
}

function exclusiveReferences({ s, rsc }: Subject): Reference[] {
  const ids = s.locations.filter(
    (l) => l.probeMode === 2 && (l.rsc === rsc || l.rsc.children.includes(rsc) || rsc.parent === l.rsc),
  );
  return [...new Set(ids.map((l) => locationReference(s, l)?.id))].flatMap((id) => reference("constraint", id));
}

function promotionReason({ s, node }: Subject, instance: ReadonlyResource): Reason {
  const found = primitivesOf(instance).flatMap((rsc) => promotionAttributes(rsc, node));
  const [first] = found;
  if (first === undefined) return { code: "promotion", text: "its agent's promotion score", references: [] };
  const names = [...new Set(found.map((f) => f.name))];
  return {
    code: "promotion",
    text: `its agent's promotion score on ${first.on.name} (${names.join(", ")})`,
    references: found.flatMap(({ on, name }) => attributeReference(s, on, name)),
  };
}

/** The attributes that hold the agent's promotion scores, by the id in the history or else by the primitive's id. */
function promotionAttributes(
  rsc: ReadonlyPrimitive,
  node: ReadonlyNode,
): { readonly on: ReadonlyNode; readonly name: string }[] {
  const container = node.kind === "guest" ? node.connection?.launcher : undefined;
  const onHost = container !== undefined && rsc.meta.get("container-attribute-target")?.toLowerCase() === "host";
  const holders = onHost ? [container.assigned, container.active[0]] : [node];
  for (const id of [rsc.historyId ?? rsc.id, withoutInstanceNumber(rsc.id)]) {
    const name = `master-${id}`;
    const on = holders.find((holder) => holder?.attributes.has(name));
    if (on !== undefined) return [{ on, name }];
  }
  return [];
}

function roleReason({ s, rsc, who: it = "it" }: Subject, score: number): Reason {
  const references = metaReference(s, rsc, "target-role");
  if (score > 0) return { code: "role", text: `${it} will be promoted`, references };
  const target = rsc.meta.get("target-role");
  if (target?.toLowerCase() === "stopped")
    return {
      code: "disabled",
      text: `${disabledText(s, rsc)} (target-role=Stopped${metaRuleText(s, rsc, "target-role")})`,
      references,
    };
  if (target?.toLowerCase() === "unpromoted" || target?.toLowerCase() === "slave") {
    return { code: "role", text: `${rsc.id} must not be promoted (target-role=${target})`, references };
  }
  const last = rsc.kind === "primitive" ? failureThat("stop", failuresOf(s, rsc)) : undefined;
  if (last !== undefined)
    return {
      code: "role",
      text: `${it} will be stopped after a failure: ${operationText(last.op, rsc.id, last.node)}`,
      references: historyReference(last.op),
    };
  return { code: "role", text: `${it} will be stopped`, references: [] };
}

/** Names what was disabled: the resource, something it is part of, or all resources by default. */
function disabledText(s: ReadonlyModel, rsc: ReadonlyResource): string {
  const holder = metaHolder(s, rsc, "target-role");
  if (holder === "defaults") return `${rsc.id} is disabled by the defaults of all resources`;
  return `${holder === undefined ? rsc.id : (configuredId(s, holder) ?? holder.id)} is disabled`;
}

/** `needs 4 cores and has 2 free`, attribute by attribute, of those that do not suffice. */
function capacityText({
  needs,
  free,
}: {
  needs: ReadonlyMap<string, number>;
  free: ReadonlyMap<string, number>;
}): string {
  const short = [...needs].filter(([name, amount]) => amount > (free.get(name) ?? 0));
  return short.map(([name, amount]) => `needs ${name}=${amount}, and ${free.get(name) ?? 0} is free`).join("; ");
}

function instanceReason({ s, rsc, node }: Subject, because: "unavailable" | "whole" | "full" | "removed"): Reason {
  const whole = rsc.parent ?? rsc;
  switch (because) {
    case "unavailable":
      return (
        unavailableReasons(s, node)[0] ?? {
          code: "instance",
          text: `${node.name} was not available`,
          references: nodeReference(s, node),
        }
      );
    case "whole":
      return { code: "instance", text: `${whole.id} is not allowed on ${node.name}`, references: [] };
    case "full": {
      const there = (whole.kind === "bundle" ? whole.replicas.map((r) => r.container) : whole.children)
        .filter((c) => c !== rsc && primaryNode(c) === node)
        .map((c) => c.id);
      const option = whole.kind === "bundle" ? "replicas-per-host" : "clone-node-max";
      const who = there.length === 0 ? `other instances of ${whole.id}` : listText(there);
      return {
        code: "instance",
        text: `${who} ${there.length === 1 ? "runs" : "run"} there already (${option})`,
        references: reference("resource", configuredId(s, whole)),
      };
    }
    case "removed":
      return {
        code: "instance",
        text: `${rsc.id} is one instance more than ${whole.id} may have`,
        references: reference("resource", configuredId(s, whole)),
      };
  }
}

function primaryNode(rsc: ReadonlyResource): ReadonlyNode | undefined {
  return rsc.children.length > 0 ? primaryNode(rsc.children[0] as ReadonlyResource) : rsc.assigned;
}

function structureReason({ s, rsc, node }: Subject, score: number): Reason {
  const references = reference("resource", configuredId(s, rsc));
  if (score >= 0) return { code: "structure", text: `${node.name} is this replica's own guest node`, references };
  if (node.kind === "guest")
    return {
      code: "structure",
      text: `${node.name} is a bundle's guest node, which runs that bundle's resource alone`,
      references,
    };
  if (node.kind === "remote") return { code: "structure", text: `${rsc.id} cannot run on remote nodes`, references };
  return { code: "structure", text: `${rsc.id} runs only in its own container`, references };
}
