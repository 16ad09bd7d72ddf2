/** A plan: the differences of the configuration, and the actions that the cluster will take because of them. */
import type { DocumentOf } from "../document-type.ts";
import type {
  awaySchema,
  because,
  check,
  demotion,
  difference,
  disagreement,
  interruption,
  keptSchema,
  planAnswer,
  plannedOperation,
  plannedResource,
  promotedNextSchema,
  riskSchema,
  rollingSchema,
  togetherSchema,
  unboundSchema,
  unlikeProfileSchema,
} from "./schema.ts";

/** One difference of the configuration. */
export type Difference = DocumentOf<typeof difference>;
/** One operation of the transition on a resource or node. */
export type PlannedOperation = DocumentOf<typeof plannedOperation>;
/** A bundle or clone of which more than one instance goes down in the same transition. */
export type Together = DocumentOf<typeof togetherSchema>;
/** The same change made replica by replica. */
export type Rolling = DocumentOf<typeof rollingSchema>;
/** The causes of an action. */
export type Because = DocumentOf<typeof because>;
export type PlannedResource = DocumentOf<typeof plannedResource>;
/** An operation that only one of the two schedulers plans. */
export type Disagreement = DocumentOf<typeof disagreement>;
/** The result of checking the plan with `crm_simulate`. */
export type Check = DocumentOf<typeof check>;
/** A reason for Pacemaker to re-plan during the transition; later actions may then differ from the plan. */
export type Interruption = DocumentOf<typeof interruption>;
/** An instance that will be promoted once it has started. */
export type PromotedNext = DocumentOf<typeof promotedNextSchema>;
/** How long a service is away. */
export type Away = DocumentOf<typeof awaySchema>;
/** A promoted instance whose demotion runs with new parameters. */
export type Demotion = DocumentOf<typeof demotion>;
/** Something that people have switched, and the change leaves as it is. */
export type Kept = DocumentOf<typeof keptSchema>;
/** Something that weakens the cluster, or reaches beyond the manifest. */
export type Risk = DocumentOf<typeof riskSchema>;
/** A setting of the profile that the cluster has otherwise. */
export type UnlikeProfile = DocumentOf<typeof unlikeProfileSchema>;
/** A resource that loses constraints because another one is removed. */
export type Unbound = DocumentOf<typeof unboundSchema>;
export type Plan = DocumentOf<typeof planAnswer>;
