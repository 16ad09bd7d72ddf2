/**
 * A new action object: takes the next id, the configured meta-attributes, needs and failure response.
 * Behaviour: docs/pacemaker/actions.md#creating-an-action (pe_actions.c).
 */
import { keyInterval } from "../../cib/operation.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, OnFail } from "../model/enums.ts";
import { findOperation, operationMeta, operationNeeds, operationOnFail } from "../model/operation-config.ts";
import type { Action, Needs, Node, Resource } from "../model/types.ts";
import { noteChange } from "./action-state.ts";

export interface ActionRequest {
  readonly rsc: Resource | undefined;
  readonly key: string;
  readonly task: string;
  readonly node: Node | undefined;
  readonly optional: boolean;
  /** The task that its operation is configured under, where that is another than its own. */
  readonly configuredAs?: string | undefined;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** A new action, noted with the run and with its resource. Whether it can run is not judged yet. */
export function newAction(s: ClusterModel, request: ActionRequest): Action {
  const { rsc, key, task, node, optional, configuredAs = task } = request;
  let operation: Element | undefined;
  let meta = NONE;
  let intervalMs = 0;
  let needs: Needs = "nothing";
  let onFail: OnFail = OnFail.ignore;
  if (rsc !== undefined) {
    intervalMs = keyInterval(key) ?? 0;
    operation = findOperation(rsc, configuredAs, intervalMs, true);
    // The many notification pseudo-actions are all configured by the one operation called notify.
    if (operation === undefined && key.includes("_notify_")) operation = findOperation(rsc, "notify", 0, true);
    meta = operationMeta(s, rsc, operation, { task, intervalMs }, node);
    needs = operationNeeds(rsc, task);
    onFail = operationOnFail(s, rsc, task, intervalMs, meta);
  }
  let flags: number = ActionFlag.runnable;
  if (optional) flags |= ActionFlag.optional;
  // The DC can erase a node's history by itself.
  if (task === "lrm_delete") flags |= ActionFlag.onDc;
  const action: Action = {
    id: s.actions.length + 1,
    key,
    task,
    cancelTask: undefined,
    rsc,
    operation,
    node,
    flags,
    reason: undefined,
    needs,
    onFail,
    priority: 0,
    intervalMs,
    meta,
    ownMeta: undefined,
    extra: NONE,
    before: [],
    after: [],
    flagSums: undefined,
    runnableBefore: 0,
    requiredRunnableBefore: 0,
    expectedRc: undefined,
  };
  s.actions.push(action);
  if (rsc !== undefined) {
    rsc.actions.push(action);
    noteChange(action);
  } else {
    const same = s.globalActions.get(key);
    if (same === undefined) s.globalActions.set(key, [action]);
    else same.push(action);
  }
  return action;
}
