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
import type { ClusterModel, ReadonlyModel } from "../model/cluster-model.ts";
import { FAIL_COUNT, LAST_FAILURE } from "../model/failure-attributes.ts";
import { entryInterval, expectedRc, isBundled } from "../model/history-entry.ts";
import { leadingInteger } from "../model/integer.ts";
import type { ReadonlyNode, ReadonlyResource } from "../model/read-only.ts";
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
  s: ReadonlyModel,
  rsc: ReadonlyResource,
  node: ReadonlyNode,
  options: FailCountOptions,
  entry?: Element,
): FailCount {
  let { count, last } = readAttributes(s, rsc, node);
  if (
    options.effective === true &&
    count > 0 &&
    last > 0 &&
    rsc.failureTimeout !== 0 &&
    s.now > last + msToSeconds(rsc.failureTimeout) &&
    !(rsc.failureTimeout > 0 && failureBlocks(s, rsc, node, entry))
  )
    count = 0;
  if (countsLaunched(rsc, options)) {
    for (const inside of rsc.launched) {
      const inner = failCount(s, inside, node, options, entry);
      count += inner.count;
      last = Math.max(last, inner.last);
    }
  }
  return { count, last: count > 0 && last > 0 ? last : 0 };
}

/** The connection into a bundle's container may be on another node than the container, which its failures are not about. */
function countsLaunched(rsc: ReadonlyResource, { launched }: FailCountOptions): boolean {
  return launched === true && !isBundled(rsc);
}

/**
 * {@link failCount}, as the phases ask it: from the first question that a failure which blocks answers, the failures of
 * the resource no longer expire, anywhere.
 */
export function countFailures(
  s: ClusterModel,
  rsc: Resource,
  node: Node,
  options: FailCountOptions,
  entry?: Element,
): FailCount {
  endExpiry(s, rsc, node, options, entry);
  return failCount(s, rsc, node, options, entry);
}

function endExpiry(s: ClusterModel, rsc: Resource, node: Node, options: FailCountOptions, entry?: Element): void {
  const failed = rsc.failureTimeout > 0 && readAttributes(s, rsc, node).count > 0;
  if (failed && failureBlocks(s, rsc, node, entry)) rsc.failureTimeout = 0;
  if (countsLaunched(rsc, options)) for (const inside of rsc.launched) endExpiry(s, inside, node, options, entry);
}

const OF_THRESHOLD: FailCountOptions = { effective: true, launched: true };

const hasThreshold = (rsc: ReadonlyResource): boolean => rsc.migrationThreshold !== 0 && !rsc.ignoreFailure;

/** Whether the resource failed so often on the node that it may not try again there. */
export function atThreshold(s: ReadonlyModel, rsc: ReadonlyResource, node: ReadonlyNode): boolean {
  if (!hasThreshold(rsc)) return false;
  const { count } = failCount(s, rsc, node, OF_THRESHOLD);
  return count > 0 && count >= rsc.migrationThreshold;
}

/** What to ban from the node because the resource failed there too often, as {@link countFailures} finds. */
export function toBanForFailures(s: ClusterModel, rsc: Resource, node: Node): Resource | undefined {
  if (hasThreshold(rsc)) endExpiry(s, rsc, node, OF_THRESHOLD);
  if (!atThreshold(s, rsc, node)) return undefined;
  return rsc.unique ? rsc : topOf(rsc, false);
}

function readAttributes(s: ReadonlyModel, rsc: ReadonlyResource, node: ReadonlyNode): FailCount {
  let count = 0;
  let last = 0;
  const names = s.failureAttributes.on(node);
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

/** Attributes of anonymous instances carry no number, except those written while the clone was unique. */
function failureId({ historyId, id, unique }: ReadonlyResource): string {
  const name = historyId ?? id;
  return unique ? name : baseName(name);
}

function failurePattern(s: ReadonlyModel, rsc: ReadonlyResource, id: string): RegExp {
  const escaped = id.replace(/[\\^$*+?()[\]{}|]/g, "\\$&");
  const instance = rsc.unique ? "" : "(:[0-9]+)?";
  return new RegExp(`^${escaped}${instance}${namesOperations(s) ? "#.+_[0-9]+" : ""}$`);
}

/** The feature set from which fail counts are kept an operation. */
const COUNTS_BY_OPERATION = "3.0.13";

function namesOperations(s: ReadonlyModel): boolean {
  if (!s.dialect.oldFailCountNames) return true;
  return compareDottedVersions(get(s.cib, "crm_feature_set") ?? "0", COUNTS_BY_OPERATION) >= 0;
}

/**
 * Whether a failure that blocks the resource (`on-fail=block`, as an attribute of the operation) is among those
 * counted: a person has to clear that, so failures then never expire.
 */
function failureBlocks(
  s: ReadonlyModel,
  rsc: ReadonlyResource,
  node: ReadonlyNode,
  entry: Element | undefined,
): boolean {
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

function blockingOperations(rsc: ReadonlyResource, id: string): Element[] {
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

function entriesOf(s: ReadonlyModel, node: ReadonlyNode, id: string): Element[] {
  const found: Element[] = [];
  for (const state of s.status === undefined ? [] : elements(s.status, "node_state")) {
    if (get(state, "uname") !== node.name) continue;
    for (const entry of walk(state)) {
      if (entry.name === "lrm_resource" && get(entry, "id") === id) found.push(...elements(entry, "lrm_rsc_op"));
    }
  }
  return found;
}
