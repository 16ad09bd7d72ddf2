/**
 * The language of pacemaker-4.0, the newest schema. A pattern is named after its element, or after the way to it from an
 * element whose children are of a kind of their own. Source: Pacemaker's RelaxNG schemas; docs/pacemaker, "The CIB".
 */

import { type AttributeType, except, words } from "./attribute-type.ts";

const OPERATORS = ["lt", "gt", "lte", "gte", "eq", "ne", "defined", "not_defined"];
export const CLASSES = ["lsb", "heartbeat", "stonith", "service", "systemd"];
export const ON_FAIL = ["ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"];

const WORDS: Readonly<Record<string, AttributeType>> = {
  action: words("start", "promote", "demote", "stop"),
  agentClass: words(...CLASSES),
  combination: words("or", "and"),
  comparison: words("string", "integer", "number", "version"),
  dateSpec: words("date_spec"),
  discovery: words("always", "never", "exclusive"),
  greater: words("gt"),
  inRange: words("in_range"),
  kind: words("Optional", "Mandatory", "Serialize"),
  less: words("lt"),
  lossPolicy: words("stop", "demote", "fence", "freeze"),
  nodeKind: words("member", "remote"),
  ocf: words("ocf"),
  onFail: words(...ON_FAIL),
  operator: words(...OPERATORS),
  ordering: words("group", "listed"),
  permission: words("read", "write", "deny"),
  requires: words("nothing", "quorum", "fencing", "unfencing"),
  role: words("Stopped", "Started", "Promoted", "Unpromoted", "Master", "Slave"),
  source: words("literal", "param", "meta"),
};

export const SET = "@id-ref:IDREF | @id:ID (rule? & nvpair* & @score:score?)";
export const ATTRIBUTES = "(instance_attributes | meta_attributes)*";
export const CONTAINER =
  "@image @replicas:integer? @replicas-per-host:integer? @promoted-max:integer? @run-command? @network? @options?";
const RULE =
  "@id-ref:IDREF | @id:ID @boolean-op:combination? @role? (@score:score | @score-attribute)? " +
  "(expression | date_expression | rule | rsc_expression | op_expression)+";
export const CALENDAR =
  "@id:ID @years? @months? @monthdays? @hours? @minutes? @seconds? @weekyears? @weeks? @weekdays? @yearsdays?";
const AGENT = "(@class:ocf @provider | @class:agentClass) @type";
export const PRIMITIVE_REST = "((instance_attributes | meta_attributes | utilization)* & operations?)";
export const CLONE = `@id:ID @description? (${ATTRIBUTES} & (primitive | group))`;
export const OPERATION =
  "@id:ID @name @interval @description? (@start-delay | @interval-origin)? @timeout? @enabled:boolean? " +
  `@record-pending:boolean? @role:role? @on-fail:onFail? ${ATTRIBUTES}`;
const ALERT_SETS = "(meta_attributes | instance_attributes)*";
export const WHICH = "((@rsc:IDREF | @rsc-pattern) @role:role? | resource_set+)";
export const COLOCATED =
  "(resource_set+ | @rsc:IDREF @with-rsc:IDREF @node-attribute? @rsc-role:role? @with-rsc-role:role?)";
export const ORDERED = "(resource_set+ | @first:IDREF @then:IDREF @first-action:action? @then-action:action?)";

/** Of pacemaker-4.0. */
export const VERSION_4: Readonly<Record<string, string>> = {
  configuration:
    "crm_config & rsc_defaults? & op_defaults? & nodes & resources & constraints & fencing-topology? & acls? & tags? & alerts?",
  crm_config: "cluster_property_set*",
  rsc_defaults: "meta_attributes*",
  op_defaults: "meta_attributes*",
  cluster_property_set: SET,
  instance_attributes: SET,
  meta_attributes: SET,
  utilization: SET,
  nvpair: "@id-ref:IDREF | @id:ID @name @value",
  "cluster_property_set/nvpair":
    "@id-ref:IDREF | @id:ID (@name:property @value | @name:stonithAction @value:notPoweroff)",
  "meta_attributes/nvpair": "@id-ref:IDREF | @id:ID @name:resourceMeta @value",
  "op/meta_attributes": SET,
  "op/meta_attributes/nvpair": "@id-ref:IDREF | @id:ID @name:operationMeta @value",
  "op_defaults/meta_attributes": SET,
  "op_defaults/meta_attributes/nvpair": "@id-ref:IDREF | @id:ID @name:operationMeta @value",
  "alert/meta_attributes": SET,
  "alert/meta_attributes/nvpair": "@id-ref:IDREF | @id:ID @name @value",
  "recipient/meta_attributes": SET,
  "recipient/meta_attributes/nvpair": "@id-ref:IDREF | @id:ID @name @value",

  nodes: "node*",
  node: "@id @uname @type:nodeKind? @description? @score:score? (instance_attributes | utilization)*",

  resources: "(primitive | template | group | clone | bundle)*",
  primitive: `@id:ID (${AGENT} | @template:IDREF) @description? ${PRIMITIVE_REST}`,
  template: `@id:ID ${AGENT} @description? ${PRIMITIVE_REST}`,
  operations: "@id:ID? @id-ref:IDREF? op*",
  op: OPERATION,
  group: `@id:ID @description? (${ATTRIBUTES} & primitive+)`,
  clone: CLONE,
  bundle: `@id:ID @description? (${ATTRIBUTES} & (docker | podman) & network? & storage? & primitive?)`,
  docker: CONTAINER,
  podman: CONTAINER,
  network:
    "@ip-range-start? @control-port:integer? @host-interface? @host-netmask:integer? @add-host:boolean? port-mapping*",
  "port-mapping": "@id:ID (@port:integer @internal-port:integer? | @range:ports)",
  storage: "storage-mapping*",
  "storage-mapping": "@id:ID (@source-dir | @source-dir-root) @target-dir @options?",

  constraints: "(rsc_location | rsc_colocation | rsc_order | rsc_ticket)*",
  rsc_location: `@id:ID ${WHICH} (@score:score @node | rule) @resource-discovery:discovery?`,
  resource_set:
    "@id-ref:IDREF | @id:ID @sequential:boolean? @require-all:boolean? @ordering:ordering? @action:action? " +
    "@role:role? (@score:score | @kind:kind)? resource_ref+",
  resource_ref: "@id:IDREF",
  rsc_colocation: `@id:ID @score:score? @influence? ${COLOCATED}`,
  rsc_order: `@id:ID @symmetrical:boolean? @require-all:boolean? (@score:score | @kind:kind)? ${ORDERED}`,
  rsc_ticket: "@id:ID (resource_set+ | @rsc:IDREF @rsc-role:role?) @ticket @loss-policy:lossPolicy?",
  rule: RULE,
  expression: "@id:ID @attribute @operation:operator @value? @type:comparison? @value-source:source?",
  date_expression:
    "@id:ID (@operation:inRange (@start | @end | @start @end) duration? | @operation:greater @start | " +
    "@operation:less @end | @operation:dateSpec date_spec)",
  date_spec: `${CALENDAR} @yeardays?`,
  duration: `${CALENDAR} @days? @moon?`,
  rsc_expression: "@id:ID @class? @provider? @type?",
  op_expression: "@id:ID @name @interval?",

  "fencing-topology": "fencing-level*",
  "fencing-level": "@id:ID (@target | @target-pattern | @target-attribute @target-value) @index:level @devices:devices",
  acls: "(acl_target | acl_group | acl_role)*",
  acl_target: "@id @name? role*",
  acl_group: "@id:ID @name? role*",
  role: "@id:IDREF",
  acl_role: "@id:ID @description? acl_permission*",
  acl_permission: "@id:ID @kind:permission (@xpath | @reference:IDREF | @object-type @attribute?) @description?",
  tags: "tag*",
  tag: "@id:ID obj_ref+",
  obj_ref: "@id",
  alerts: "alert*",
  alert: `@id:ID @description? @path (${ALERT_SETS} & select? & recipient*)`,
  recipient: `@id:ID @description? @value ${ALERT_SETS}`,
  select: "select_attributes? & select_fencing? & select_nodes? & select_resources?",
  select_attributes: "attribute*",
  select_fencing: "",
  select_nodes: "",
  select_resources: "",
  attribute: "@id:ID @name",
};

const NEW_PROPERTIES = [
  "crmd-finalization-timeout",
  "crmd-integration-timeout",
  "crmd-transition-delay",
  "remove-after-stop",
];

export const TYPES_4: Readonly<Record<string, AttributeType>> = {
  ...WORDS,
  property: except(...NEW_PROPERTIES, "stonith-action"),
  stonithAction: words("stonith-action"),
  notPoweroff: except("poweroff"),
  resourceMeta: except("restart-type"),
  operationMeta: except("can_fail", "role_after_failure"),
};
