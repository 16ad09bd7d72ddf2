/**
 * What every kind of resource reads from its meta-attributes, in the order in which one may override another.
 * Behaviour: docs/pacemaker/resources.md#management; Pacemaker Explained, "Resource options".
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { INFINITY, parseScore } from "../../cib/value/score.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { isConnectionXml } from "./connections.ts";
import { Role } from "./enums.ts";
import { leadingInteger } from "./integer.ts";
import { countOf, readMeta } from "./meta.ts";
import { NodeTable } from "./node-table.ts";
import { readOperations } from "./operations.ts";
import { readParams } from "./params.ts";
import { applyRequires } from "./requires.ts";
import { topOf } from "./resource.ts";
import { readTargetRole } from "./target-role.ts";
import type { MultipleActive, Resource, ResourceBase } from "./types.ts";

/** The common part of a resource whose definition (template expanded) is `xml`. */
export function readBase(
  s: ClusterModel,
  xml: Element,
  parent: Resource | undefined,
  instance: number | undefined,
): ResourceBase {
  const id = instance === undefined ? idOf(xml) : `${idOf(xml)}:${instance}`;
  const base = neutralBase(s, id, xml, parent, readMeta(s, xml, parent, instance));
  const meta = base.meta;
  const flag = (name: string): boolean | undefined =>
    meta.has(name) ? parseBoolean(meta.get(name)) === true : undefined;
  const score = (name: string, otherwise: number): number => parseScore(meta.get(name), s.options.health) ?? otherwise;

  base.priority = s.dialect.numbersAreScores ? score("priority", 0) : plainNumber(meta.get("priority"));
  base.critical = !s.dialect.knowsInfluence || (flag("critical") ?? true);
  base.notify = flag("notify") ?? false;
  base.isRemoteConnection = isConnectionXml(xml);
  const isRemoteNode = base.isRemoteConnection && !meta.has("container");
  // Connections of remote nodes move without stopping what runs behind them, unless `allow-migrate` forbids it.
  base.migratable = flag("allow-migrate") ?? isRemoteNode;
  base.managed = meta.get("is-managed")?.toLowerCase() === "default" ? true : (flag("is-managed") ?? true);
  if (s.options.maintenanceMode || flag("maintenance") === true) {
    base.managed = false;
    base.maintenance = true;
  }

  const top = parent === undefined || parent.kind === "bundle" ? undefined : topOf(parent, false);
  const inClone = top === undefined ? xml.name === "clone" : top.kind === "clone";
  base.unique = !inClone || isUnique(s, meta);
  base.promotable = inClone && flag("promotable") === true;
  base.multipleActive = multipleActive(s, meta.get("multiple-active"));
  base.stickiness = score("resource-stickiness", 0);
  const threshold = score("migration-threshold", INFINITY);
  base.migrationThreshold = threshold < 0 ? INFINITY : threshold;

  if (get(xml, "class")?.toLowerCase() === "stonith") {
    s.haveFencingDevice = true;
    base.fenceDevice = true;
  }
  applyRequires(s, base, meta.get("requires"));
  if (s.dialect.readsAllParams) readParams(s, xml, parent, undefined);
  base.failureTimeout = parseInterval(meta.get("failure-timeout")) ?? 0;
  if (isRemoteNode) {
    const interval = readParams(s, xml, parent, undefined).get("reconnect_interval");
    if (interval !== undefined) {
      // A lost connection is tried again once its failure has expired.
      base.reconnectInterval = parseInterval(interval) ?? 0;
      base.failureTimeout = base.reconnectInterval;
    }
  }
  base.nextRole = readTargetRole(s, meta, top === undefined ? base.promotable : top.promotable) ?? Role.unknown;
  return base;
}

/** As it was read before priorities were scores: what is no number, such as INFINITY, is one below nothing. */
function plainNumber(text: string | undefined): number {
  return text === undefined ? 0 : (leadingInteger(text) ?? -1);
}

/** Instances of a clone that may have several on one node are unique unless `globally-unique` says otherwise. */
function isUnique(s: ClusterModel, meta: ReadonlyMap<string, string>): boolean {
  const value = meta.get("globally-unique");
  if (value !== undefined) return parseBoolean(value) === true;
  return s.dialect.uniqueByNodeMax && countOf(meta.get("clone-node-max"), 0) > 1;
}

function multipleActive(s: ClusterModel, value: string | undefined): MultipleActive {
  const word = value?.toLowerCase();
  if (word === "stop_unexpected") return s.dialect.knowsStopUnexpected ? word : "stop_start";
  return word === "stop_only" || word === "block" ? word : "stop_start";
}

function neutralBase(
  s: ClusterModel,
  id: string,
  xml: Element,
  parent: Resource | undefined,
  meta: Map<string, string>,
): ResourceBase {
  return {
    id,
    index: s.nextResourceIndex++,
    xml,
    operations: readOperations(s, xml),
    parent,
    children: [],
    meta,
    managed: true,
    blocked: false,
    removed: false,
    removedLaunched: false,
    unique: false,
    promotable: false,
    notify: false,
    failed: false,
    stopIfFailed: false,
    startPending: false,
    fenceDevice: false,
    isRemoteConnection: false,
    exclusiveProbes: false,
    migratable: false,
    critical: true,
    maintenance: false,
    needsQuorum: false,
    needsFencing: false,
    needsUnfencing: false,
    ignoreFailure: false,
    stopUnexpected: false,
    replicaContainer: false,
    remoteNestingAllowed: false,
    unassigned: true,
    assigning: false,
    updatingNodes: false,
    restarting: false,
    reload: false,
    priority: 0,
    stickiness: 0,
    migrationThreshold: INFINITY,
    failureTimeout: 0,
    reconnectInterval: 0,
    multipleActive: "stop_start",
    role: Role.stopped,
    nextRole: Role.unknown,
    active: [],
    assigned: undefined,
    assignedScore: 0,
    allowed: s.why?.table(s.nodes.length) ?? new NodeTable(s.nodes.length),
    knownOn: new Map(),
    pendingTask: undefined,
    pendingNode: undefined,
    partialMigrationSource: undefined,
    partialMigrationTarget: undefined,
    danglingMigrationSources: [],
    launcher: undefined,
    launched: [],
    historyId: undefined,
    lockNode: undefined,
    lockTime: 0,
    actions: [],
    actionsByKey: undefined,
    actionsRevision: 0,
    locations: [],
    thisWith: [],
    withThis: [],
    params: new Map(),
    operationMeta: new Map(),
    utilization: new Map(),
    promotionPriority: 0,
  };
}
