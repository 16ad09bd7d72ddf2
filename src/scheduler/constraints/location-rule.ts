/**
 * The rule of a location constraint, judged for every node with that node's attributes and the resource's parameters
 * there; the nodes it holds for get the rule's score, or the one in the node attribute it names. Where the verdict will
 * change by itself, the next run is due by then.
 * Behaviour: docs/pacemaker/location.md#rules-in-locations.
 */
import { dereference, type IndexById } from "../../cib/value/element-index.ts";
import { combination, evaluateRule, expandSubmatches, type RuleContext } from "../../cib/value/rule.ts";
import type { RuleDialect } from "../../cib/value/rule-dialect.ts";
import { addScores, MINUS_INFINITY, parseScore } from "../../cib/value/score.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { addLocation, probeModeOf } from "../model/new-location.ts";
import { nodeAttribute } from "../model/node-attribute.ts";
import { resourceParams } from "../model/params.ts";
import { lookAgainBy, PLAIN_PAIRS } from "../model/read-values.ts";
import type { Node, Resource } from "../model/types.ts";
import { ruleRole } from "./role.ts";

/**
 * Notes the location that the rule `written` gives `rsc`. `submatches` are those of the constraint's `rsc-pattern`, if
 * it has one. A rule without a valid role, score, id or operator is ignored and noted in `s.problems`.
 */
export function unpackLocationRule(
  s: ClusterModel,
  constraint: Element,
  written: Element,
  rsc: Resource,
  submatches: readonly string[] | undefined,
): void {
  const rule = dereference(written, s.byId);
  if (rule === undefined) return;
  const role = ruleRole(s, get(rule, "role"));
  const attribute = get(rule, "score-attribute");
  const given = attribute === undefined ? parseScore(get(rule, "score"), s.options.health) : 0;
  const fixed = given ?? (s.dialect.ignoresInvalidConstraints ? undefined : 0);
  const combined = combination(rule, s.dialect.rules);
  if (get(rule, "id") === undefined || role === undefined || fixed === undefined || combined === undefined) {
    const lack =
      role === undefined ? "role" : fixed === undefined ? "score" : combined === undefined ? "boolean-op" : "id";
    s.problems.push(`Ignoring location constraint '${idOf(constraint)}' because its rule has no valid ${lack}`);
    return;
  }
  const addsToBase = combined === "or" && !s.dialect.ruleScoresStandAlone;
  const scoreAttribute = attribute === undefined ? undefined : expandSubmatches(attribute, submatches);

  const context = new NodeContext(s, rsc, submatches);
  const readsParameters = hasRuledParameters(s, rsc);
  const nodes = new Map<Node, number>();
  for (const node of s.nodes) {
    context.node = node;
    if (readsParameters) resourceParams(s, rsc, node);
    if (!evaluateRule(rule, context)) continue;
    const score = scoreAttribute === undefined ? fixed : attributeScore(s, node, scoreAttribute, rsc);
    if (score !== undefined) nodes.set(node, addsToBase ? addScores(node.score, score) : score);
  }
  addLocation(s, { id: idOf(rule), rsc, role, nodes, probeMode: probeModeOf(s, constraint) });
  const changesAt = context.nextChange.at;
  if (changesAt !== undefined) lookAgainBy(s, changesAt);
}

function attributeScore(s: ClusterModel, node: Node, name: string, rsc: Resource): number | undefined {
  const text = nodeAttribute(node, name, rsc.meta.get("container-attribute-target"), "current");
  if (s.dialect.scoreAttributeOptional)
    return text === undefined || text === "" ? undefined : parseScore(text, s.options.health);
  return text === undefined ? MINUS_INFINITY : (parseScore(text, s.options.health) ?? 0);
}

/** The facts a rule may use, for one node after the other. */
class NodeContext implements RuleContext {
  readonly now: number;
  readonly meta: ReadonlyMap<string, string> | undefined;
  readonly submatches: readonly string[] | undefined;
  readonly byId: IndexById;
  readonly nextChange: { at: number | undefined } = { at: undefined };
  readonly dialect: RuleDialect;
  node: Node | undefined;
  readonly #s: ClusterModel;
  readonly #rsc: Resource;
  /** Whether `value-source` finds parameters and meta-attributes. */
  readonly #sourced: boolean;

  constructor(s: ClusterModel, rsc: Resource, submatches: readonly string[] | undefined) {
    this.now = s.now;
    this.#sourced = s.dialect.sourcesInAllLocations || submatches !== undefined;
    this.meta = this.#sourced ? rsc.meta : undefined;
    this.submatches = submatches;
    this.byId = s.byId;
    this.dialect = s.dialect.rules;
    this.#s = s;
    this.#rsc = rsc;
  }

  get nodeAttributes(): ReadonlyMap<string, string> | undefined {
    return this.node?.attributes;
  }

  /** Costly to evaluate for every node, and rules rarely ask for them. */
  get params(): ReadonlyMap<string, string> | undefined {
    return this.#sourced ? resourceParams(this.#s, this.#rsc, this.node) : undefined;
  }
}

/** Reading parameters with rules of their own, asked for or not, sets the time of the next run. */
function hasRuledParameters(s: ClusterModel, rsc: Resource): boolean {
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    if (s.elementCache.of(PLAIN_PAIRS.instance_attributes, at.xml) === "depends") return true;
  }
  return false;
}
