/**
 * What is configured for an operation, defaults included: its meta-attributes as agents get them, with times in
 * milliseconds.
 * Behaviour: docs/pacemaker/actions.md#operation-settings.
 */
import { parseMoment } from "../../cib/value/date.ts";
import { parseDuration } from "../../cib/value/duration.ts";
import { copyOfAttributes } from "../../cib/xml/attributes.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { perElement } from "./element-cache.ts";
import { settleOnFail } from "./on-fail.ts";
import { resourceParams } from "./params.ts";
import { agentFacts, dropDefaults, PLAIN_PAIRS, type RuleFacts, readValues } from "./read-values.ts";
import type { KnownOperationMeta, Needs, Node, OperationConfig, Resource } from "./types.ts";

export { operationOnFail, roleAfterFailure } from "./on-fail.ts";

/** An operation of a resource, as configuration and history name it. */
export interface OperationName {
  readonly task: string;
  readonly intervalMs: number;
}

const DEFAULT_TIMEOUT_MS = 20_000;
/** Longest time that agents can be given, in milliseconds: more does not fit what carries it. */
const LONGEST_MS = 0x7fff_ffff;

/** The `op` for a task and interval, or the one called `migrate` for both halves of a migration. */
export function findOperation(
  rsc: Resource,
  task: string,
  intervalMs: number,
  includeDisabled: boolean,
): Element | undefined {
  const found = findExact(rsc, task, intervalMs, includeDisabled);
  if (found !== undefined) return found;
  return task === "migrate_to" || task === "migrate_from" ? findExact(rsc, "migrate", 0, includeDisabled) : undefined;
}

function findExact(rsc: Resource, task: string, intervalMs: number, includeDisabled: boolean): Element | undefined {
  // An operation without a name is run, and nothing is looked up for it.
  if (task === "") return undefined;
  return rsc.operations.find(
    (op) => op.name === task && op.intervalMs === intervalMs && (includeDisabled || op.enabled),
  )?.xml;
}

/** The enabled recurring monitor with the shortest interval. */
function mostFrequentMonitor(rsc: Resource): OperationConfig | undefined {
  let best: OperationConfig | undefined;
  for (const op of rsc.operations) {
    if (op.name !== "monitor" || op.intervalMs === 0 || !op.enabled) continue;
    if (best === undefined || op.intervalMs < best.intervalMs) best = op;
  }
  return best;
}

function isProbe(task: string, intervalMs: number): boolean {
  return task === "monitor" && intervalMs === 0;
}

/**
 * Meta-attributes of an operation configured by `op` (by defaults alone without one). The first of these to define a
 * name wins: attributes of the element, its blocks, for probes the timeout of the most frequent monitor, `op_defaults`.
 */
export function operationMeta(
  s: ClusterModel,
  rsc: Resource,
  op: Element | undefined,
  name: OperationName,
  node?: Node,
): ReadonlyMap<string, string> {
  // Only a fence device's depend on the node. The others are made once, however many nodes there are to probe.
  if (rsc.fenceDevice) return readOperationMeta(s, rsc, op, name, node);
  const { task, intervalMs } = name;
  const key = intervalMs === 0 ? task : `${task} ${intervalMs}`;
  const defaults = s.operationDefaults;
  const ofXml = s.elementCache.of(noOperationMeta, rsc.xml);
  const ofRsc = rsc.operationMeta.get(key) ?? ofXml.get(key);
  if (ofRsc !== undefined && ofRsc.op === op && ofRsc.defaults === defaults && ofRsc.operations === rsc.operations)
    return ofRsc.meta;
  const problems = s.problems.length;
  const meta = readOperationMeta(s, rsc, op, name, node);
  const known = { op, defaults, operations: rsc.operations, meta };
  const follows = followsFromElements(s, op, defaults, meta) && s.problems.length === problems;
  (follows ? ofXml : rsc.operationMeta).set(key, known);
  return meta;
}

/** An empty table, by task and interval, for a definition in the element cache. */
const noOperationMeta = perElement(() => new Map<string, KnownOperationMeta>());

/** No rule and no reference has a say, and no delay counts from the present moment. */
function followsFromElements(
  s: ClusterModel,
  op: Element | undefined,
  defaults: Element | undefined,
  meta: ReadonlyMap<string, string>,
): boolean {
  const plain = (e: Element | undefined): boolean =>
    e === undefined || s.elementCache.of(PLAIN_PAIRS.meta_attributes, e) !== "depends";
  return plain(op) && plain(defaults) && !meta.has("interval-origin");
}

function readOperationMeta(
  s: ClusterModel,
  rsc: Resource,
  op: Element | undefined,
  name: OperationName,
  node: Node | undefined,
): Map<string, string> {
  const { task, intervalMs } = name;
  const meta = op === undefined ? new Map<string, string>() : copyOfAttributes(op.attributes);
  // Node attributes have no say: meta-attributes are the same everywhere.
  const facts: RuleFacts = { ...agentFacts(rsc.xml), operation: { name: task, intervalMs } };
  readValues(s, op, "meta_attributes", meta, facts);
  dropDefaults(meta);
  if (isProbe(task, intervalMs) && !meta.has("timeout")) {
    const monitor = mostFrequentMonitor(rsc);
    const timeout = monitor === undefined ? undefined : get(monitor.xml, "timeout");
    if (timeout !== undefined) meta.set("timeout", timeout);
  }
  readValues(s, s.operationDefaults, "meta_attributes", meta, facts);
  meta.delete("id");
  if (intervalMs > 0 && task !== "") meta.set("interval", String(intervalMs));
  else meta.delete("interval");

  settleTimeout(s, rsc, name, node, meta);
  settleOnFail(s, rsc, task, op, meta);
  settleStartDelay(s, op, intervalMs, meta);
  return meta;
}

/** Fence devices know best how long their agent may take to say how it is; a start asks just that. */
function settleTimeout(
  s: ClusterModel,
  rsc: Resource,
  { task, intervalMs }: OperationName,
  node: Node | undefined,
  meta: Map<string, string>,
): void {
  let timeout = meta.get("timeout");
  if (rsc.fenceDevice && (task === "start" || isProbe(task, intervalMs))) {
    timeout = resourceParams(s, rsc, node).get("pcmk_monitor_timeout") ?? timeout;
  }
  const ms = parseDuration(timeout) ?? -1;
  const valid = s.dialect.zeroTimeoutIsDefault ? ms > 0 : ms >= 0;
  meta.set("timeout", String(valid ? Math.min(ms, LONGEST_MS) : DEFAULT_TIMEOUT_MS));
}

/** `start-delay`, or what `interval-origin` makes of it: the time until the next whole interval since the origin. */
function settleStartDelay(
  s: ClusterModel,
  op: Element | undefined,
  intervalMs: number,
  meta: Map<string, string>,
): void {
  const delay = meta.get("start-delay");
  if (delay !== undefined) {
    meta.set("start-delay", String(Math.min(Math.max(0, parseDuration(delay) ?? 0), LONGEST_MS)));
    return;
  }
  const origin = meta.get("interval-origin");
  if (origin === undefined || intervalMs === 0) return;
  const start = parseMoment(origin);
  if (start === undefined) {
    s.problems.push(
      `Ignoring 'interval-origin' for operation '${op === undefined ? "" : idOf(op)}' because '${origin}' is not valid`,
    );
    return;
  }
  // Origins are whole seconds, and so are the intervals counted from them; shorter ones have nothing to wait for.
  const interval = Math.trunc(intervalMs / 1000);
  const since = interval === 0 ? 0 : (s.now - start) % interval;
  meta.set("start-delay", String(((since <= 0 ? 0 : interval) - since) * 1000));
}

/** The condition for the operation to run; only starting and promoting can do harm. */
export function operationNeeds(rsc: Resource, task: string): Needs {
  if (task !== "start" && task !== "promote") return "nothing";
  if (rsc.needsFencing) return "fencing";
  return rsc.needsQuorum ? "quorum" : "nothing";
}

/** Parameters for this operation alone, whose rules may ask about the node. */
export function operationParams(s: ClusterModel, op: Element | undefined, node: Node | undefined): Map<string, string> {
  const params = new Map<string, string>();
  readValues(s, op, "instance_attributes", params, node === undefined ? {} : { nodeAttributes: node.attributes });
  return params;
}
