/** One resource or node in full: the document scripts ask for instead of parsing a page. */
import { get } from "../../cib/tree.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { isAnonymousInstance, type Primitive, type Resource, topOf } from "../../scheduler/model/resource.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import { failCount } from "../../scheduler/model/status/failcounts.ts";
import { readChanges } from "../changes/read.ts";
import type { FailureStatus, NodeStatus, ResourceStatus, StatusDocument } from "./document.ts";
import { readFailures } from "./failures.ts";
import { lastOperations, type OperationResult } from "./operations.ts";
import { readResource } from "./read.ts";
import { faults, pendingText, stoppedReasons, type Verdict } from "./verdict.ts";

export interface InstanceDetail {
  readonly id: string;
  readonly role: string;
  readonly nodes: readonly string[];
  /** Node names with failures that count, by how many; 1000000 is infinity. */
  readonly failCounts: Readonly<Record<string, number>>;
  readonly lastOperation?: OperationResult;
}

export interface ResourceDetail {
  readonly document: "resource";
  readonly version: 1;
  readonly id: string;
  readonly verdict: Verdict;
  readonly managed: boolean;
  readonly targetRole?: string;
  readonly resource: ResourceStatus;
  readonly instances: readonly InstanceDetail[];
  readonly failures: readonly FailureStatus[];
  readonly cib: StatusDocument["cib"];
  /** Epoch seconds the document describes. */
  readonly now: number;
}

export interface NodeDetail {
  readonly document: "node";
  readonly version: 1;
  readonly verdict: Verdict;
  readonly node: NodeStatus;
  /** Resources active there. */
  readonly resources: readonly { readonly id: string; readonly role: string }[];
  readonly cib: StatusDocument["cib"];
  readonly now: number;
}

function primitives(rsc: Resource): Primitive[] {
  return rsc.kind === "primitive" ? [rsc] : rsc.children.flatMap(primitives);
}

function instanceDetail(s: Scheduler, rsc: Primitive): InstanceDetail {
  const counts: Record<string, number> = {};
  // An anonymous instance's failures are kept without its number: only those where it is are its own.
  const nodes = isAnonymousInstance(rsc) && rsc.active.length > 0 ? rsc.active : s.nodes;
  for (const node of nodes) {
    const { count } = failCount(s, rsc, node, { effective: true });
    if (count > 0) counts[node.name] = count;
  }
  const last = lastOperations(s, rsc)[0];
  return {
    id: rsc.id,
    role: readRole(rsc, s),
    nodes: rsc.active.map((n) => n.name),
    failCounts: counts,
    ...(last === undefined ? {} : { lastOperation: last }),
  };
}

function readRole(rsc: Primitive, s: Scheduler): string {
  const status = readResource(s, rsc);
  return status.kind === "primitive" ? status.role : "Unknown";
}

function resourceVerdict(s: Scheduler, rsc: Resource, planned: Scheduler, status: ResourceStatus): Verdict {
  const failed = faults(status);
  if (!s.quorate) return { state: "no-quorum", reasons: ["the nodes online are no majority", ...failed] };
  if (failed.length > 0) return { state: "failed", reasons: failed };
  const own = new Set(primitives(rsc).map((p) => p.id));
  const pending = readChanges(planned).resources.filter((c) => own.has(c.resource) && !c.blocked);
  if (pending.length > 0) return { state: "pending", reasons: pending.map(pendingText) };
  const stopped = stoppedReasons(status);
  return stopped.length > 0 ? { state: "stopped", reasons: stopped } : { state: "ok", reasons: [] };
}

function versionOf(s: Scheduler): StatusDocument["cib"] {
  const number = (name: string): number => Number(get(s.cib, name) ?? 0);
  return { adminEpoch: number("admin_epoch"), epoch: number("epoch"), numUpdates: number("num_updates") };
}

/** Undefined when there is no resource of that id. The id of a bundled primitive stands for its bundle's instances. */
export function resourceDetail(s: Scheduler, planned: Scheduler, id: string): ResourceDetail | undefined {
  const found = findResource(s, id);
  if (found === undefined) return undefined;
  const rsc = found.parent !== undefined && found.id !== id ? topOf(found) : found;
  const status = readResource(s, rsc);
  const own = new Set(primitives(rsc).map((p) => p.id));
  const targetRole = rsc.meta.get("target-role");
  return {
    document: "resource",
    version: 1,
    id: rsc.id,
    verdict: resourceVerdict(s, rsc, planned, status),
    managed: rsc.managed,
    ...(targetRole === undefined ? {} : { targetRole }),
    resource: status,
    instances: primitives(rsc)
      .filter((p) => !p.removed || p.active.length > 0)
      .map((p) => instanceDetail(s, p)),
    failures: readFailures(s).filter((f) => own.has(f.resource)),
    cib: versionOf(s),
    now: s.now,
  };
}

export function nodeDetail(s: Scheduler, status: StatusDocument, name: string): NodeDetail | undefined {
  const node = status.nodes.find((n) => n.name === name);
  const model = s.nodesByName.get(name);
  if (node === undefined || model === undefined) return undefined;
  const verdict: Verdict = node.unclean
    ? { state: "failed", reasons: [`${name} is unclean: nobody knows what runs there`] }
    : node.pending
      ? { state: "pending", reasons: [`${name} is joining`] }
      : node.online
        ? { state: "ok", reasons: [] }
        : { state: "stopped", reasons: [`${name} is offline`] };
  return {
    document: "node",
    version: 1,
    verdict,
    node,
    resources: model.running.map((rsc) => ({ id: rsc.id, role: readRole(rsc as Primitive, s) })),
    cib: status.cib,
    now: status.now,
  };
}
