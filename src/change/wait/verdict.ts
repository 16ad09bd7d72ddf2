/**
 * Decides whether a wait is over: the cluster has this configuration, the named resources have their roles, and no action
 * is pending for them; or why that will never happen. A pure function of one reading: pending actions are those that the
 * scheduler would take now, so it needs no history and no delay.
 */
import { compareToPartial, formatVersion, readVersion, type Version } from "../../cib/patch/version.ts";
import { readChanges } from "../../report/changes/read.ts";
import { pendingText } from "../../report/status/verdict.ts";
import type { Finding, WaitAnswer } from "../../report/wait/document.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { inFlight, limitingTargetRole, primitivesOf } from "../../scheduler/model/roles.ts";
import type { Resource } from "../../scheduler/model/types.ts";
import { decisionOf, type Reading } from "../../scheduler/reading.ts";
import { fulfils, instanceRoles, type WantedRole } from "./role-check.ts";
import { hindranceOf } from "./why-never.ts";

export interface Wanted {
  /** Ids; empty for all resources. */
  readonly resources: readonly string[];
  /** Undefined: the configured role. */
  readonly role?: WantedRole;
  /** This configuration or a later one. */
  readonly version?: Pick<Version, "adminEpoch" | "epoch">;
}

export interface Judgement {
  readonly state: "reached" | "pending" | "never";
  readonly version: Version;
  /** Why it is not reached; empty when it is. */
  readonly findings: readonly Finding[];
  /** The role and nodes of each instance of the named resources. */
  readonly resources: WaitAnswer["resources"];
}

export function judge(reading: Reading, wanted: Wanted): Judgement {
  const { model } = reading;
  const planned = decisionOf(reading).model;
  const version = readVersion(reading.cib);
  const named = wanted.resources.map((id) => ({ id, rsc: resourceCalled(model, id) }));
  const resources = named.flatMap(({ rsc }) =>
    rsc === undefined ? [] : [{ id: rsc.id, instances: instanceRoles(rsc) }],
  );
  const conclude = (findings: readonly Finding[]): Judgement => ({
    state: stateOf(findings),
    version,
    findings,
    resources,
  });

  if (wanted.version !== undefined && compareToPartial(version, wanted.version) < 0) {
    const text = `configuration ${wanted.version.adminEpoch}.${wanted.version.epoch} is not active yet, the cluster is at ${formatVersion(version)}`;
    return conclude([{ resource: null, code: "pending", text }]);
  }
  const missing = named.filter(({ rsc }) => rsc === undefined);
  if (missing.length > 0)
    return conclude(missing.map(({ id }) => ({ resource: id, code: "missing", text: `there is no resource "${id}"` })));
  const waiting = unready(model);
  if (waiting !== undefined) return conclude([{ resource: null, code: "pending", text: waiting }]);
  if (wanted.resources.length > 0)
    return conclude(
      named.flatMap(({ rsc }) => (rsc === undefined ? [] : findingsFor(model, planned, rsc, wanted.role))),
    );
  return conclude([...nodeFindings(planned), ...everything(model, planned, wanted.role)]);
}

/** Findings from the configuration, which are final; any other may change as long as actions are pending. */
const SAID: ReadonlySet<Finding["code"]> = new Set(["missing", "disabled", "unmanaged"]);

function stateOf(findings: readonly Finding[]): Judgement["state"] {
  if (findings.length === 0) return "reached";
  if (findings.some((f) => SAID.has(f.code))) return "never";
  return findings.some((f) => f.code === "pending") ? "pending" : "never";
}

/** The id of a bundle's or clone's primitive stands for all its instances. */
function resourceCalled(s: ClusterModel, id: string): Resource | undefined {
  const found = findResource(s, id);
  if (found === undefined || found.removed) return undefined;
  return found.parent !== undefined && found.id !== id ? topOf(found) : found;
}

/** Why the cluster cannot act at present, which leaves the result open. */
function unready(s: ClusterModel): string | undefined {
  if (!s.nodes.some((n) => n.online)) return "no node is online";
  if (!s.quorate && s.options.quorumPolicy !== "ignore") return "the online nodes do not have quorum";
  return undefined;
}

function nodeFindings(planned: ClusterModel): Finding[] {
  return readChanges(planned).nodes.map((c) => ({ resource: null, code: "pending", text: pendingText(c) }));
}

function pendingFindings(planned: ClusterModel, rsc: Resource): Finding[] {
  const own = new Set(primitivesOf(rsc).map((p) => p.id));
  const coming = readChanges(planned).resources.filter((c) => own.has(c.resource) && !c.blocked);
  const texts = coming.map(pendingText);
  for (const p of primitivesOf(rsc)) {
    const now = inFlight(p);
    if (now !== undefined && !coming.some((c) => c.resource === p.id)) texts.push(now);
  }
  return texts.map((text) => ({ resource: rsc.id, code: "pending", text }));
}

function findingsFor(
  model: ClusterModel,
  planned: ClusterModel,
  rsc: Resource,
  role: WantedRole | undefined,
): Finding[] {
  const pending = pendingFindings(planned, rsc);
  const short = fulfils(model, rsc, role);
  if (short === undefined) return pending;
  const hindrance = hindranceOf(model, planned, rsc, role, pending.length > 0);
  if (hindrance !== undefined) return [{ resource: rsc.id, ...hindrance }];
  return pending.length > 0 ? pending : [{ resource: rsc.id, code: "pending", text: short }];
}

/** A resource that is disabled or in maintenance is as configured, so it does not have to run. */
function everything(model: ClusterModel, planned: ClusterModel, role: WantedRole | undefined): Finding[] {
  return model.resources
    .filter((rsc) => !(rsc.removed && rsc.active.length === 0))
    .flatMap((rsc) => {
      const left = role === undefined && (limitingTargetRole(rsc) === "Stopped" || !rsc.managed || rsc.removed);
      return left ? pendingFindings(planned, rsc) : findingsFor(model, planned, rsc, role);
    });
}
