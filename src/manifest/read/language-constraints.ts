/** The constraints section: location, colocation and order constraints. */
import * as type from "./field-types.ts";
import { described, located, oneOf, type Read, record } from "./shape.ts";

const constrained = described(located(type.name), "Service, or id of a resource.", { example: "galera" });

const location = record(
  "a location constraint",
  { resource: constrained },
  {
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "prefer-a" }),
    node: described(located(type.nodeName), "Node that the score is for. Either this or attribute.", {
      example: "controller-0",
    }),
    attribute: described(type.name, "Node attribute that a rule tests. Either this or node.", { example: "rack" }),
    value: described(type.text, "Value that the attribute is compared with.", { example: "r1" }),
    operation: described(
      oneOf("eq", "ne", "lt", "gt", "lte", "gte", "defined", "not_defined"),
      "How the attribute is compared. Default: eq with a value, defined without.",
      { example: "ne" },
    ),
    score: described(
      type.score,
      "How much the node is preferred, or avoided when negative. Default: INFINITY with node, 0 with attribute.",
      { example: 100 },
    ),
    discovery: described(
      oneOf("always", "never", "exclusive"),
      "Where Pacemaker probes the resource (resource-discovery); exclusive also keeps it from all other nodes. Default: Pacemaker's own, always.",
      { example: "exclusive" },
    ),
  },
);

const role = oneOf("Started", "Promoted", "Unpromoted");

const colocation = record(
  "a colocation constraint",
  {
    resource: described(located(type.name), "Service or id of the resource that depends.", { example: "web" }),
    with: described(located(type.name), "Service or id of the resource that is placed first.", { example: "storage" }),
  },
  {
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "web-on-storage" }),
    score: described(type.score, "How much they belong together, or apart when negative.", {
      default: "INFINITY",
      example: -100,
    }),
    role: described(role, "Role of the resource that the constraint is about. Default: any.", { example: "Promoted" }),
    "with-role": described(role, "Role of the other resource. Default: any.", { example: "Promoted" }),
    influence: described(
      type.boolean,
      "Whether the resource that depends has a say in where the other is placed. Default: its meta attribute critical, which is true.",
      { example: false },
    ),
  },
);

const action = oneOf("start", "stop", "promote", "demote");

const order = record(
  "an order constraint",
  {
    first: described(located(type.name), "Service or id of the resource whose action comes first.", {
      example: "storage",
    }),
    // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
    then: described(located(type.name), "Service or id of the resource whose action comes after it.", {
      example: "web",
    }),
  },
  {
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "storage-then-web" }),
    "first-action": described(action, "Action of the first resource.", { default: "start", example: "promote" }),
    "then-action": described(action, "Action of the other resource.", { default: "start", example: "promote" }),
    kind: described(
      oneOf("Mandatory", "Optional", "Serialize"),
      "Mandatory: always. Optional: only when both happen in one transition. Serialize: never at the same time.",
      { default: "Mandatory", example: "Optional" },
    ),
    symmetrical: described(
      type.boolean,
      "Whether stopping goes in the opposite order. Default: true, except for Serialize.",
      { example: false },
    ),
    "require-all": described(
      type.boolean,
      "Whether all instances of a first clone or bundle must be active, or one is enough. Default: Pacemaker's own, true.",
      { example: false },
    ),
  },
);

export const constraint = record(
  "a constraint",
  {},
  {
    location: described(location, "Where a resource may run, or would rather run.", {
      example: { resource: "web", node: "controller-0", score: 50 },
    }),
    colocation: described(colocation, "Which resource runs where another does.", {
      example: { resource: "web", with: "storage" },
    }),
    order: described(order, "Which resource is started before another."),
  },
);

export type DeclaredConstraint = Read<typeof constraint>;
