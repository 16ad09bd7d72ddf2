/**
 * Reads the constraints of the configuration in document order, which decides the order of the lists they are kept in
 * and of the actions some of them create.
 * Behaviour: docs/pacemaker/constraints.md#order-of-reading.
 */
import { child, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { unpackColocation } from "./colocation.ts";
import { unpackLocation } from "./location.ts";
import { unpackOrder } from "./order.ts";
import { unpackTicket } from "./ticket.ts";

/** Unpacks every constraint. One without an id, or of an unknown kind, is noted in `s.problems` and skipped. */
export function unpackConstraints(s: ClusterModel): void {
  const constraints = child(s.configuration, "constraints");
  if (constraints === undefined) return;
  for (const constraint of elements(constraints)) {
    if (get(constraint, "id") === undefined) {
      s.problems.push(`Ignoring <${constraint.name}> constraint without id`);
      continue;
    }
    if (s.why !== undefined) s.why.constraint = idOf(constraint);
    switch (constraint.name) {
      case "rsc_location":
        unpackLocation(s, constraint);
        break;
      case "rsc_colocation":
        unpackColocation(s, constraint);
        break;
      case "rsc_order":
        unpackOrder(s, constraint);
        break;
      case "rsc_ticket":
        unpackTicket(s, constraint);
        break;
      default:
        s.problems.push(`Unsupported constraint type: ${constraint.name}`);
    }
  }
  if (s.why !== undefined) s.why.constraint = undefined;
}
