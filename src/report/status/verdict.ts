/**
 * Whether things are as they are wanted: the one word behind an exit status, and the reasons for it. What "wanted" is,
 * the scheduler says: anything it would still do is pending; anything it cannot do, or that failed, is not right.
 */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import {
  inFlight,
  instancesOf,
  lackingPromotion,
  limitingTargetRole,
  primitivesOf,
  runs,
} from "../../scheduler/model/roles.ts";
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { changesOf } from "../changes/trace.ts";
import type { FencingAttempt } from "../explain/fencing-text.ts";
import type { CloneStatus, PrimitiveStatus, ResourceStatus, StateReason, StatusDocument, Verdict } from "./document.ts";
import { uncleanReasons } from "./node-state.ts";
import { resourceStatus } from "./page.ts";

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

function faultsOf(p: PrimitiveStatus): StateReason[] {
  if (p.blocked)
    return [
      {
        code: "blocked",
        text: `${p.name} is blocked: its last operation failed, with on-fail=block`,
      },
    ];
  if (p.failed)
    return [{ code: "failed", text: `${p.name} failed${p.nodes.length > 0 ? ` on ${p.nodes.join(", ")}` : ""}` }];
  return [];
}

/** Reasons why what should run does not, where nothing is planned that would change it; a replica counts as one. */
function stoppedReasons(r: ResourceStatus): StateReason[] {
  const candidates = r.kind === "bundle" ? r.replicas.map((x) => x.service) : primitivesIn(r);
  return candidates
    .filter((p) => p.role === "Stopped" && p.targetRole !== "Stopped" && p.managed && !p.removed)
    .map((p) => ({
      code: "stopped",
      resource: p.id,
      text: `${p.name} is stopped${p.whyStopped === undefined ? ", and no node allows it" : `: ${p.whyStopped.toLowerCase()}`}`,
    }));
}

/** A part of it, or all of a clone, is stopped and should not be. */
export function remainsStopped(r: ResourceStatus): boolean {
  if (r.kind !== "clone") return stoppedReasons(r).length > 0;
  return r.managed && !r.disabled && primitivesIn(r).every((p) => p.role === "Stopped") && !someRuns(r);
}

const someRuns = ({ promoted, started }: CloneStatus): boolean => promoted.length + started.length > 0;

function faults(r: ResourceStatus): StateReason[] {
  const byText = new Map(
    primitivesIn(r)
      .flatMap(faultsOf)
      .map((reason) => [reason.text, reason]),
  );
  return [...byText.values()];
}

/** A clone runs where it can; but somewhere it should, and as many as can should be promoted. */
function lackingReasons(rsc: ReadonlyResource): StateReason[] {
  if (!rsc.managed || rsc.removed || limitingTargetRole(rsc) === "Stopped") return [];
  const instances = instancesOf(rsc);
  if (rsc.kind === "clone" && instances.length > 0 && !instances.some(runs))
    return [{ code: "no-instance", text: `no instance of ${rsc.id} runs`, resource: rsc.id }];
  const text = lackingPromotion(rsc);
  return text === undefined ? [] : [{ code: "not-promoted", text }];
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

function dueReason(c: ResourceChange | NodeChange): StateReason {
  const code = !("node" in c) ? "action-due" : c.kind === "fence" ? "fencing-due" : "shutdown-due";
  return { code, text: pendingText(c) };
}

/** What is being done already, and so is no longer to be done. */
function underWay(resources: readonly ReadonlyResource[], coming: readonly ResourceChange[]): StateReason[] {
  const due = new Set(coming.map((c) => c.resource));
  return resources
    .flatMap(primitivesOf)
    .filter((p) => !due.has(p.id))
    .flatMap((p): StateReason[] => {
      const text = inFlight(p);
      return text === undefined ? [] : [{ code: "under-way", text }];
    });
}

interface Found {
  readonly quorate: boolean;
  readonly failed: readonly StateReason[];
  readonly pending: readonly StateReason[];
  readonly stopped: readonly StateReason[];
}

/** The worst there is decides. */
function conclude({ quorate, failed, pending, stopped }: Found): Verdict {
  if (!quorate)
    return {
      state: "no-quorum",
      reasons: [{ code: "no-quorum", text: "the online nodes do not have quorum" }, ...failed],
    };
  if (failed.length > 0) return { state: "failed", reasons: failed };
  if (pending.length > 0) return { state: "pending", reasons: pending };
  return stopped.length > 0 ? { state: "stopped", reasons: stopped } : { state: "ok", reasons: [] };
}

/**
 * @param s what `status` was read from
 * @param planned the same CIB with a whole run of the scheduler behind it
 * @param attempts the cluster's fencing history; none where it is not known
 */
export function verdictOf(
  status: StatusDocument,
  s: ReadonlyModel,
  planned: ReadonlyModel,
  attempts: readonly FencingAttempt[],
): Verdict {
  const changes = changesOf(planned);
  const unclean = planned.nodes.filter((n) => n.unclean).flatMap((n) => uncleanReasons(planned, n, attempts));
  return conclude({
    quorate: status.quorate,
    failed: [...unclean, ...status.resources.flatMap(faults)],
    pending: [
      ...[...changes.nodes, ...changes.resources.filter((c) => !c.blocked)].map(dueReason),
      ...underWay(s.resources, changes.resources),
    ],
    stopped: [...status.resources.flatMap(stoppedReasons), ...s.resources.flatMap(lackingReasons)],
  });
}

/** Nodes in doubt on which a part of it is, by the last that is known of them. */
function uncleanPlaces(
  rsc: ReadonlyResource,
  planned: ReadonlyModel,
  attempts: readonly FencingAttempt[],
): StateReason[] {
  const names = new Set(
    primitivesOf(rsc)
      .flatMap((p) => p.active)
      .filter((n) => n.unclean)
      .map((n) => n.name),
  );
  return planned.nodes.filter((n) => names.has(n.name)).flatMap((n) => uncleanReasons(planned, n, attempts));
}

/** The same of one resource. */
export function resourceVerdict(
  s: ReadonlyModel,
  rsc: ReadonlyResource,
  planned: ReadonlyModel,
  attempts: readonly FencingAttempt[],
): Verdict {
  const status = resourceStatus(s, rsc);
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  const coming = changesOf(planned).resources.filter((c) => own.has(c.resource));
  return conclude({
    quorate: s.quorate,
    failed: [...uncleanPlaces(rsc, planned, attempts), ...faults(status)],
    pending: [...coming.filter((c) => !c.blocked).map(dueReason), ...underWay([rsc], coming)],
    stopped: [...stoppedReasons(status), ...(topOf(rsc) === rsc ? lackingReasons(rsc) : [])],
  });
}
