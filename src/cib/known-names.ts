/**
 * The names that Pacemaker's releases in use read: cluster properties, meta attributes, options of operations. Source:
 * Pacemaker Explained for 1.1 to 3.0, and what pcs and TripleO set besides.
 */
import { OPTION_TYPES } from "./option-types.ts";

function names(kind: "cluster_property_set" | "meta_attributes", others: string): ReadonlySet<string> {
  return new Set([...(OPTION_TYPES.get(kind)?.keys() ?? []), ...others.split(" ")]);
}

export const PROPERTIES = names(
  "cluster_property_set",
  "cluster-name cluster-infrastructure dc-version last-lrm-refresh no-quorum-policy stonith-action fencing-action " +
    "stonith-watchdog-timeout fencing-watchdog-timeout stonith-max-attempts fencing-max-attempts fence-reaction " +
    "fencing-reaction fence-remote-without-quorum node-health-strategy node-health-green node-health-yellow " +
    "node-health-red placement-strategy load-threshold node-action-limit cluster-ipc-limit pe-error-series-max " +
    "pe-warn-series-max pe-input-series-max remove-after-stop startup-fencing default-resource-stickiness " +
    "is-managed-default crmd-transition-delay crmd-integration-timeout crmd-finalization-timeout " +
    "default-action-timeout notification-agent notification-recipient",
);

export const META_ATTRIBUTES = names(
  "meta_attributes",
  "multiple-active requires provides remote-node remote-port remote-addr remote-connect-timeout remote-allow-migrate " +
    "container-attribute-target clone-min resource-discovery-enabled isolation stonith-timeout holdfast-probe",
);

export const OPERATION_OPTIONS: ReadonlySet<string> = new Set(
  (
    "timeout interval interval-origin start-delay on-fail enabled record-pending role requires description " +
    "migration-threshold failure-timeout"
  ).split(" "),
);

/** What agents and fence agents can be asked for. */
export const OPERATIONS: ReadonlySet<string> = new Set(
  (
    "start stop monitor status promote demote notify migrate_to migrate_from reload reload-agent validate-all meta-data " +
    "methods recover on off reboot list"
  ).split(" "),
);
