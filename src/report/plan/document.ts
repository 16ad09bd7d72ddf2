/** A plan: what a change of the configuration differs in, and what the cluster will do because of it. */
import type { DocumentOf } from "../document-type.ts";
import type {
  because,
  check,
  difference,
  disagreement,
  interruption,
  planAnswer,
  plannedOperation,
  plannedResource,
  togetherSchema,
} from "./schema.ts";

/** One difference of the configuration. */
export type Difference = DocumentOf<typeof difference>;
/** One step of the transition that touches a resource or a node. */
export type PlannedOperation = DocumentOf<typeof plannedOperation>;
/** A bundle or clone of which more than one instance goes down in the same transition. */
export type Together = DocumentOf<typeof togetherSchema>;
/** Why something is to be done. */
export type Because = DocumentOf<typeof because>;
export type PlannedResource = DocumentOf<typeof plannedResource>;
/** An operation that one of two schedulers has and the other has not. */
export type Disagreement = DocumentOf<typeof disagreement>;
/** What Pacemaker's own scheduler says to the plan. */
export type Check = DocumentOf<typeof check>;
/** What makes Pacemaker schedule anew on the way: what is not done by then may be done otherwise than planned. */
export type Interruption = DocumentOf<typeof interruption>;
export type Plan = DocumentOf<typeof planAnswer>;
