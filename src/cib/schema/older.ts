/**
 * How the last schemas of the older major versions (3.10, 2.10 and 1.3) differ from those after them. Source: Pacemaker's
 * RelaxNG schemas.
 */

import { type AttributeType, except, words } from "./attribute-type.ts";
import {
  ATTRIBUTES,
  CALENDAR,
  CLASSES,
  CLONE,
  COLOCATED,
  CONTAINER,
  ON_FAIL,
  OPERATION,
  ORDERED,
  PRIMITIVE_REST,
  SET,
  TYPES_4,
  WHICH,
} from "./newest.ts";

const CONTAINER_3 = CONTAINER.replace("@promoted-max:integer?", "(@masters:integer | @promoted-max:integer)?");
const NVPAIR_3 = "@id-ref:IDREF @name? | @id:ID @name @value?";

/** What pacemaker-3.10 says otherwise than 4.0. */
export const VERSION_3: Readonly<Record<string, string>> = {
  nvpair: NVPAIR_3,
  "cluster_property_set/nvpair":
    "@id-ref:IDREF @name? | @id:ID (@name:infrastructure @value:knownInfrastructure | @name:property @value?)",
  "meta_attributes/nvpair": NVPAIR_3,
  "primitive/meta_attributes": SET,
  "primitive/meta_attributes/nvpair": "@id-ref:IDREF @name:notIsolated? | @id:ID @name:notIsolated @value?",
  "template/meta_attributes": SET,
  "template/meta_attributes/nvpair": "@id-ref:IDREF @name:notIsolated? | @id:ID @name:notIsolated @value?",
  "op/meta_attributes/nvpair": "@id-ref:IDREF @name? | @id:ID @name:operationMeta @value?",
  "op_defaults/meta_attributes/nvpair": NVPAIR_3,
  "alert/meta_attributes/nvpair": NVPAIR_3,
  "recipient/meta_attributes/nvpair": NVPAIR_3,
  resources: "(primitive | template | group | clone | master | bundle)*",
  master: CLONE,
  bundle: `@id:ID @description? (${ATTRIBUTES} & (docker | podman | rkt) & network? & storage? & primitive?)`,
  docker: CONTAINER_3,
  podman: CONTAINER_3,
  rkt: CONTAINER_3,
  rsc_location: `@id:ID ${WHICH} (@score:score @node | rule+) lifetime? @resource-discovery:discovery?`,
  rsc_colocation: `@id:ID @score:score? @influence? lifetime? ${COLOCATED}`,
  rsc_order: `@id:ID lifetime? @symmetrical:boolean? @require-all:boolean? (@score:score | @kind:kind)? ${ORDERED}`,
  lifetime: "rule+",
  date_spec: `${CALENDAR} @yeardays? @moon?`,
  "fencing-level":
    "@id:ID (@target | @target-pattern | @target-attribute @target-value) @index:positive @devices:devices",
};

/** Names of properties that 1.x had and that went with 3.0. */
const FORMER_PROPERTIES =
  "cluster_recheck_interval dc_deadtime default-action-timeout default_action_timeout default-migration-threshold " +
  "default_migration_threshold default-resource-failure-stickiness default_resource_failure_stickiness " +
  "default-resource-stickiness default_resource_stickiness election_timeout expected-quorum-votes is-managed-default " +
  "is_managed_default no_quorum_policy notification-agent notification-recipient remove_after_stop shutdown_escalation " +
  "startup_fencing stonith_action stonith_enabled stop_orphan_actions stop_orphan_resources symmetric_cluster " +
  "transition_idle_timeout";

export const TYPES_3: Readonly<Record<string, AttributeType>> = {
  ...TYPES_4,
  agentClass: words(...CLASSES, "upstart", "nagios"),
  nodeKind: words("member", "remote", "ping"),
  infrastructure: words("cluster-infrastructure"),
  knownInfrastructure: except("heartbeat", "openais", "classic openais", "classic openais (with plugin)", "cman"),
  property: except("cluster-infrastructure", ...FORMER_PROPERTIES.split(" ")),
  notIsolated: except("isolation", "isolation-host", "isolation-instance", "isolation-wrapper"),
  operationMeta: except("requires"),
};

const CONTAINER_2 = CONTAINER.replace("@promoted-max:integer?", "@masters:integer?");
const CALENDAR_2 = "@id:ID @hours? @monthdays? @weekdays? @yearsdays? @months? @weeks? @years? @weekyears? @moon?";

const OPERATION_2 = OPERATION.replace("@on-fail", "@requires:requires? @on-fail");

/** What pacemaker-2.10 says otherwise than 3.10. */
export const VERSION_2: Readonly<Record<string, string>> = {
  "cluster_property_set/nvpair": "@id:ID @name @value?",
  "rsc_defaults/meta_attributes": SET,
  "rsc_defaults/meta_attributes/nvpair": "@id:ID @name @value?",
  "op_defaults/meta_attributes/nvpair": "@id:ID @name @value?",
  "primitive/meta_attributes/nvpair": NVPAIR_3,
  "template/meta_attributes/nvpair": NVPAIR_3,
  "op/meta_attributes/nvpair": NVPAIR_3,
  bundle: `@id:ID @description? (${ATTRIBUTES} & (docker | rkt) & network? & storage? & primitive?)`,
  docker: CONTAINER_2,
  rkt: CONTAINER_2,
  network: "@ip-range-start? @control-port:integer? @host-interface? @host-netmask:integer? port-mapping*",
  op: OPERATION_2,
  resource_set:
    "@id-ref:IDREF | @id:ID @sequential:boolean? @require-all:boolean? @ordering:ordering? @action:action? " +
    "@role:role? @score:score? resource_ref+",
  rsc_colocation: `@id:ID (@score:score | @score-attribute | @score-attribute-mangle)? lifetime? ${COLOCATED}`,
  rule:
    "@id-ref:IDREF | @id:ID (@score:score | @score-attribute) @boolean-op:combination? @role? " +
    "(expression | date_expression | rule)+",
  date_expression:
    "@id:ID (@operation:inRange (@start? @end | @start duration) | @operation:greater @start | " +
    "@operation:less @end | @operation:dateSpec date_spec)",
  date_spec: CALENDAR_2,
  duration: CALENDAR_2,
  acl_target: "@id role*",
  acl_group: "@id:ID role*",
  obj_ref: "@id:IDREF",
};

export const TYPES_2: Readonly<Record<string, AttributeType>> = {
  ...TYPES_3,
  comparison: words("string", "number", "version"),
  nodeKind: words("normal", "member", "ping", "remote"),
  onFail: words(...ON_FAIL.filter((word) => word !== "demote")),
  role: words("Stopped", "Started", "Master", "Slave"),
};

const ACCESS = "@id:ID (@tag | @ref:IDREF | @tag @ref:IDREF | @xpath) @attribute?";

/** What pacemaker-1.3 says otherwise than 2.10. */
export const VERSION_1: Readonly<Record<string, string>> = {
  configuration:
    "crm_config & rsc_defaults? & op_defaults? & nodes & resources & constraints & fencing-topology? & acls? & tags?",
  resources: "(primitive | template | group | clone | master)*",
  template: `@id:ID (@class:ocf @provider | @class:templateClass) @type @description? ${PRIMITIVE_REST}`,
  rsc_location: "@id:ID (@rsc:IDREF @role:role? | resource_set+) (@score:score @node | rule+) lifetime?",
  resource_set:
    "@id-ref:IDREF | @id:ID @sequential:boolean? @require-all:boolean? @action:action? @role:role? @score:score? resource_ref+",
  rsc_order: `@id:ID lifetime? @symmetrical:boolean? (@score:score | @kind:kind)? ${ORDERED}`,
  expression: "@id:ID @attribute @operation:operator @value? @type:comparison?",
  "fencing-level": "@id:ID (@target | @target-pattern) @index:positive @devices:devices",
  acls: "(acl_user | acl_role)*",
  acl_user: "@id:ID (role_ref* | (read | write | deny)*)",
  acl_role: "@id:ID (read | write | deny)*",
  role_ref: "@id:IDREF",
  read: ACCESS,
  write: ACCESS,
  deny: ACCESS,
};

export const TYPES_1: Readonly<Record<string, AttributeType>> = {
  ...TYPES_2,
  templateClass: words("lsb", "heartbeat", "stonith", "upstart"),
};
