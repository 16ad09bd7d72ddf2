/**
 * Whether things are as they are wanted: the one word behind an exit status, and the reasons for it. What "wanted" is,
 * the scheduler says: anything it would still do is pending; anything it cannot do, or that failed, is not right.
 */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import {
  inFlight,
  instancesOf,
  lackingPromotion,
  limitingTargetRole,
  primitivesOf,
  runs,
} from "../../scheduler/model/roles.ts";
import type { Resource } from "../../scheduler/model/types.ts";
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { readChanges } from "../changes/read.ts";
import type { PrimitiveStatus, ResourceStatus, StatusDocument } from "./document.ts";
import { readResource } from "./read.ts";

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
  if (p.blocked) return [`${p.name} is blocked: its last operation failed, with on-fail=block`];
  if (p.failed) return [`${p.name} failed${p.nodes.length > 0 ? ` on ${p.nodes.join(", ")}` : ""}`];
  return [];
}

/** Reasons why what should run does not, where nothing is planned that would change it; a replica counts as one. */
function stoppedReasons(r: ResourceStatus): string[] {
  const candidates = r.kind === "bundle" ? r.replicas.map((x) => x.service) : primitivesIn(r);
  return candidates
    .filter((p) => p.role === "Stopped" && p.targetRole !== "Stopped" && p.managed && !p.removed)
    .map(
      (p) =>
        `${p.name} is stopped${p.whyStopped === undefined ? ", and no node allows it" : `: ${p.whyStopped.toLowerCase()}`}`,
    );
}

function faults(r: ResourceStatus): string[] {
  return [...new Set(primitivesIn(r).flatMap(faultsOf))];
}

/** A clone runs where it can; but somewhere it should, and as many as can should be promoted. */
function lackingReasons(rsc: Resource): string[] {
  if (!rsc.managed || rsc.removed || limitingTargetRole(rsc) === "Stopped") return [];
  const instances = instancesOf(rsc);
  if (rsc.kind === "clone" && instances.length > 0 && !instances.some(runs)) return [`no instance of ${rsc.id} runs`];
  return [lackingPromotion(rsc)].filter((text) => text !== undefined);
}

export function pendingText(c: ResourceChange | NodeChange): string {
  if ("node" in c) return c.kind === "fence" ? `${c.node} will be fenced` : `${c.node} will shut down`;
  const verb: Record<ResourceChange["kind"], string> = {
    start: "be started",
    stop: "be stopped",
    restart: "be restarted",
    move: "move",
    migrate: "be migrated",
    recover: "be recovered",
    promote: "be promoted",
    demote: "be demoted",
    "re-promote": "be demoted and promoted again",
    reload: "be reloaded",
  };
  return `${c.resource} will ${verb[c.kind]}${c.reason === undefined ? "" : ` (${c.reason})`}`;
}

/** What is being done already, and so is no longer to be done. */
function underWay(resources: readonly Resource[], coming: readonly ResourceChange[]): string[] {
  const covered = new Set(coming.map((c) => c.resource));
  return resources
    .flatMap(primitivesOf)
    .filter((p) => !covered.has(p.id))
    .flatMap((p) => inFlight(p) ?? []);
}

interface Findings {
  readonly quorate: boolean;
  readonly failed: readonly string[];
  readonly pending: readonly string[];
  readonly stopped: readonly string[];
}

/** The worst there is decides. */
function conclude({ quorate, failed, pending, stopped }: Findings): Verdict {
  if (!quorate) return { state: "no-quorum", reasons: ["the online nodes do not have quorum", ...failed] };
  if (failed.length > 0) return { state: "failed", reasons: failed };
  if (pending.length > 0) return { state: "pending", reasons: pending };
  return stopped.length > 0 ? { state: "stopped", reasons: stopped } : { state: "ok", reasons: [] };
}

/**
 * @param s what `status` was read from
 * @param planned the same CIB with a whole run of the scheduler behind it
 */
export function verdictOf(status: StatusDocument, s: ClusterModel, planned: ClusterModel): Verdict {
  const changes = readChanges(planned);
  const unclean = status.nodes.filter((n) => n.unclean).map((n) => `${n.name} is unclean: what runs there is unknown`);
  return conclude({
    quorate: status.quorate,
    failed: [...unclean, ...status.resources.flatMap(faults)],
    pending: [
      ...[...changes.nodes, ...changes.resources.filter((c) => !c.blocked)].map(pendingText),
      ...underWay(s.resources, changes.resources),
    ],
    stopped: [...status.resources.flatMap(stoppedReasons), ...s.resources.flatMap(lackingReasons)],
  });
}

/** The same of one resource. */
export function resourceVerdict(s: ClusterModel, rsc: Resource, planned: ClusterModel): Verdict {
  const status = readResource(s, rsc);
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  const coming = readChanges(planned).resources.filter((c) => own.has(c.resource));
  return conclude({
    quorate: s.quorate,
    failed: faults(status),
    pending: [...coming.filter((c) => !c.blocked).map(pendingText), ...underWay([rsc], coming)],
    stopped: [...stoppedReasons(status), ...(topOf(rsc) === rsc ? lackingReasons(rsc) : [])],
  });
}
