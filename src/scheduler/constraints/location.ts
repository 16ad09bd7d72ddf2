/**
 * Location constraints: one resource, a set, a template or tag, or all resources whose id matches a pattern; on one
 * node with a score, or wherever a rule holds.
 * Behaviour: docs/pacemaker/location.md#nodes-and-scores.
 */
import { dereference } from "../../cib/value/element-index.ts";
import { parseScore } from "../../cib/value/score.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { findNode } from "../model/lookup.ts";
import { addLocation, probeModeOf } from "../model/new-location.ts";
import type { Resource } from "../model/types.ts";
import { expandReferences } from "./expand.ts";
import { unpackLocationRule } from "./location-rule.ts";
import { parsePattern } from "./pattern.ts";
import { findConstraintResource, referencedResource } from "./reference.ts";
import { locationRole } from "./role.ts";

export { newLocation } from "../model/new-location.ts";

/** Notes the locations of one `rsc_location`, resource by resource. A missing resource is noted in `s.problems`. */
export function unpackLocation(s: ClusterModel, constraint: Element): void {
  const expansion = expandReferences(s, constraint, [{ name: "rsc", qualifier: "role", qualifierInSet: "role" }]);
  if (!expansion.ok) return;
  const sets = elements(expansion.xml, "resource_set");
  for (const written of sets) {
    const set = dereference(written, s.byId);
    if (set === undefined || !unpackSet(s, expansion.xml, set)) return;
  }
  if (sets.length === 0) unpackSimple(s, constraint);
}

/** False when a member is missing, which ends the reading of the constraint. */
function unpackSet(s: ClusterModel, constraint: Element, set: Element): boolean {
  for (const ref of elements(set, "resource_ref")) {
    const rsc = referencedResource(s, set, ref);
    if (rsc === undefined) return false;
    unpackFor(s, constraint, rsc, { role: get(set, "role"), score: get(set, "score") });
  }
  return true;
}

function unpackSimple(s: ClusterModel, constraint: Element): void {
  const id = get(constraint, "rsc");
  if (id !== undefined) {
    const rsc = findConstraintResource(s, id);
    if (rsc === undefined)
      s.problems.push(`Ignoring constraint '${idOf(constraint)}' because resource '${id}' does not exist`);
    else unpackFor(s, constraint, rsc, {});
  }

  const text = get(constraint, "rsc-pattern");
  if (text === undefined) return;
  const pattern = parsePattern(text);
  if (pattern === undefined) {
    s.problems.push(`Ignoring constraint '${idOf(constraint)}' because rsc-pattern has invalid value '${text}'`);
    return;
  }
  for (const rsc of s.resources) {
    const submatches = pattern.match(rsc.id);
    if (submatches === undefined && pattern.inverted) unpackFor(s, constraint, rsc, {});
    else if (submatches !== undefined && !pattern.inverted) unpackFor(s, constraint, rsc, { submatches });
  }
}

interface Particulars {
  /** What the set the resource is in says, over what the constraint says. */
  readonly role?: string | undefined;
  readonly score?: string | undefined;
  readonly submatches?: readonly string[];
}

function unpackFor(s: ClusterModel, constraint: Element, rsc: Resource, particulars: Particulars): void {
  const id = idOf(constraint);
  const nodeName = get(constraint, "node");
  const scoreText = particulars.score ?? get(constraint, "score");
  if (nodeName === undefined || scoreText === undefined) {
    const rule = child(constraint, "rule");
    if (rule !== undefined) unpackLocationRule(s, constraint, rule, rsc, particulars.submatches);
    return;
  }

  const node = findNode(s, nodeName);
  if (node === undefined) return;
  const score = parseScore(scoreText, s.options.health) ?? (s.dialect.ignoresInvalidConstraints ? undefined : 0);
  if (score === undefined) {
    s.problems.push(`Ignoring location constraint ${id} because '${scoreText}' is not a valid score`);
    return;
  }
  const roleText = particulars.role ?? get(constraint, "role");
  const role = locationRole(s, roleText);
  if (role === undefined) {
    s.problems.push(`Ignoring location constraint ${id} because '${roleText}' is not a valid role`);
    return;
  }
  addLocation(s, { id, rsc, role, nodes: new Map([[node, score]]), probeMode: probeModeOf(s, constraint) });
}
