/** Location constraints: of a resource, a pattern or sets; on a node, by a rule, or by the value of a node attribute. */
import { child, type Element, get } from "../../cib/xml/tree.ts";
import * as type from "../read/field-types.ts";
import { described, located, mapped, oneOf, record } from "../read/shape.ts";
import { normalRole, normalScore } from "./normal.ts";
import { plainMap } from "./plain.ts";
import { nameOfSets, resourceSets, setDrafts, usually, writeResourceSets } from "./resource-sets.ts";
import { ruleDraft, ruleShape, writeRuleValue } from "./rule.ts";
import { quoted } from "./rule-tokens.ts";
import { Build, type Owner, type Word } from "./word.ts";

const fields = record(
  "a location constraint",
  {},
  {
    resource: described(located(type.name), "Service, or id of a resource. Either this, pattern or sets.", {
      example: "galera",
    }),
    pattern: described(type.text, "Regular expression that the ids of resources match.", { example: "web-.*" }),
    sets: described(resourceSets, "Sets of resources.", { example: [["web", "storage"]] }),
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "prefer-a" }),
    node: described(located(type.nodeName), "Node that the score is for. Either this, rule or attribute.", {
      example: "controller-0",
    }),
    rule: described(ruleShape, "Conditions, of nodes and of dates, under which the score counts.", {
      example: "#kind ne remote and not_defined standby-site",
    }),
    attribute: described(located(type.settingName), "Node attribute that a rule tests.", { example: "rack" }),
    value: described(type.text, "Value that the attribute is compared with.", { example: "r1" }),
    operation: described(
      oneOf("eq", "ne", "lt", "gt", "lte", "gte", "defined", "not_defined"),
      "How the attribute is compared. Default: eq with a value, defined without.",
      { example: "ne" },
    ),
    score: described(
      type.score,
      "How much the node is preferred, or avoided when negative. Default: INFINITY with node or rule, 0 with attribute.",
      { example: 100 },
    ),
    "score-attribute": described(type.settingName, "Node attribute whose value is the score, in place of score.", {
      example: "pingd",
    }),
    role: described(
      oneOf("Started", "Stopped", "Promoted", "Unpromoted"),
      "Role of the resource that the constraint is about. Default: any.",
      { example: "Promoted" },
    ),
    discovery: described(
      oneOf("always", "never", "exclusive"),
      "Where Pacemaker probes the resource (resource-discovery); exclusive also keeps it from all other nodes. Default: Pacemaker's own, always.",
      { example: "exclusive" },
    ),
  },
);

type Said = NonNullable<ReturnType<typeof fields.read>>;

function draft(said: Said, owner: Owner) {
  const resource = said.resource && (owner.idOf?.(said.resource.value) ?? said.resource.value);
  const subject = resource ?? said.pattern?.replace(/[^A-Za-z0-9_.-]/g, "") ?? "";
  const named = said.sets === undefined ? `location-${subject}` : nameOfSets("rsc_location", said.sets);
  const score = said["score-attribute"] === undefined ? (said.score ?? (said.attribute ? "0" : "INFINITY")) : undefined;
  const id = said.id ?? `${named}${said.node === undefined ? "" : `-${said.node.value}-${score}`}`;
  const build = new Build({ ...owner, id });
  build.set("rsc", resource, said.resource?.at);
  build.set("rsc-pattern", said.pattern);
  if (said.sets !== undefined) build.children.push(...setDrafts(said.sets, { ...owner, id }));
  build.set("resource-discovery", said.discovery);
  if (said.node !== undefined) {
    build.set("node", said.node.value, said.node.at);
    build.set("score", score);
    build.set("role", said.role, said.keys.get("role"));
    return build.draft("rsc_location");
  }
  const of = { ...owner, id: `${id}-rule` };
  const made = said.rule?.(of) ?? ruleDraft(of, expression(said));
  const rule = new Build(of);
  for (const [name, setting] of made.attributes) rule.attributes.set(name, setting);
  if (made.attributes.has("id-ref")) rule.attributes.delete("id");
  else {
    if (!made.attributes.has("score") && !made.attributes.has("score-attribute")) rule.set("score", score);
    rule.set("score-attribute", said["score-attribute"]);
    rule.set("role", said.role);
  }
  build.children.push({ ...rule.draft("rule"), children: made.children });
  return build.draft("rsc_location");
}

function expression({ attribute, value, operation }: Said): string {
  const name = quoted(attribute?.value ?? "");
  const how = operation ?? (value === undefined ? "defined" : "eq");
  return how.endsWith("defined") ? `${how} ${name}` : `${name} ${how} ${quoted(value ?? "")}`;
}

export const location: Word = {
  shape: mapped(fields, (said, at, problems) => {
    for (const keys of [
      ["resource", "pattern", "sets"],
      ["node", "rule", "attribute"],
    ]) {
      const found = keys.filter((key) => said.keys.has(key));
      if (found.length === 1) continue;
      const all = `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}`;
      const seen = found.length === 0 ? "none" : found.join(" and ");
      problems.add("missing-key", at, `expected one of the keys ${all} in a location constraint, found ${seen}`);
      return undefined;
    }
    const attribute = said.keys.get("score-attribute");
    if (said.node !== undefined && attribute !== undefined) {
      problems.add(
        "misplaced-key",
        attribute,
        'the key "score-attribute" does not apply: the score for a node is a number',
      );
      return undefined;
    }
    return (owner: Owner) => draft(said, owner);
  }),
  write(e: Element, surroundings) {
    const rule = child(e, "rule");
    const scored = rule ?? e;
    return plainMap({
      resource: get(e, "rsc"),
      pattern: get(e, "rsc-pattern"),
      sets: writeResourceSets(e, surroundings),
      node: get(e, "node"),
      rule: rule && writeRuleValue(rule, surroundings, ["score", "score-attribute", "role"]),
      score: usually(scored, "score", normalScore, "INFINITY"),
      "score-attribute": get(scored, "score-attribute"),
      role: usually(scored, "role", normalRole),
      discovery: get(e, "resource-discovery"),
    });
  },
};
