/** What a simulated failure adds to the fail counts of its node. */
import { Rc } from "../../cib/result-code.ts";
import { get, walk } from "../../cib/xml/tree.ts";
import { childDrafts, type Draft } from "./draft.ts";
import type { Tell } from "./event.ts";
import { setTransientAttribute } from "./node-state.ts";

export interface Failure {
  readonly resource: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly rc: number;
  /** The failure alone forbids the node: a start that failed, for instance. */
  readonly forGood: boolean;
  /** Epoch seconds. */
  readonly at: number;
}

/** A success is no failure, and neither is a probe that finds nothing running. */
export function addFailure(state: Draft, failure: Failure, tell: Tell): void {
  const { resource, task, intervalMs, rc, forGood, at } = failure;
  if (rc === 0 || (rc === Rc.notRunning && intervalMs === 0)) return;
  const operation = `${resource}#${task}_${intervalMs}`;
  const set = (name: string, value: string): void => {
    tell({ kind: "attribute", name, value, nodeId: state.attributes.get("id") ?? "" });
    setTransientAttribute(state, name, value);
  };
  const count = `fail-count-${operation}`;
  set(count, forGood ? "INFINITY" : String(currentCount(state, count) + 1));
  set(`last-failure-${operation}`, String(at));
}

function currentCount(state: Draft, name: string): number {
  for (const e of childDrafts(state, "transient_attributes").flatMap(walk)) {
    if (e.name !== "nvpair" || get(e, "name") !== name) continue;
    const count = Number.parseInt(e.attributes.get("value") ?? "", 10);
    return Number.isNaN(count) ? 0 : count;
  }
  return 0;
}
