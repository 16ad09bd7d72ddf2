/**
 * Which instances will be promoted once what a change starts has started: the transition itself cannot say, since agents
 * set their promotion scores only when they run. Where an agent's rule is known, its scores are put into a simulated
 * status, and the scheduler is asked again. Source: the agents of resource-agents 4.12, ocf:ovn:ovndb-servers, and
 * ocf:pacemaker:Stateful of Pacemaker 2.1.5.
 */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { child, type Element, get, walk } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { primitivesOf, promotedMax, runningRole } from "../../scheduler/model/roles.ts";
import type { Moment } from "../../scheduler/reading.ts";
import { type Schedule, schedule } from "../../scheduler/schedule.ts";
import { childDrafts, draftOf, finished } from "../../scheduler/simulation/draft.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import { setTransientAttribute } from "../../scheduler/simulation/node-state.ts";
import type { PromotedNext } from "./document.ts";

interface Rule {
  /** The score of a started instance that is not promoted. */
  readonly score: string;
  /** With this parameter, only the node that the property names sets a score, if it names one. */
  readonly last?: { readonly parameter: string; readonly property: string };
}

const RULES: ReadonlyMap<string, Rule> = new Map([
  ["ocf:heartbeat:redis", { score: "1", last: { parameter: "wait_last_known_master", property: "redis_REPL_INFO" } }],
  ["ocf:ovn:ovndb-servers", { score: "5" }],
  ["ocf:pacemaker:Stateful", { score: "5" }],
]);

const ruleOf = (p: ReadonlyPrimitive): Rule | undefined => RULES.get(`${p.standard}:${p.provider ?? ""}:${p.type}`);

/** Instances that start now, of promotables of which none is or will be promoted. */
function candidates({ model }: Schedule): ReadonlyPrimitive[] {
  return model.resources
    .map((rsc) => topOf(rsc))
    .filter((top) => promotedMax(top) > 0)
    .flatMap((top) => {
      const parts = primitivesOf(top).filter((p) => ruleOf(p) !== undefined);
      const isOrWillBe = parts.some((p) => p.role === Role.promoted || p.nextRole === Role.promoted);
      return isOrWillBe ? [] : parts.filter((p) => runningRole(p) < Role.started && p.nextRole >= Role.started);
    });
}

/** The node whose attribute holds the score of an instance. */
function holderOf(p: ReadonlyPrimitive): ReadonlyNode | undefined {
  const [node] = p.active;
  const onHost = p.meta.get("container-attribute-target")?.toLowerCase() === "host";
  return node?.kind === "guest" && onHost ? node.connection?.launcher?.active[0] : node;
}

/** The status with the scores that the agents set once they run. */
function withScores(cib: Element, started: ReadonlyModel, ids: ReadonlySet<string>): Element {
  const draft = draftOf(cib);
  const states = childDrafts(draft, "status").flatMap((status) => childDrafts(status, "node_state"));
  for (const p of started.resources.flatMap((rsc) => primitivesOf(rsc))) {
    const [rule, holder] = [ruleOf(p), holderOf(p)];
    const state = states.find((s) => s.attributes.get("uname") === holder?.name);
    if (rule === undefined || holder === undefined || state === undefined || !ids.has(withoutInstanceNumber(p.id)))
      continue;
    const { parameter, property } = rule.last ?? {};
    const isAsked = walk(p.xml).some((e) => get(e, "name") === parameter && parseBoolean(get(e, "value")) === true);
    const last = isAsked ? clusterProperty(cib, property ?? "") : undefined;
    if (last === undefined || last === holder.name)
      setTransientAttribute(state, `master-${withoutInstanceNumber(p.id)}`, rule.score);
  }
  return finished(draft);
}

/**
 * @param cib what was scheduled
 * @param starting ids of what the change starts
 */
export function readPromotedNext(
  cib: Element,
  run: Schedule,
  moment: Moment,
  starting: ReadonlySet<string>,
): PromotedNext[] {
  const ids = new Set(candidates(run).flatMap((p) => (starting.has(p.id) ? [withoutInstanceNumber(p.id)] : [])));
  if (ids.size === 0 || child(cib, "status") === undefined) return [];
  const executed = executeTransition(cib, run, { clock: moment.now }, () => undefined).cib;
  const started = schedule(executed, moment).model;
  const { model } = schedule(withScores(executed, started, ids), moment);
  return model.resources
    .flatMap((rsc) => primitivesOf(rsc))
    .filter((p) => ids.has(withoutInstanceNumber(p.id)) && p.nextRole === Role.promoted)
    .map((p) => ({ resource: p.id, node: holderOf(p)?.name ?? p.active[0]?.name ?? "" }));
}
