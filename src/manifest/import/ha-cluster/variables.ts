/**
 * The variables of the linux-system-roles role ha_cluster (1.32) that say something of the cluster's configuration, and the
 * names of those that say something of machines. Shapes as the role's README has them.
 */
import * as type from "../../read/field-types.ts";
import { described, list, located, oneOf, type Read, record, type Shape, scalar } from "../../read/shape.ts";

/** A value as it is, which the role would hand to pcs. */
const value: Shape<string> = scalar({
  expected: "a value; what Jinja makes of {{ … }} is known only to Ansible: print the variables first",
  schema: { type: ["string", "number", "boolean"] },
  parse: (text) => (text.includes("{{") ? undefined : text),
});

const of = <T>(shape: Shape<T>) => described(shape, "");

const pair = record("a setting", { name: of(value), value: of(value) }, {});
const pairs = list(pair, "settings of name and value");
const sets = list(record("a set of settings", {}, { attrs: of(pairs) }), "sets of settings");
const ids = list(located(value), "ids");

const operation = record("an operation", { action: of(value), attrs: of(pairs) }, {});

const primitive = record(
  "a primitive",
  { id: of(located(value)), agent: of(located(value)) },
  {
    instance_attrs: of(sets),
    meta_attrs: of(sets),
    copy_operations_from_agent: of(value),
    operations: of(list(operation, "operations")),
    utilization: of(sets),
  },
);

const group = record("a group", { id: of(located(value)), resource_ids: of(ids) }, { meta_attrs: of(sets) });

const clone = record(
  "a clone",
  { resource_id: of(located(value)) },
  { id: of(located(value)), promotable: of(value), meta_attrs: of(sets) },
);

const bundle = record(
  "a bundle",
  {
    id: of(located(value)),
    container: of(record("a container", { type: of(oneOf("docker", "podman", "rkt")) }, { options: of(pairs) })),
  },
  {
    resource_id: of(located(value)),
    network_options: of(pairs),
    port_map: of(list(located(pairs), "ports")),
    storage_map: of(list(located(pairs), "mounts")),
    meta_attrs: of(sets),
  },
);

const defaultSet = record(
  "a set of defaults",
  {},
  { id: of(value), rule: of(value), score: of(value), attrs: of(pairs) },
);
const defaults = record("defaults", {}, { meta_attrs: of(list(defaultSet, "sets of defaults")) });

const level = record(
  "a fencing level",
  { level: of(type.integer(1, 9)), resource_ids: of(ids) },
  { target: of(value), target_pattern: of(value), target_attribute: of(value), target_value: of(value) },
);

const resourceSets = list(record("a set of resources", { resource_ids: of(ids) }, { options: of(pairs) }), "sets");
const withRole = record("a resource", { id: of(value) }, { role: of(value) });
const withAction = record("a resource", { id: of(value) }, { action: of(value) });

const location = record(
  "a location constraint",
  { resource: of(record("a resource", {}, { id: of(value), pattern: of(value), role: of(value) })) },
  { node: of(value), rule: of(value), id: of(value), options: of(pairs) },
);
const colocation = record(
  "a colocation constraint",
  {},
  {
    resource_follower: of(withRole),
    resource_leader: of(withRole),
    resource_sets: of(resourceSets),
    id: of(value),
    options: of(pairs),
  },
);
const order = record(
  "an order constraint",
  {},
  {
    resource_first: of(withAction),
    resource_then: of(withAction),
    resource_sets: of(resourceSets),
    id: of(value),
    options: of(pairs),
  },
);
const ticket = record(
  "a ticket constraint",
  { ticket: of(value) },
  { resource: of(withRole), resource_sets: of(resourceSets), id: of(value), options: of(pairs) },
);

const node = record(
  "a node",
  { node_name: of(value) },
  {
    attributes: of(sets),
    utilization: of(sets),
    ...Object.fromEntries(
      [
        "pcs_address",
        "corosync_addresses",
        "sbd_watchdog_modules",
        "sbd_watchdog_modules_blocklist",
        "sbd_watchdog",
        "sbd_devices",
      ].map((name) => [name, of(anything())]),
    ),
  },
);

/** Whatever is said of machines: it is named, and not said in the manifest. */
function anything(): Shape<true> {
  return { expected: "anything", schema: {}, fits: () => true, read: () => true };
}

/** Of machines, packages, Corosync and pcs, and what is not converted (access rules, alerts), without the role's prefix. */
export const NOT_CONVERTED = [
  ...["export_configuration", "enable_repos", "enable_repos_resilient_storage", "manage_firewall", "manage_selinux"],
  ...["cluster_present", "start_on_boot", "install_cloud_agents", "fence_agent_packages", "extra_packages"],
  ...["zypper_patterns", "use_latest_packages", "hacluster_password", "hacluster_qdevice_password", "corosync_key_src"],
  ...["pacemaker_key_src", "fence_virt_key_src", "pcsd_public_key_src", "pcsd_private_key_src", "pcsd_certificates"],
  ...["regenerate_keys", "pcs_permission_list", "transport", "totem", "quorum", "sbd_enabled", "sbd_options", "qnetd"],
  ...["secure_logging", "acls", "alerts"],
] as const;

const notConverted = Object.fromEntries(NOT_CONVERTED.map((name) => [`ha_cluster_${name}`, of(anything())]));

export const variables = record(
  "the variables of the role ha_cluster",
  {},
  {
    ...notConverted,
    ha_cluster: of(anything()),
    ha_cluster_cluster_name: of(value),
    ha_cluster_node_options: of(list(node, "nodes")),
    ha_cluster_cluster_properties: of(sets),
    ha_cluster_resource_primitives: of(list(primitive, "primitives")),
    ha_cluster_resource_groups: of(list(group, "groups")),
    ha_cluster_resource_clones: of(list(clone, "clones")),
    ha_cluster_resource_bundles: of(list(bundle, "bundles")),
    ha_cluster_resource_defaults: of(defaults),
    ha_cluster_resource_operation_defaults: of(defaults),
    ha_cluster_stonith_levels: of(list(level, "fencing levels")),
    ha_cluster_constraints_location: of(list(location, "location constraints")),
    ha_cluster_constraints_colocation: of(list(colocation, "colocation constraints")),
    ha_cluster_constraints_order: of(list(order, "order constraints")),
    ha_cluster_constraints_ticket: of(list(ticket, "ticket constraints")),
  },
);

export type Variables = Read<typeof variables>;
export type Pairs = Read<typeof pairs>;
export type SettingSets = Read<typeof sets>;
export type DeclaredPrimitive = Read<typeof primitive>;
export type DeclaredBundle = Read<typeof bundle>;
export type DeclaredResourceSets = Read<typeof resourceSets>;
