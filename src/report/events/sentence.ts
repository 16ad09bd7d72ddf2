/**
 * An event as a sentence, for `holdfast up`, `holdfast events` on a terminal, and the stories under test/stories. Returns
 * undefined for routine events.
 */

import { exitText } from "../exit-text.ts";
import type { ClusterEvent, ClusterEventBody, OperationEvent } from "./event.ts";

const DONE: ReadonlyMap<string, string> = new Map<string, string>([
  ["start", "started"],
  ["stop", "stopped"],
  ["promote", "promoted"],
  ["demote", "demoted"],
  ["migrate_to", "migrated away"],
  ["migrate_from", "migrated here"],
  ["reload", "reloaded"],
  ["reload-agent", "reloaded"],
]);

export function sentence({ event }: Pick<ClusterEvent, "event">): string | undefined {
  switch (event.kind) {
    case "configuration":
      return `configuration ${event.version} by ${event.who}: ${event.why}`;
    case "node":
      return nodeSentence(event);
    case "guest":
      if (event.up) return `${event.node} is up on ${event.host}`;
      return event.lost ? `${event.node} on ${event.host} is lost` : `${event.node} on ${event.host} is down`;
    case "quorum":
      return event.after
        ? `quorum: ${event.online} of ${event.of} nodes`
        : `no quorum: ${event.online} of ${event.of} nodes`;
    case "dc":
      return event.after === undefined ? "no DC" : `${event.after} is the DC`;
    case "attribute":
      return attributeSentence(event);
    case "property":
      return `property ${event.name} is now ${event.after}`;
    case "transition":
      return transitionSentence(event);
    case "begun":
      return undefined;
    case "operation":
      return operationSentence(event);
    case "fencing":
      return fencingSentence(event);
    case "fence-attempt":
      return attemptSentence(event);
    case "cleanup":
      return `${event.who} cleaned up failures${event.rsc === undefined ? "" : ` of ${event.rsc}`}${event.node === undefined ? "" : ` on ${event.node}`}`;
    case "fault":
      return `fault: ${event.text}`;
    case "problem":
      return `the scheduler fails, no actions until the cluster changes: ${event.text}`;
    case "engine":
      if (event.phase === "recovered")
        return `the engine resumes${event.inFlight > 0 ? `, with ${event.inFlight} operations in flight` : ""}`;
      return event.phase === "started" ? "the engine starts" : "the engine stops";
  }
}

type Body<K extends ClusterEventBody["kind"]> = Extract<ClusterEventBody, { kind: K }>;

function nodeSentence({ node, after }: Body<"node">): string {
  switch (after) {
    case "online":
      return `${node} joins`;
    case "left":
      return `${node} has left`;
    case "unclean":
      return `${node} is lost: what runs there is unknown`;
    case "offline":
      return `${node} is off`;
  }
}

function attributeSentence({ node, name, after }: Body<"attribute">): string | undefined {
  if (name.startsWith("#") || name.startsWith("last-failure-")) return undefined;
  const failures = /^fail-count-(.+)#(.+)_(\d+)$/.exec(name);
  if (failures !== null) {
    const [, rsc, task] = failures;
    return after === undefined
      ? `failures of ${rsc} ${task} on ${node} are cleared`
      : `failures of ${rsc} ${task} on ${node}: ${after}`;
  }
  const score = /^(?:master|promotion)-(.+)$/.exec(name)?.[1];
  if (score !== undefined)
    return after === undefined
      ? `${score} no longer has a promotion score on ${node}`
      : `${score} has promotion score ${after} on ${node}`;
  return after === undefined ? `${name} of ${node} is unset` : `${name} of ${node} is ${after}`;
}

function transitionSentence({ number, phase, actions, reason }: Body<"transition">): string | undefined {
  if (phase === "complete") return undefined;
  const why = reason === undefined ? "" : `: ${reason}`;
  return phase === "started" ? `transition ${number}, ${actions} actions${why}` : `transition ${number} aborted${why}`;
}

function operationSentence(event: OperationEvent): string | undefined {
  const { rsc, node, task, intervalMs, rc, expected, status, reason, durationMs } = event;
  const done = DONE.get(task);
  if (status === 0 && rc === expected) {
    return intervalMs > 0 || done === undefined
      ? undefined
      : `${rsc} ${done} on ${node} (${(durationMs / 1000).toFixed(1)}s)`;
  }
  const what = `${rsc} ${intervalMs === 0 && task === "monitor" ? "probe" : task} on ${node}`;
  const why = reason === "" ? "" : `: ${reason}`;
  if (status === 2) return `${what} timed out${why}`;
  const found = `${rc} (${exitText(rc)})`;
  return rc === expected || expected === 0
    ? `${what} failed with ${found}${why}`
    : `${what} found ${found} instead of ${expected} (${exitText(expected)})${why}`;
}

function fencingSentence({ target, action, phase, device, by, reason }: Body<"fencing">): string {
  switch (phase) {
    case "requested":
      return `fencing ${target} (${action})`;
    case "succeeded":
      return `${target} is fenced (${action})${device === undefined ? "" : ` by ${device}`}${by === undefined ? "" : ` from ${by}`}`;
    case "failed":
      return `fencing ${target} failed: ${reason ?? "unknown"}`;
  }
}

function attemptSentence({ target, device, level, ok, reason }: Body<"fence-attempt">): string | undefined {
  if (ok) return undefined;
  return `${device}${level === undefined ? "" : `, level ${level},`} could not fence ${target}: ${reason ?? "unknown"}`;
}
