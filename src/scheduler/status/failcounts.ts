/**
 * Fail counts: node attributes `fail-count-<resource>#<operation>_<interval>` with, beside them, the moment of the last
 * failure.
 * Behaviour: docs/pacemaker/failures-and-health.md#effective-fail-counts.
 */
import { operationKey } from "../../cib/operation.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { msToSeconds, parseInterval } from "../../cib/value/duration.ts";
import { addScores, parseScore } from "../../cib/value/score.ts";
import { type Element, elements, get, walk } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { entryInterval, expectedRc, isBundled } from "../model/history-entry.ts";
import { leadingInteger } from "../model/integer.ts";
import { topOf } from "../model/resource.ts";
import type { Node, Resource } from "../model/types.ts";
import { baseName } from "./find-resource.ts";

export interface FailCountOptions {
  /** Failures older than the failure timeout do not count. */
  readonly effective?: boolean;
  /** Failures of what runs inside the resource, when it is a container, count too. */
  readonly launched?: boolean;
}

export interface FailCount {
  readonly count: number;
  /** Epoch seconds of the last failure, 0 when not known. */
  readonly last: number;
}

/** `entry`: the failure for whose sake the question is asked; without it, every configured operation's counts. */
export function failCount(
  s: ClusterModel,
  rsc: Resource,
  node: Node,
  options: FailCountOptions,
  entry?: Element,
): FailCount {
  let { count, last } = readAttributes(s, rsc, node);
  if (count > 0 && rsc.failureTimeout > 0 && failureBlocks(s, rsc, node, entry)) rsc.failureTimeout = 0;
  if (
    options.effective === true &&
    count > 0 &&
    last > 0 &&
    rsc.failureTimeout !== 0 &&
    s.now > last + msToSeconds(rsc.failureTimeout)
  )
    count = 0;
  // The connection into a bundle's container may be on another node than the container, which its failures are not about.
  if (options.launched === true && !isBundled(rsc)) {
    for (const inside of rsc.launched) {
      const inner = failCount(s, inside, node, options, entry);
      count += inner.count;
      last = Math.max(last, inner.last);
    }
  }
  return { count, last: count > 0 && last > 0 ? last : 0 };
}

/** What to ban from the node because the resource failed there too often; undefined when it may try again. */
export function thresholdReached(s: ClusterModel, rsc: Resource, node: Node): Resource | undefined {
  if (rsc.migrationThreshold === 0 || rsc.ignoreFailure) return undefined;
  const { count } = failCount(s, rsc, node, { effective: true, launched: true });
  if (count <= 0 || rsc.migrationThreshold - count > 0) return undefined;
  return rsc.unique ? rsc : topOf(rsc, false);
}

const FAIL_COUNT = "fail-count-";
const LAST_FAILURE = "last-failure-";

function readAttributes(s: ClusterModel, rsc: Resource, node: Node): FailCount {
  let count = 0;
  let last = 0;
  const names = failureAttributes(s, node);
  if (names.length === 0) return { count, last };
  const id = failureId(rsc);
  // A dot in an id stands for any character in the pattern.
  const isLiteral = !id.includes(".");
  let pattern: RegExp | undefined;
  for (const name of names) {
    const counts = name.startsWith(FAIL_COUNT);
    const start = counts ? FAIL_COUNT.length : LAST_FAILURE.length;
    if (isLiteral && !name.startsWith(id, start)) continue;
    pattern ??= failurePattern(s, rsc, id);
    if (!pattern.test(name.slice(start))) continue;
    const value = node.attributes.get(name) as string;
    if (counts) count = addScores(count, parseScore(value, s.options.health) ?? 0);
    else last = Math.max(last, leadingInteger(value) ?? 0);
  }
  return { count, last };
}

/**
 * The names of a node's fail counts and of what goes with them. Every resource asks every node, and few nodes have any:
 * kept until the node learns of further attributes.
 */
export function failureAttributes(s: ClusterModel, node: Node): readonly string[] {
  const known = s.failureAttributes[node.index];
  if (known?.of === node.attributes.size) return known.names;
  const names: string[] = [];
  for (const name of node.attributes.keys()) {
    if (name.startsWith(FAIL_COUNT) || name.startsWith(LAST_FAILURE)) names.push(name);
  }
  s.failureAttributes[node.index] = { of: node.attributes.size, names };
  return names;
}

/** Attributes of anonymous instances carry no number, except those written while the clone was unique. */
function failureId({ historyId, id, unique }: Resource): string {
  const name = historyId ?? id;
  return unique ? name : baseName(name);
}

function failurePattern(s: ClusterModel, rsc: Resource, id: string): RegExp {
  const escaped = id.replace(/[\\^$*+?()[\]{}|]/g, "\\$&");
  const instance = rsc.unique ? "" : "(:[0-9]+)?";
  return new RegExp(`^${escaped}${instance}${namesOperations(s) ? "#.+_[0-9]+" : ""}$`);
}

/** The feature set from which fail counts are kept an operation. */
const COUNTS_BY_OPERATION = "3.0.13";

function namesOperations(s: ClusterModel): boolean {
  if (!s.dialect.oldFailCountNames) return true;
  return compareDottedVersions(get(s.cib, "crm_feature_set") ?? "0", COUNTS_BY_OPERATION) >= 0;
}

/**
 * Whether a failure that blocks the resource (`on-fail=block`, as an attribute of the operation) is among those
 * counted: a person has to clear that, so failures then never expire.
 */
function failureBlocks(s: ClusterModel, rsc: Resource, node: Node, entry: Element | undefined): boolean {
  const id = baseName(rsc.id);
  for (const operation of blockingOperations(rsc, id)) {
    if (entry !== undefined) {
      if (isFailureOf(id, operation, entry)) return true;
      continue;
    }
    const name = get(operation, "name");
    const interval = parseInterval(get(operation, "interval")) ?? 0;
    const matches = entriesOf(s, node, id).some(
      (candidate) =>
        get(candidate, "operation") === name &&
        get(candidate, "interval") === String(interval) &&
        isFailureOf(id, operation, candidate),
    );
    if (matches) return true;
  }
  return false;
}

function blockingOperations(rsc: Resource, id: string): Element[] {
  const found: Element[] = [];
  for (const primitive of walk(rsc.xml)) {
    if (primitive.name !== "primitive" || get(primitive, "id") !== id) continue;
    for (const operation of walk(primitive)) {
      if (operation.name === "op" && get(operation, "on-fail") === "block") found.push(operation);
    }
  }
  return found;
}

function isFailureOf(id: string, operation: Element, entry: Element): boolean {
  const name = get(operation, "name");
  const interval = parseInterval(get(operation, "interval")) ?? 0;
  if (interval !== entryInterval(entry) || name?.toLowerCase() !== get(entry, "operation")?.toLowerCase()) return false;
  const entryId = get(entry, "id")?.toLowerCase();
  if (entryId === operationKey(id, "last_failure", 0).toLowerCase()) return true;
  return (
    entryId === operationKey(id, name ?? "", interval).toLowerCase() &&
    (leadingInteger(get(entry, "rc-code")) ?? 0) !== expectedRc(entry)
  );
}

function entriesOf(s: ClusterModel, node: Node, id: string): Element[] {
  const found: Element[] = [];
  for (const state of s.status === undefined ? [] : elements(s.status, "node_state")) {
    if (get(state, "uname") !== node.name) continue;
    for (const entry of walk(state)) {
      if (entry.name === "lrm_resource" && get(entry, "id") === id) found.push(...elements(entry, "lrm_rsc_op"));
    }
  }
  return found;
}
