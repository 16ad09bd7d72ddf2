/** Who was fenced when, by whom and how it ended: `stonith_admin --history '*'` as XML, of Pacemaker 2.1 and 3.0. */

import { child, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { ClusterEventBody } from "../../report/events/event.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";

export function parseFencingHistory(root: Element): FencingRecord[] {
  const list = child(root, "list");
  return (list === undefined ? [] : elements(list, "fence_event")).map(readRecord);
}

/** The cluster's own, with the id of its process; before 2.0 it was called crmd. */
const CONTROLLER = /^(pacemaker-controld|crmd)\b/;

function readRecord(e: Element): FencingRecord {
  const status = get(e, "status");
  const completed = get(e, "completed");
  const client = get(e, "client");
  return {
    target: get(e, "target") ?? "",
    action: get(e, "action") ?? "",
    outcome: status === "success" ? "succeeded" : status === "pending" ? "pending" : "failed",
    by: get(e, "delegate"),
    client,
    automatic: client === undefined || CONTROLLER.test(client),
    origin: get(e, "origin"),
    at: completed === undefined ? undefined : moment(completed),
    reason:
      get(e, "exit-reason") ?? get(e, "exit_reason") ?? (status === "success" ? undefined : get(e, "extended-status")),
  };
}

/** `2026-11-22 09:09:14Z`, or with an offset such as `+01:00`. */
function moment(text: string): number | undefined {
  const at = Date.parse(text.trim().replace(" ", "T").replace(" ", ""));
  return Number.isNaN(at) ? undefined : at;
}

export function fencingEvent(record: FencingRecord): ClusterEventBody {
  const { target, action, outcome, by, reason } = record;
  return {
    kind: "fencing",
    target,
    action,
    phase: outcome === "pending" ? "requested" : outcome,
    device: undefined,
    by,
    reason,
  };
}

/** Tells one record from another: the same fencing is a record while it is pending and another one when it is done. */
export function recordKey({ target, action, outcome, at, client, origin }: FencingRecord): string {
  return `${target} ${action} ${outcome} ${at ?? ""} ${client} ${origin}`;
}
