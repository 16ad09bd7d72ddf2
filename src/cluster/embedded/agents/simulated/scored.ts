/**
 * Promotable services whose agents work promotion scores out from the state of the data: what they write follows from
 * where instances run once the action has ended. A rehearsal can give an instance another score.
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  reachable,
  type SimulatedAgent,
  simulatedAgent,
} from "./agent.ts";
import { isIll, isInStep } from "./in-step.ts";
import { NO_SCORE, scoreKey } from "./promotable.ts";
import { type Process, processesOf, processKey } from "./world-state.ts";

export interface Rule {
  /** Milliseconds, of the actions that take their time. */
  readonly durations: Readonly<Record<string, number>>;
  /** What the agent writes when an action went well; `process` is what runs then. Repeated values are left out. */
  readonly writes: (call: AgentCall) => readonly Write[];
  /** Why an action fails, if it does. */
  readonly refuses?: (call: AgentCall) => AgentReply | undefined;
  /** Demotion stops the service, and has nothing to do where that is down. */
  readonly demotesByStopping?: boolean;
  /** What changes on the machine's disk when an action went well. */
  readonly remembers?: (call: AgentCall) => void;
}

const TELLING = ["start", "promote", "demote", "stop", "monitor", "notify"] as const;

export function scoredAgent(rule: Rule): SimulatedAgent {
  const act = (call: AgentCall): AgentReply => {
    const refusal = rule.refuses?.(call);
    if (refusal !== undefined) return refusal;
    const isDown = call.operation.task === "demote" && call.process === undefined;
    const answer = isDown && rule.demotesByStopping === true ? { rc: Rc.ok } : genericAction(call);
    if (answer.rc !== Rc.ok && answer.rc !== Rc.promoted) return answer;
    const { operation, world, view } = call;
    const process = world.processes[processKey(operation.node, operation.rsc.id)];
    const after = { ...call, process };
    rule.remembers?.(after);
    // A notification tells those who run, and nothing of one that has ended.
    if (operation.task === "notify" && process === undefined) return answer;
    const changed = (w: Write): boolean => w.kind === "property" || view.attribute(w.node, w.name) !== w.value;
    return { ...answer, writes: rule.writes(after).filter(changed) };
  };
  return simulatedAgent(rule.durations, Object.fromEntries(TELLING.map((task) => [task, act])));
}

/** The instances on machines that the others reach. */
export const instancesUp = ({ world, operation }: AgentCall): Process[] =>
  processesOf(world, operation.rsc.id).filter((p) => reachable(world, p.host));

export const others = (call: AgentCall): Process[] => instancesUp(call).filter(({ host }) => host !== call.host);

export const hasData = ({ world, now }: AgentCall, process: Process): boolean =>
  isInStep(process, now) && !isIll(world, process);

/** The score that the agent's rule gives, unless a rehearsal chose one. */
export function scoreFor(
  { world, operation }: AgentCall,
  host: string,
  byRule: string | undefined,
): string | undefined {
  const chosen = world.scores[scoreKey(operation.rsc.id, host)] ?? world.scores[scoreKey(operation.rsc.id, undefined)];
  return chosen === NO_SCORE ? undefined : (chosen ?? byRule);
}
