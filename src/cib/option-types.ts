/**
 * What kind of value the options and attributes have that the schema takes as mere text. One that does not fit counts as
 * not set: Pacemaker takes the default. Source: Pacemaker Explained, "Cluster options", "Resource meta-attributes" and
 * "Operation properties".
 */

export type OptionType = "score" | "integer" | "boolean" | "duration" | "interval" | "role";

/** Types of an operation's attributes, by name. */
export const OPERATION_TYPES: ReadonlyMap<string, OptionType> = new Map<string, OptionType>([
  ["interval", "interval"],
  ["timeout", "duration"],
  ["start-delay", "duration"],
]);

/** What the named options of a set must be, by the kind of set. */
export const OPTION_TYPES: ReadonlyMap<string, ReadonlyMap<string, OptionType>> = new Map([
  [
    "cluster_property_set",
    options({
      boolean:
        "symmetric-cluster fencing-enabled stonith-enabled concurrent-fencing startup-fencing maintenance-mode " +
        "start-failure-is-fatal enable-startup-probes stop-all-resources stop-orphan-resources stop-orphan-actions " +
        "stop-removed-resources cancel-removed-actions shutdown-lock enable-acl have-watchdog",
      interval:
        "cluster-delay cluster-recheck-interval dc-deadtime election-timeout fencing-timeout stonith-timeout " +
        "shutdown-escalation join-integration-timeout join-finalization-timeout transition-delay shutdown-lock-limit " +
        "node-pending-timeout priority-fencing-delay",
      integer: "batch-limit migration-limit node-health-base",
    }),
  ],
  [
    "meta_attributes",
    options({
      boolean:
        "is-managed maintenance critical notify ordered interleave globally-unique promotable allow-migrate " +
        "allow-unhealthy-nodes enabled record-pending",
      score: "priority resource-stickiness migration-threshold",
      integer: "clone-max clone-node-max promoted-max promoted-node-max master-max master-node-max",
      interval: "failure-timeout interval timeout start-delay",
      role: "target-role role",
    }),
  ],
]);

function options(byType: Partial<Record<"boolean" | "integer" | "score" | "interval" | "role", string>>) {
  const types = new Map<string, OptionType>();
  for (const [type, names] of Object.entries(byType)) {
    for (const name of names.split(" ")) types.set(name, type as OptionType);
  }
  return types;
}
