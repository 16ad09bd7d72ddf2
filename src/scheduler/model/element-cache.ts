/**
 * What was read of elements and follows from them alone, whatever the moment, the node or the rest of the CIB. A run asks
 * for much of it again and again; and since versions of a CIB share the elements that did not change, the next run can
 * have it too. It holds on to the elements: for as long as one question is asked in many ways, not for ever.
 */
import type { Pair } from "../../cib/value/nvpair.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { HistoryReading } from "../status/history-reading.ts";
import type { ImpliedBundle } from "./implied-bundle.ts";
import type { OperationConfig } from "./types.ts";

/** Each table is filled and read by the one file that its comment names. */
export interface ElementCache {
  /** By tag and parent, pairs of blocks without rules and references: read-values.ts. */
  readonly pairs: Map<string, Map<Element, readonly Pair[] | "depends">>;
  /** By `operations` element: operations.ts. */
  readonly operations: Map<Element, readonly OperationConfig[]>;
  /** By definition, then by task and interval: operation-config.ts. */
  readonly operationMeta: Map<Element, Map<string, KnownOperationMeta>>;
  /** By definition, its instance attributes: params.ts. */
  readonly params: Map<Element, ReadonlyMap<string, string>>;
  /** By definition and timeout (one-shot operations have none): digests.ts. */
  readonly digests: Map<Element, Map<string | undefined, DigestedParameters>>;
  /** By `bundle` element; or why it cannot be used: implied-bundle.ts. */
  readonly bundles: Map<Element, ImpliedBundle | { readonly problem: string }>;
  /** By `lrm_resource`: status/history-reading.ts. */
  readonly histories: Map<Element, HistoryReading>;
}

/** Meta-attributes of an operation, and what they were made of besides the resource's definition. */
interface KnownOperationMeta {
  readonly op: Element | undefined;
  readonly defaults: Element | undefined;
  readonly operations: readonly OperationConfig[];
  readonly meta: ReadonlyMap<string, string>;
}

/** What a digest is taken of. */
export interface DigestedParameters {
  readonly parameters: ReadonlyMap<string, string>;
  /** The digest of all. */
  readonly all: string;
  /** Of those in a list of names, by the list. */
  readonly restart: Map<string, string>;
}

export function emptyElementCache(): ElementCache {
  return {
    pairs: new Map(),
    operations: new Map(),
    operationMeta: new Map(),
    params: new Map(),
    digests: new Map(),
    bundles: new Map(),
    histories: new Map(),
  };
}
