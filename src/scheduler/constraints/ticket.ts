/**
 * Ticket constraints: a resource may run (or be promoted) only while its site holds a ticket. Without the ticket,
 * the constraint takes effect at once, as bans, fencing or freezing.
 * Behaviour: docs/pacemaker/ordering-constraints.md#tickets.
 */
import { dereference } from "../../cib/value/element-index.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { fenceNode } from "../action/fence-node.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import type { LossPolicy, Resource, Ticket, TicketConstraint } from "../model/types.ts";
import { expandReferences } from "./expand.ts";
import { findConstraintResource, referencedResource } from "./reference.ts";
import { constraintRole } from "./role.ts";

/**
 * Notes one `rsc_ticket` and, while its ticket is not held, applies the loss policy to its resources. A constraint
 * without a ticket, resource or valid role is noted in `s.problems`.
 */
export function unpackTicket(s: ClusterModel, constraint: Element): void {
  const id = idOf(constraint);
  const ticketId = get(constraint, "ticket");
  if (ticketId === undefined) {
    s.problems.push(`Ignoring constraint '${id}' without ticket`);
    return;
  }
  const ticket = ticketCalled(s, ticketId);
  const expansion = expandReferences(s, constraint, [{ name: "rsc", qualifier: "rsc-role", qualifierInSet: "role" }]);
  if (!expansion.ok) return;
  const policy = get(constraint, "loss-policy");

  const sets = elements(expansion.xml, "resource_set");
  for (const written of sets) {
    const set = dereference(written, s.byId);
    if (set === undefined) return;
    for (const ref of elements(set, "resource_ref")) {
      const rsc = referencedResource(s, set, ref);
      if (rsc === undefined) return;
      newTicketConstraint(s, rsc, ticket, { id: idOf(set), role: get(set, "role"), policy });
    }
  }
  if (sets.length > 0) return;
  const rsc = findConstraintResource(s, get(constraint, "rsc"));
  if (rsc === undefined)
    s.problems.push(`Ignoring constraint '${id}' because resource '${get(constraint, "rsc")}' does not exist`);
  else newTicketConstraint(s, rsc, ticket, { id, role: get(constraint, "rsc-role"), policy });
}

/** A ticket without a recorded state counts as not granted. */
function ticketCalled(s: ClusterModel, id: string): Ticket {
  const known = s.tickets.get(id);
  if (known !== undefined) return known;
  const ticket: Ticket = { id, granted: false, standby: false, attributes: new Map() };
  s.tickets.set(id, ticket);
  return ticket;
}

/** As it is written in the configuration. */
interface Written {
  readonly id: string;
  readonly role: string | undefined;
  readonly policy: string | undefined;
}

function newTicketConstraint(s: ClusterModel, rsc: Resource, ticket: Ticket, written: Written): void {
  const { id, policy } = written;
  const role = constraintRole(s, written.role);
  if (role === undefined) {
    s.problems.push(`Ignoring constraint ${id}: Invalid role '${written.role}'`);
    return;
  }
  const constraint: TicketConstraint = { id, rsc, ticket, role, lossPolicy: lossPolicy(s, policy, role, ticket) };
  s.ticketConstraints.push(constraint);
  s.why?.because({ kind: "ticket", constraint });
  if (!isHeld(ticket)) applyLack(s, rsc, constraint);
}

function lossPolicy(s: ClusterModel, text: string | undefined, role: Role, ticket: Ticket): LossPolicy {
  switch (text?.toLowerCase()) {
    case "fence":
      if (s.options.fencingEnabled) return "fence";
      s.problems.push(`Resetting 'loss-policy' for ticket '${ticket.id}' to 'stop' because fencing is not configured`);
      return "stop";
    case "freeze":
      return "freeze";
    case "demote":
      return "demote";
    case "stop":
      return "stop";
    default:
      return role === Role.promoted ? "demote" : "stop";
  }
}

function isHeld(ticket: Ticket): boolean {
  return ticket.granted && !ticket.standby;
}

function applyLack(s: ClusterModel, rsc: Resource, constraint: TicketConstraint): void {
  if (rsc.children.length > 0) {
    for (const child of rsc.children) applyLack(s, child, constraint);
    return;
  }
  // Unpromoted instances may run without a ticket that only promotion needs; roles are dealt with when they are chosen.
  const onlyForPromotion = constraint.role === Role.promoted;
  if (constraint.ticket.granted || rsc.active.length === 0) {
    if (!onlyForPromotion || constraint.lossPolicy === "stop") ban(s, rsc);
    return;
  }
  const roleMatches = constraint.role === Role.unknown || constraint.role === rsc.role;
  switch (constraint.lossPolicy) {
    case "stop":
      ban(s, rsc);
      break;
    case "demote":
      if (!onlyForPromotion) ban(s, rsc);
      break;
    case "fence":
      if (!roleMatches) break;
      ban(s, rsc);
      for (const node of rsc.active) fenceNode(s, node, "deadman ticket was lost", false);
      break;
    case "freeze":
      if (!roleMatches) break;
      rsc.managed = false;
      rsc.blocked = true;
      break;
  }
}

function ban(s: ClusterModel, rsc: Resource): void {
  addNodeScore(s, rsc, undefined, MINUS_INFINITY);
}
