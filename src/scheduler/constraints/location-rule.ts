/**
 * The rule of a location constraint, judged for every node with that node's attributes and the resource's parameters
 * there; the nodes it holds for get the rule's score, or the one in the node attribute it names. Where the verdict will
 * change by itself, the cluster is told to look again by then. Behaviour: facts of the scheduler §15.
 */
import { dereference } from "../../cib/index.ts";
import { combination, evaluateRule, expandSubmatches } from "../../cib/rule.ts";
import { parseScore } from "../../cib/score.ts";
import { child, type Element, elements, get, idOf, walk } from "../../cib/tree.ts";
import type { Node } from "../model/node.ts";
import { resourceParams } from "../model/params.ts";
import { lookAgainBy } from "../model/read-values.ts";
import type { Resource } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { nodeAttribute } from "../placement/node-attribute.ts";
import { addLocation, probeModeOf } from "./new-location.ts";
import { locationRole } from "./role.ts";

export function unpackLocationRule(
  s: Scheduler,
  constraint: Element,
  written: Element,
  rsc: Resource,
  submatches: readonly string[] | undefined,
): void {
  const rule = dereference(written, s.byId);
  if (rule === undefined) return;
  const role = locationRole(get(rule, "role"));
  const attribute = get(rule, "score-attribute");
  const fixed = attribute === undefined ? parseScore(get(rule, "score"), s.options.health) : 0;
  const combined = combination(rule, s.dialect.rules) !== undefined;
  if (get(rule, "id") === undefined || role === undefined || fixed === undefined || !combined) {
    const lack = role === undefined ? "role" : fixed === undefined ? "score" : combined ? "id" : "boolean-op";
    s.problems.push(`Ignoring location constraint '${idOf(constraint)}' because its rule has no valid ${lack}`);
    return;
  }
  const scoreAttribute = attribute === undefined ? undefined : expandSubmatches(attribute, submatches);

  const usesParameters = asksForParameters(rule) || hasRuledParameters(rsc);
  const nextChange: { at: number | undefined } = { at: undefined };
  const nodes = new Map<Node, number>();
  for (const node of s.nodes) {
    const holds = evaluateRule(rule, {
      now: s.now,
      nodeAttributes: node.attributes,
      ...(usesParameters ? { params: resourceParams(s, rsc, node) } : {}),
      meta: rsc.meta,
      ...(submatches === undefined ? {} : { submatches }),
      byId: s.byId,
      nextChange,
      dialect: s.dialect.rules,
    });
    if (!holds) continue;
    const score = scoreAttribute === undefined ? fixed : attributeScore(s, node, scoreAttribute, rsc);
    if (score !== undefined) nodes.set(node, score);
  }
  addLocation(s, idOf(rule), rsc, role, nodes, probeModeOf(s, constraint));
  if (nextChange.at !== undefined) lookAgainBy(s, nextChange.at);
}

function attributeScore(s: Scheduler, node: Node, name: string, rsc: Resource): number | undefined {
  const text = nodeAttribute(node, name, rsc.meta.get("container-attribute-target"), "current");
  return text === undefined || text === "" ? undefined : parseScore(text, s.options.health);
}

/** Parameters are costly to evaluate for every node, and rules hardly ever ask for them. */
function asksForParameters(rule: Element): boolean {
  for (const e of walk(rule)) {
    if (get(e, "value-source") === "param" || get(e, "id-ref") !== undefined) return true;
  }
  return false;
}

/** Reading parameters with rules of their own, asked for or not, sets the time of the next run. */
function hasRuledParameters(rsc: Resource): boolean {
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    for (const block of elements(at.xml, "instance_attributes")) {
      if (get(block, "id-ref") !== undefined || child(block, "rule") !== undefined) return true;
    }
  }
  return false;
}
