/**
 * Decides whether a wait is over: the cluster has this configuration, what is wanted is so, and nothing is left to do for
 * it; or why that will never come about by itself. A pure function of one reading and of what the nodes answered: pending
 * actions are those that the scheduler would take now, so it needs no history and no delay.
 */
import { compareToPartial, formatVersion, readVersion, type Version } from "../../cib/patch/version.ts";
import { nearest } from "../../cib/value/nearest.ts";
import type { Finding, SwitchedFound, WaitAnswer } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { drainedFindings } from "./drained.ts";
import { everything } from "./everything.ts";
import { silentFindings, unready } from "./nodes.ts";
import { reasonsOf } from "./reasons.ts";
import { resourceFindings } from "./resources.ts";
import { instanceRoles } from "./role-check.ts";
import { type Circumstances, isOpen, isSaid, type Wanted } from "./wanted.ts";

export interface Judgement {
  readonly state: "reached" | "pending" | "never";
  readonly version: Version;
  /** Why it is not reached; empty when it is. */
  readonly findings: readonly Finding[];
  /** The role and nodes of each instance of the named resources. */
  readonly resources: WaitAnswer["resources"];
  readonly switched: readonly SwitchedFound[];
}

/** For a question asked of a reading alone: no node is asked. */
function alone({ moment }: Reading): Circumstances {
  return { askedAt: moment.now * 1000, now: moment.now * 1000, presence: undefined, fencings: [], doubt: undefined };
}

export function judge(reading: Reading, wanted: Wanted, around: Circumstances = alone(reading)): Judgement {
  const { model } = reading;
  const version = readVersion(reading.cib);
  const named = wanted.resources.map((id) => ({ id, rsc: resourceCalled(model, id) }));
  const known = named.flatMap(({ rsc }) => (rsc === undefined ? [] : [rsc]));
  const resources = known.map((rsc) => ({ id: rsc.id, instances: instanceRoles(rsc) }));
  const conclude = (findings: readonly Finding[], switched: readonly SwitchedFound[] = []): Judgement => ({
    state: stateOf(findings),
    version,
    findings,
    resources,
    switched,
  });

  if (wanted.version !== undefined && compareToPartial(version, wanted.version) < 0) {
    const text = `configuration ${wanted.version.adminEpoch}.${wanted.version.epoch} is not active yet, the cluster is at ${formatVersion(version)}`;
    return conclude([{ resource: null, code: "pending", text }]);
  }
  const missing = [
    ...missingResources(model, named),
    ...(wanted.drained ?? []).filter((name) => !model.nodesByName.has(name)).map((name) => missingNode(model, name)),
  ];
  if (missing.length > 0) return conclude(missing);
  const waiting = around.doubt ?? unready(model);
  if (waiting !== undefined) return conclude([{ resource: null, code: "pending", text: waiting }]);

  const silent = silentFindings(model, around.presence);
  const reasons = reasonsOf(reading);
  if (wanted.drained !== undefined && wanted.drained.length > 0) {
    const nodes = wanted.drained.map((name) => model.nodesByName.get(name)).filter((n) => n !== undefined);
    return conclude([...silent, ...nodes.flatMap((node) => drainedFindings(reading, node, reasons, around))]);
  }
  if (known.length > 0 && wanted.healthy !== true)
    return conclude([
      ...silent,
      ...known.flatMap((rsc) => resourceFindings(reading, rsc, wanted.role, around, reasons)),
    ]);
  const { findings, switched } = everything(reading, known, wanted.healthy === true, around, reasons);
  return conclude([...silent, ...findings], switched);
}

function stateOf(findings: readonly Finding[]): Judgement["state"] {
  if (findings.length === 0) return "reached";
  if (findings.some(isSaid)) return "never";
  return findings.some(isOpen) ? "pending" : "never";
}

/** The id of a bundle's or clone's primitive stands for all its instances. */
function resourceCalled(s: ReadonlyModel, id: string): ReadonlyResource | undefined {
  const found = findResource(s, id);
  if (found === undefined || found.removed) return undefined;
  return found.parent !== undefined && found.id !== id ? topOf(found) : found;
}

/** The most names that are offered to a user who asked for another one. */
const MOST_NAMES = 20;

function offered(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return names.length === 0 || names.length > MOST_NAMES ? "" : `; there are ${names.join(", ")}`;
}

function missingResources(
  s: ReadonlyModel,
  named: readonly { readonly id: string; readonly rsc: ReadonlyResource | undefined }[],
): Finding[] {
  const known = s.resources.filter((r) => !r.removed).map((r) => r.id);
  return named
    .filter(({ rsc }) => rsc === undefined)
    .map(({ id }) => ({ resource: id, code: "missing", text: `there is no resource "${id}"${offered(id, known)}` }));
}

function missingNode(s: ReadonlyModel, name: string): Finding {
  const known = s.nodes.filter((n) => n.kind !== "guest").map((n) => n.name);
  return { resource: null, code: "missing", text: `there is no node "${name}"${offered(name, known)}` };
}
