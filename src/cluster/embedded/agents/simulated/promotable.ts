/**
 * Promotable services whose agents are not known here: a started instance sets a promotion
 * score, the promoted one a higher score, as ocf:pacemaker:Stateful does. A rehearsal can give an instance another score.
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Operation } from "../../engine/state.ts";
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  type SimulatedAgent,
  scoreName,
  setReboot,
  simulatedAgent,
} from "./agent.ts";
import { processKey, type WorldState } from "./world-state.ts";

const SCORES = { unpromoted: "5", promoted: "10" } as const;
/** What a rehearsal says for an instance that sets no score. */
export const NO_SCORE = "none";

/** Agents that are simulated by their own rule, which gives their promotion scores. */
const OWN_RULE: ReadonlySet<string> = new Set(["ocf:heartbeat:galera", "ocf:heartbeat:redis", "ocf:ovn:ovndb-servers"]);

export function hasOwnRule(agent: string): boolean {
  return OWN_RULE.has(agent);
}

/** The key of a chosen score: of a resource everywhere, or on one host. */
export function scoreKey(rsc: string, host: string | undefined): string {
  return host === undefined ? rsc : `${rsc}@${host}`;
}

/** Whether the operation is one on an instance that can be promoted. */
export function isOfPromotable({ attributes }: Operation): boolean {
  return (attributes.CRM_meta_promoted_max ?? attributes.CRM_meta_master_max) !== undefined;
}

function scoreOf(world: WorldState, rsc: string, host: string, promoted: boolean): string | undefined {
  const chosen = world.scores[scoreKey(rsc, host)] ?? world.scores[scoreKey(rsc, undefined)];
  if (chosen === NO_SCORE) return undefined;
  return chosen ?? (promoted ? SCORES.promoted : SCORES.unpromoted);
}

/** The answer, with the score that the instance then has, if that is another one. */
function withScore(call: AgentCall, answer: AgentReply): AgentReply {
  const { operation, world, host, target, view } = call;
  const process = world.processes[processKey(operation.node, operation.rsc.id)];
  const score = process === undefined ? undefined : scoreOf(world, operation.rsc.id, host, process.promoted);
  if (view.attribute(target, scoreName(operation)) === score) return answer;
  return { ...answer, writes: [...(answer.writes ?? []), setReboot(target, scoreName(operation), score)] };
}

function monitor(call: AgentCall): AgentReply {
  if (call.process === undefined) return { rc: Rc.notRunning };
  return withScore(call, { rc: call.process.promoted ? Rc.promoted : Rc.ok });
}

const scored = (call: AgentCall): AgentReply => withScore(call, genericAction(call));

export const promotable: SimulatedAgent = simulatedAgent(
  {},
  { start: scored, promote: scored, demote: scored, stop: scored, monitor },
);
