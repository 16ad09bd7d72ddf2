/**
 * Whether things are as they are wanted: the one word behind an exit status, and the reasons for it. What "wanted" is,
 * the scheduler says: anything it would still do is pending; anything it cannot do, or that failed, is not right.
 */
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { readChanges } from "../changes/read.ts";
import type { PrimitiveStatus, ResourceStatus, StatusDocument } from "./document.ts";

export type State = "ok" | "pending" | "stopped" | "failed" | "no-quorum";

export interface Verdict {
  readonly state: State;
  /** One short sentence each; empty when all is well. */
  readonly reasons: readonly string[];
}

/** Every primitive shown in a resource's status, with what it is part of gone. */
export function primitivesIn(r: ResourceStatus): PrimitiveStatus[] {
  switch (r.kind) {
    case "primitive":
      return [r];
    case "group":
      return [...r.members];
    case "clone":
      return r.shown.flatMap(primitivesIn);
    case "bundle":
      return r.replicas.flatMap((x) => [
        x.service,
        ...(x.service === x.container ? [] : [x.container]),
        ...(x.guest === undefined ? [] : [x.guest]),
      ]);
  }
}

function faultsOf(p: PrimitiveStatus): string[] {
  if (p.blocked) return [`${p.name} is blocked: its last operation failed and its on-fail says to leave it alone`];
  if (p.failed) return [`${p.name} failed${p.nodes.length > 0 ? ` on ${p.nodes.join(", ")}` : ""}`];
  return [];
}

/** Reasons why what should run does not, where nothing is planned that would change it; a replica counts as one. */
export function stoppedReasons(r: ResourceStatus): string[] {
  const candidates = r.kind === "bundle" ? r.replicas.map((x) => x.service) : primitivesIn(r);
  return candidates
    .filter((p) => p.role === "Stopped" && p.targetRole !== "Stopped" && p.managed && !p.removed)
    .map(
      (p) =>
        `${p.name} is stopped${p.whyStopped === undefined ? " and no node may run it" : `: ${p.whyStopped.toLowerCase()}`}`,
    );
}

export function faults(r: ResourceStatus): string[] {
  return [...new Set(primitivesIn(r).flatMap(faultsOf))];
}

export function pendingText(c: ResourceChange | NodeChange): string {
  if ("node" in c) return c.kind === "fence" ? `${c.node} is to be fenced` : `${c.node} is to shut down`;
  const verb: Record<ResourceChange["kind"], string> = {
    start: "to be started",
    stop: "to be stopped",
    restart: "to be restarted",
    move: "to be moved",
    migrate: "to be migrated",
    recover: "to be recovered",
    promote: "to be promoted",
    demote: "to be demoted",
    "re-promote": "to be demoted and promoted again",
    reload: "to be reloaded",
  };
  return `${c.resource} is ${verb[c.kind]}${c.reason === undefined ? "" : ` (${c.reason})`}`;
}

/** @param planned the same CIB with a whole run of the scheduler behind it */
export function verdictOf(status: StatusDocument, planned: Scheduler): Verdict {
  const changes = readChanges(planned);
  const failed = [
    ...status.nodes.filter((n) => n.unclean).map((n) => `${n.name} is unclean: nobody knows what runs there`),
    ...status.resources.flatMap(faults),
  ];
  const pending = [...changes.nodes, ...changes.resources.filter((c) => !c.blocked)].map(pendingText);
  if (!status.quorate) return { state: "no-quorum", reasons: ["the nodes online are no majority", ...failed] };
  if (failed.length > 0) return { state: "failed", reasons: failed };
  if (pending.length > 0) return { state: "pending", reasons: pending };
  const stopped = status.resources.flatMap(stoppedReasons);
  return stopped.length > 0 ? { state: "stopped", reasons: stopped } : { state: "ok", reasons: [] };
}
