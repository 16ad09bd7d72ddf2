/**
 * Fencing: device after device, level after level, each tried twice, until the node is known to be off. Nothing that
 * ran there may be started elsewhere before. After ten failures in a row the cluster stops trying until something
 * changes. Source: Pacemaker's fencer (levels, `pcmk_reboot_retries`) and controller (`fencing-max-attempts`).
 */

import type { FenceDevice } from "../../../cib/fence-devices.ts";
import { mostFencingAttempts } from "../../../cib/value/fencing-attempts.ts";
import { child } from "../../../cib/xml/tree.ts";
import { fenceDelay, fenceTimeout, fenceTries } from "../../../scheduler/fencer/parameters.ts";
import { deviceRunners } from "../../../scheduler/fencer/runners.ts";
import { deviceFor, type FenceStep, fenceWays } from "../../../scheduler/fencer/ways.ts";
import { setAttribute } from "./attributes.ts";
import { nodeFenced } from "./membership.ts";
import type { Answer, EngineEvent, FenceAttempt } from "./message.ts";
import type { FenceRequest } from "./state.ts";
import type { Turn } from "./step-draft.ts";

/** Who has a node fenced when no person asked for it. */
export const ITSELF = "the scheduler";

export interface FencingOrder {
  readonly target: string;
  readonly action: string;
  readonly actionId: number | undefined;
  readonly request: number | undefined;
  readonly who: string;
}

export function requestFencing(turn: Turn, order: FencingOrder): void {
  const { target, action } = order;
  const plan = fenceWays(turn.cib, target, action);
  turn.tell({
    kind: "fencing",
    target,
    action,
    phase: "requested",
    device: undefined,
    by: undefined,
    reason: order.who,
  });
  const id = turn.nextCallId++;
  const request: FenceRequest = {
    ...order,
    id,
    plan,
    alternative: 0,
    step: 0,
    tries: 0,
    attempt: 0,
    startedAt: turn.now,
  };
  if (plan.length === 0) {
    turn.fences.set(id, request);
    fail(turn, request, "no device can fence it", false);
    return;
  }
  attempt(turn, request);
}

function attempt(turn: Turn, request: FenceRequest): void {
  const step = currentStep(request);
  const device = step && deviceFor(turn.cib, step.device, request.target);
  const by = device && executor(turn, device.id, request.target);
  if (step === undefined || device === undefined || by === undefined) {
    turn.fences.set(request.id, request);
    notDone(turn, request, device === undefined ? "the device is not configured for it" : "no node can run the device");
    return;
  }
  const number = turn.nextCallId++;
  const { parameters } = device;
  const patience =
    fenceDelay(parameters, request.target, step.action) + fenceTimeout(turn.cib, parameters, step.action, turn.seconds);
  turn.fences.set(request.id, { ...request, attempt: number });
  turn.setTimer({ kind: "fence", request: request.id }, turn.now + patience);
  ask(turn, { attempt: number, target: request.target, action: step.action, by }, device);
}

/** Repeats the request of an attempt, which agents may not have received before the engine was killed. */
export function resumeFencing(turn: Turn, request: FenceRequest): void {
  const step = currentStep(request);
  const device = step && deviceFor(turn.cib, step.device, request.target);
  const by = device && executor(turn, device.id, request.target);
  if (step === undefined || device === undefined || by === undefined) {
    notDone(turn, request, "the device is gone");
    return;
  }
  ask(turn, { attempt: request.attempt, target: request.target, action: step.action, by }, device);
}

type Asked = Pick<FenceAttempt, "attempt" | "target" | "action" | "by">;

function ask(turn: Turn, asked: Asked, { id, type, parameters }: FenceDevice): void {
  turn.effects.push({ kind: "fence", attempt: { ...asked, device: id, type, parameters } });
}

function currentStep(request: FenceRequest): FenceStep | undefined {
  return request.plan[request.alternative]?.[request.step];
}

/** A member that can run the device, other than the target; the target itself only when it is the sole member. */
function executor(turn: Turn, device: string, target: string): string | undefined {
  const members = new Set(turn.members().map(({ name }) => name));
  const able = (deviceRunners(turn.cib, turn.seconds).get(device) ?? []).filter(
    ({ node, score }) => score >= 0 && members.has(node),
  );
  const other = able.find(({ node }) => node !== target);
  return (other ?? (members.size === 1 ? able[0] : undefined))?.node;
}

export function fenceAnswered(turn: Turn, attemptNumber: number, ok: boolean, reason: string, by: string): void {
  const request = [...turn.fences.values()].find((r) => r.attempt === attemptNumber);
  if (request === undefined) return;
  turn.clearTimer({ kind: "fence", request: request.id });
  const step = currentStep(request) as FenceStep;
  turn.tell({
    kind: "fence-attempt",
    target: request.target,
    action: step.action,
    device: step.device,
    level: step.level,
    ok,
    reason: ok ? undefined : reason,
  });
  if (!ok) {
    const tries = request.tries + 1;
    const device = deviceFor(turn.cib, step.device, request.target);
    if (tries < fenceTries(device?.parameters ?? {}, step.action)) attempt(turn, { ...request, tries });
    else notDone(turn, request, reason, by);
    return;
  }
  proceed(turn, request, step.device, by);
}

function proceed(turn: Turn, request: FenceRequest, device: string, by: string): void {
  const steps = request.plan[request.alternative] ?? [];
  if (request.step + 1 < steps.length) attempt(turn, { ...request, step: request.step + 1, tries: 0 });
  else succeed(turn, request, device, by);
}

/** A step could not be done. The node is off before it is switched on again, so that the latter may fail. */
function notDone(turn: Turn, request: FenceRequest, reason: string, by = ""): void {
  const step = currentStep(request);
  if (step?.action === "on" && request.action === "reboot") proceed(turn, request, step.device, by);
  else next(turn, request, reason);
}

export function fenceTimedOut(turn: Turn, id: number): void {
  const request = turn.fences.get(id);
  turn.clearTimer({ kind: "fence", request: id });
  if (request !== undefined) fenceAnswered(turn, request.attempt, false, "the device did not answer in time", "");
}

/** The alternative failed: the next one, or the request has. */
function next(turn: Turn, request: FenceRequest, reason: string): void {
  if (request.alternative + 1 < request.plan.length)
    attempt(turn, { ...request, alternative: request.alternative + 1, step: 0, tries: 0 });
  else fail(turn, request, reason, true);
}

function succeed(turn: Turn, request: FenceRequest, device: string, by: string): void {
  turn.fences.delete(request.id);
  turn.fenceFailures.delete(request.target);
  turn.tell({
    kind: "fencing",
    target: request.target,
    action: request.action,
    phase: "succeeded",
    device,
    by,
    reason: undefined,
  });
  if (request.action === "on") {
    setAttribute(turn, request.target, "#node-unfenced", String(turn.seconds));
  } else nodeFenced(turn, request.target);
  if (request.actionId !== undefined && turn.run !== undefined) turn.endAction(request.actionId, "done");
  else turn.abort(`${request.target} was fenced`);
  turn.reply(request.request, { kind: "done" });
}

/** As Pacemaker's fencer calls what a person has done. */
const BY_HAND = "manual_ack";

/** Ends every request for the node as if a device had switched it off. Refused for a member, which is not off. */
export function takeAsOff(turn: Turn, event: Extract<EngineEvent, { kind: "confirm-off" }>): void {
  const { target, request, who } = event;
  const refused = refusalOf(turn, target);
  if (refused !== undefined) {
    turn.reply(request, { kind: "refused", ...refused });
    return;
  }
  const waiting = [...turn.fences.values()].filter((r) => r.target === target && r.action !== "on");
  for (const one of waiting) {
    turn.clearTimer({ kind: "fence", request: one.id });
    succeed(turn, one, BY_HAND, who);
  }
  if (waiting.length === 0) succeed(turn, { ...NOT_ASKED, target, startedAt: turn.now, who }, BY_HAND, who);
  turn.reply(request, { kind: "done" });
}

type Refusal = Pick<Extract<Answer, { kind: "refused" }>, "code" | "message">;

function refusalOf(turn: Turn, target: string): Refusal | undefined {
  if (!turn.nodes.has(target)) return { code: "missing", message: `there is no node ${target}` };
  if (!turn.members().some(({ name }) => name === target)) return undefined;
  return { code: "unsafe", message: `${target} is a member of the cluster, so it is not off` };
}

/** A fencing that no one asked the cluster for. */
const NOT_ASKED = {
  ...{ id: -1, action: "off", actionId: undefined, request: undefined },
  ...{ plan: [], alternative: 0, step: 0, tries: 0, attempt: 0 },
} as const;

function fail(turn: Turn, request: FenceRequest, reason: string, retry: boolean): void {
  turn.fences.delete(request.id);
  turn.tell({
    kind: "fencing",
    target: request.target,
    action: request.action,
    phase: "failed",
    device: undefined,
    by: undefined,
    reason,
  });
  if (request.actionId !== undefined) turn.endAction(request.actionId, "failed");
  turn.reply(request.request, {
    kind: "refused",
    code: "failed",
    message: `${request.target} could not be fenced: ${reason}`,
  });
  // What a person asked for does not count.
  if (request.actionId === undefined) return;
  const failures = (turn.fenceFailures.get(request.target) ?? 0) + 1;
  turn.fenceFailures.set(request.target, failures);
  if (retry && failures < mostFencingAttempts(child(turn.cib, "configuration"), turn.seconds))
    turn.abort(`fencing of ${request.target} failed`);
  else turn.giveUp(`fencing of ${request.target} failed ${failures} times`);
}
