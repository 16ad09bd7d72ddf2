/**
 * What a CIB's configuration is made of, by major version of its schema: Pacemaker tries a document against the schema it
 * names and all later ones, so that of each major version only the last, which takes all that those before it took,
 * decides. Source: the language of Pacemaker's RelaxNG schemas 1.3, 2.10, 3.10 and 4.0; docs/pacemaker, "The CIB".
 *
 * A pattern is named after its element, or after the way to it from an element whose children are of a kind of their own.
 */

import { type AttributeType, except, TYPES, words } from "./attribute-type.ts";
import { parsePattern } from "./notation.ts";
import { type Mentioned, mentioned, type Pattern } from "./pattern.ts";

export type Major = 1 | 2 | 3 | 4;

export interface Content extends Mentioned {
  readonly pattern: Pattern;
}

const OPERATORS = ["lt", "gt", "lte", "gte", "eq", "ne", "defined", "not_defined"];
const CLASSES = ["lsb", "heartbeat", "stonith", "service", "systemd"];
const ON_FAIL = ["ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"];

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

const SET = "@id-ref:IDREF | @id:ID (rule? & nvpair* & @score:score?)";
const ATTRIBUTES = "(instance_attributes | meta_attributes)*";
const CONTAINER =
  "@image @replicas:integer? @replicas-per-host:integer? @promoted-max:integer? @run-command? @network? @options?";
const RULE =
  "@id-ref:IDREF | @id:ID @boolean-op:combination? @role? (@score:score | @score-attribute)? " +
  "(expression | date_expression | rule | rsc_expression | op_expression)+";
const CALENDAR =
  "@id:ID @years? @months? @monthdays? @hours? @minutes? @seconds? @weekyears? @weeks? @weekdays? @yearsdays?";
const AGENT = "(@class:ocf @provider | @class:agentClass) @type";
const PRIMITIVE_REST = "((instance_attributes | meta_attributes | utilization)* & operations?)";
const CLONE = `@id:ID @description? (${ATTRIBUTES} & (primitive | group))`;
const OPERATION =
  "@id:ID @name @interval @description? (@start-delay | @interval-origin)? @timeout? @enabled:boolean? " +
  `@record-pending:boolean? @role:role? @on-fail:onFail? ${ATTRIBUTES}`;
const ALERT_SETS = "(meta_attributes | instance_attributes)*";
const WHICH = "((@rsc:IDREF | @rsc-pattern) @role:role? | resource_set+)";
const COLOCATED = "(resource_set+ | @rsc:IDREF @with-rsc:IDREF @node-attribute? @rsc-role:role? @with-rsc-role:role?)";
const ORDERED = "(resource_set+ | @first:IDREF @then:IDREF @first-action:action? @then-action:action?)";

/** Of pacemaker-4.0. Attributes and elements of one name need not be told apart where all of them take the same. */
const VERSION_4: Readonly<Record<string, string>> = {
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

const TYPES_4: Readonly<Record<string, AttributeType>> = {
  ...WORDS,
  property: except(...NEW_PROPERTIES, "stonith-action"),
  stonithAction: words("stonith-action"),
  notPoweroff: except("poweroff"),
  resourceMeta: except("restart-type"),
  operationMeta: except("can_fail", "role_after_failure"),
};

const CONTAINER_3 = CONTAINER.replace("@promoted-max:integer?", "(@masters:integer | @promoted-max:integer)?");
const NVPAIR_3 = "@id-ref:IDREF @name? | @id:ID @name @value?";

/** What pacemaker-3.10 says otherwise than 4.0. */
const VERSION_3: Readonly<Record<string, string>> = {
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

const TYPES_3: Readonly<Record<string, AttributeType>> = {
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
const VERSION_2: Readonly<Record<string, string>> = {
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

const TYPES_2: Readonly<Record<string, AttributeType>> = {
  ...TYPES_3,
  comparison: words("string", "number", "version"),
  nodeKind: words("normal", "member", "ping", "remote"),
  onFail: words(...ON_FAIL.filter((word) => word !== "demote")),
  role: words("Stopped", "Started", "Master", "Slave"),
};

const ACCESS = "@id:ID (@tag | @ref:IDREF | @tag @ref:IDREF | @xpath) @attribute?";

/** What pacemaker-1.3 says otherwise than 2.10. */
const VERSION_1: Readonly<Record<string, string>> = {
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

const TYPES_1: Readonly<Record<string, AttributeType>> = {
  ...TYPES_2,
  templateClass: words("lsb", "heartbeat", "stonith", "upstart"),
};

/** What may be in elements, by major version. */
export class Grammar {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #types: ReadonlyMap<string, AttributeType>;
  readonly #read = new Map<string, Content | undefined>();

  constructor(texts: Readonly<Record<string, string>>, types: Readonly<Record<string, AttributeType>>) {
    this.#texts = texts;
    this.#types = new Map([...TYPES, ...Object.entries(types)]);
  }

  /** The name of the pattern of an element below one with the pattern `parent`. */
  nameBelow(parent: string, element: string): string {
    const own = `${parent}/${element}`;
    return Object.hasOwn(this.#texts, own) ? own : element;
  }

  content(name: string): Content | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#parse(name));
    return this.#read.get(name);
  }

  #parse(name: string): Content | undefined {
    const text = Object.hasOwn(this.#texts, name) ? this.#texts[name] : undefined;
    if (text === undefined) return undefined;
    const pattern = parsePattern(text, this.#types);
    return { pattern, ...mentioned(pattern) };
  }
}

const texts3 = { ...VERSION_4, ...VERSION_3 };
const texts2 = { ...texts3, ...VERSION_2 };

export const GRAMMARS: Readonly<Record<Major, Grammar>> = {
  4: new Grammar(VERSION_4, TYPES_4),
  3: new Grammar(texts3, TYPES_3),
  2: new Grammar(texts2, TYPES_2),
  1: new Grammar({ ...texts2, ...VERSION_1 }, TYPES_1),
};
