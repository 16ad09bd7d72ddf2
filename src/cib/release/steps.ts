/**
 * What the steps of the feature set brought that a configuration can use: while a node below a step is in the cluster, what
 * it brought is not to be used. Source: the comment above `CRM_FEATURE_SET` in Pacemaker's `crm.h`, and its commits.
 */

import { compareDottedVersions } from "../value/dotted-version.ts";

interface Step {
  readonly featureSet: string;
  /** What needs it. */
  readonly brought: string;
}

const STEPS: readonly Step[] = [
  { featureSet: "3.0.14", brought: "operation attributes by version of the agent" },
  { featureSet: "3.3.0", brought: "shutdown-lock" },
  { featureSet: "3.4.0", brought: "on-fail=demote, and rules about operations and resources" },
  { featureSet: "3.7.0", brought: "the meta attribute critical, and influence of colocations" },
  { featureSet: "3.9.0", brought: "the role names Promoted and Unpromoted" },
  { featureSet: "3.10.0", brought: "reload-agent of OCF 1.1" },
  { featureSet: "3.11.0", brought: "fencing by watchdog for some nodes only" },
  { featureSet: "3.14.0", brought: "the meta attribute allow-unhealthy-nodes" },
  { featureSet: "3.15.0", brought: "multiple-active=stop_unexpected" },
  { featureSet: "3.18.0", brought: "node-pending-timeout" },
  { featureSet: "3.19.0", brought: "transactions of several changes of the CIB" },
  { featureSet: "3.20.5", brought: "the options' names fencing-* and *-removed-*" },
];

/** What a node of this feature set does not know, of what a newer one does. */
export function missingFrom(oldest: string, newest: string): readonly Step[] {
  return STEPS.filter(
    ({ featureSet }) => compareDottedVersions(featureSet, oldest) > 0 && compareDottedVersions(featureSet, newest) <= 0,
  );
}
