/**
 * What a CIB's configuration is made of: elements, their attributes and where they may stand, in all schema versions
 * Pacemaker accepts, taken together. Source: the element and attribute names of Pacemaker's RelaxNG schemas (1.0 to
 * 4.0). It serves clear messages, not conformance: whether a schema accepts a document, only the schema says.
 */

export type AttributeType =
  | "id"
  | "text"
  | "score"
  | "integer"
  | "boolean"
  | "duration"
  | "interval"
  | "role"
  | readonly string[];

export interface ElementGrammar {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
}

function grammar(required: string, optional = "", children = ""): ElementGrammar {
  const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
  return { required: words(required), optional: words(optional), children: words(children) };
}

const BLOCK = grammar("", "id id-ref score", "nvpair rule");
const CONTAINER = grammar("image", "masters network options promoted-max replicas replicas-per-host run-command");
const RESOURCE_BLOCKS = "instance_attributes meta_attributes utilization";
const SPEC = "seconds minutes hours monthdays weekdays yeardays yearsdays months weeks years weekyears moon";
const ACCESS = grammar("id", "attribute ref tag xpath");

export const GRAMMAR: ReadonlyMap<string, ElementGrammar> = new Map([
  [
    "configuration",
    grammar(
      "",
      "",
      "crm_config nodes resources constraints acls fencing-topology op_defaults rsc_defaults alerts tags",
    ),
  ],
  ["crm_config", grammar("", "", "cluster_property_set")],
  ["cluster_property_set", BLOCK],
  ["instance_attributes", BLOCK],
  ["meta_attributes", BLOCK],
  ["utilization", BLOCK],
  ["nvpair", grammar("", "id id-ref name value")],
  ["nodes", grammar("", "", "node")],
  ["node", grammar("id uname", "type description score", "instance_attributes utilization")],
  ["rsc_defaults", grammar("", "", "meta_attributes")],
  ["op_defaults", grammar("", "", "meta_attributes")],

  ["resources", grammar("", "", "primitive template group clone master bundle")],
  ["primitive", grammar("id", "class provider type template description", `operations ${RESOURCE_BLOCKS}`)],
  ["template", grammar("id type class", "provider description", `operations ${RESOURCE_BLOCKS}`)],
  ["operations", grammar("", "id id-ref", "op")],
  [
    "op",
    grammar(
      "id name interval",
      "description enabled interval-origin on-fail record-pending requires role start-delay timeout",
      "instance_attributes meta_attributes",
    ),
  ],
  ["group", grammar("id", "description", "primitive instance_attributes meta_attributes")],
  ["clone", grammar("id", "description", "primitive group instance_attributes meta_attributes")],
  ["master", grammar("id", "description", "primitive group instance_attributes meta_attributes")],
  [
    "bundle",
    grammar("id", "description", "docker podman rkt network storage primitive instance_attributes meta_attributes"),
  ],
  ["docker", CONTAINER],
  ["podman", CONTAINER],
  ["rkt", CONTAINER],
  ["network", grammar("", "id ip-range-start control-port host-interface host-netmask add-host", "port-mapping")],
  ["port-mapping", grammar("id", "port internal-port range")],
  ["storage", grammar("", "id", "storage-mapping")],
  ["storage-mapping", grammar("id target-dir", "source-dir source-dir-root options")],

  ["constraints", grammar("", "", "rsc_location rsc_colocation rsc_order rsc_ticket")],
  ["rsc_location", grammar("id", "rsc rsc-pattern role node score resource-discovery", "resource_set rule lifetime")],
  [
    "rsc_colocation",
    grammar(
      "id",
      "rsc with-rsc rsc-role with-rsc-role node-attribute influence score score-attribute score-attribute-mangle",
      "resource_set lifetime",
    ),
  ],
  [
    "rsc_order",
    grammar("id", "first then first-action then-action kind score symmetrical require-all", "resource_set lifetime"),
  ],
  ["rsc_ticket", grammar("id ticket", "rsc rsc-role loss-policy", "resource_set")],
  ["resource_set", grammar("", "id id-ref sequential require-all ordering action role score kind", "resource_ref")],
  ["resource_ref", grammar("id")],
  ["lifetime", grammar("", "", "rule")],
  [
    "rule",
    grammar(
      "",
      "id id-ref role score score-attribute boolean-op",
      "rule expression date_expression op_expression rsc_expression",
    ),
  ],
  ["expression", grammar("id attribute operation", "type value value-source")],
  ["date_expression", grammar("id", "operation start end", "date_spec duration")],
  ["date_spec", grammar("id", SPEC)],
  ["duration", grammar("id", `${SPEC} days`)],
  ["op_expression", grammar("id name", "interval")],
  ["rsc_expression", grammar("id", "class provider type")],

  ["tags", grammar("", "", "tag")],
  ["tag", grammar("id", "", "obj_ref")],
  ["obj_ref", grammar("id")],
  ["fencing-topology", grammar("", "", "fencing-level")],
  ["fencing-level", grammar("id index devices", "target target-pattern target-attribute target-value")],

  ["acls", grammar("", "", "acl_role acl_target acl_group acl_user")],
  ["acl_role", grammar("id", "description", "acl_permission read write deny")],
  ["acl_permission", grammar("id kind", "xpath reference object-type attribute description")],
  ["acl_target", grammar("id", "name", "role")],
  ["acl_group", grammar("id", "name", "role")],
  ["acl_user", grammar("id", "", "role_ref read write deny")],
  ["role", grammar("id")],
  ["role_ref", grammar("id")],
  ["read", ACCESS],
  ["write", ACCESS],
  ["deny", ACCESS],

  ["alerts", grammar("", "", "alert")],
  ["alert", grammar("id path", "description", "select instance_attributes meta_attributes recipient")],
  ["recipient", grammar("id value", "description", "instance_attributes meta_attributes")],
  ["select", grammar("", "", "select_attributes select_fencing select_nodes select_resources")],
  ["select_attributes", grammar("", "", "attribute")],
  ["select_fencing", grammar("")],
  ["select_nodes", grammar("")],
  ["select_resources", grammar("")],
  ["attribute", grammar("id name")],
]);

const BOOLEANS = "add-host enabled influence record-pending require-all sequential symmetrical";
const INTEGERS = "replicas replicas-per-host promoted-max masters control-port port internal-port host-netmask index";
const ROLES = "role rsc-role with-rsc-role";

/** Types by attribute name; attributes not listed are text. */
export const ATTRIBUTE_TYPES: ReadonlyMap<string, AttributeType> = new Map<string, AttributeType>([
  ...BOOLEANS.split(" ").map((name): [string, AttributeType] => [name, "boolean"]),
  ...INTEGERS.split(" ").map((name): [string, AttributeType] => [name, "integer"]),
  ...ROLES.split(" ").map((name): [string, AttributeType] => [name, "role"]),
  ["id", "id"],
  ["score", "score"],
  ["interval", "interval"],
  ["timeout", "duration"],
  ["start-delay", "duration"],
  ["loss-policy", ["stop", "demote", "fence", "freeze"]],
  ["resource-discovery", ["always", "never", "exclusive"]],
  ["boolean-op", ["and", "or"]],
  ["value-source", ["literal", "param", "meta"]],
  ["requires", ["nothing", "quorum", "fencing", "unfencing"]],
  ["on-fail", ["ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"]],
]);

/** What the named options of a set must be, by the kind of set. */
export const OPTION_TYPES: ReadonlyMap<string, ReadonlyMap<string, AttributeType>> = new Map([
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
  const types = new Map<string, AttributeType>();
  for (const [type, names] of Object.entries(byType)) {
    for (const name of names.split(" ")) types.set(name, type as AttributeType);
  }
  return types;
}

/** Elements whose `id` names something else, and what that may be; undefined for anything with an id. */
export const ID_IS_REFERENCE: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ["resource_ref", ["primitive", "group", "clone", "master", "bundle", "template", "tag"]],
  ["obj_ref", undefined],
  ["role", ["acl_role"]],
  ["role_ref", ["acl_role"]],
]);

/** Attributes that name an element, and what that may be. */
export const REFERENCES: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ["rsc", ID_IS_REFERENCE.get("resource_ref")],
  ["with-rsc", ID_IS_REFERENCE.get("resource_ref")],
  ["first", ID_IS_REFERENCE.get("resource_ref")],
  ["then", ID_IS_REFERENCE.get("resource_ref")],
  ["template", ["template"]],
  ["reference", undefined],
]);

/** Elements whose `id` is a name in a name space of its own. */
export const ID_IS_NAME: ReadonlySet<string> = new Set(["node", "acl_target"]);
