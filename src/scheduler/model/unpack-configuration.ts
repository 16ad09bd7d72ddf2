/**
 * The configuration part of a CIB as the scheduler's data: options, nodes, resources, tags.
 * Behaviour: docs/pacemaker/phases.md#the-phases.
 */
import { normalizeCib } from "../../cib/upgrade/normalize.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { child, type Element, element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { CURRENT, type Dialect } from "./dialect.ts";
import { ElementCache } from "./element-cache.ts";
import { FailureAttributes } from "./failure-attributes.ts";
import { unpackNodes } from "./nodes.ts";
import { DEFAULT_OPTIONS, readOptions } from "./options.ts";
import { unpackResources } from "./resources.ts";
import { unpackTags } from "./tags.ts";
import type { Why } from "./why.ts";

export interface UnpackOptions {
  readonly why?: Why | undefined;
  /** Whose rules apply; default: those of the newest release. */
  readonly dialect?: Dialect | undefined;
  /** What runs before this one read, on versions of the same CIB; it is added to. */
  readonly elementCache?: ElementCache | undefined;
}

/** `now` in epoch seconds; without it the CIB has to say by `execution-date` which moment it is. */
export function unpackConfiguration(cib: Element, now: number | undefined, options: UnpackOptions = {}): ClusterModel {
  const { upgradesToSchema4: pairsInOrder } = options.dialect ?? CURRENT;
  const s = emptyScheduler(normalizeCib(cib, { pairsInOrder }), moment(cib, now), options);
  readOptions(s);
  unpackNodes(s);
  unpackResources(s);
  unpackTags(s);
  return s;
}

function moment(cib: Element, now: number | undefined): number {
  if (now !== undefined) return now;
  const date = Number.parseInt(get(cib, "execution-date") ?? "", 10);
  if (Number.isNaN(date))
    throw new Error("A CIB without execution-date can only be scheduled for a moment that the caller names");
  return date;
}

function emptyScheduler(cib: Element, now: number, { why, dialect, elementCache }: UnpackOptions): ClusterModel {
  const configuration = child(cib, "configuration") ?? element("configuration");
  return {
    why,
    elementCache: elementCache ?? new ElementCache(),
    dialect: dialect ?? CURRENT,
    cib,
    configuration,
    operationDefaults: child(configuration, "op_defaults"),
    status: child(cib, "status"),
    byId: indexById(cib),
    now,
    sanitized: false,
    options: DEFAULT_OPTIONS,
    quorate: parseBoolean(get(cib, "have-quorum")) === true,
    haveFencingDevice: false,
    enableUnfencing: false,
    haveRemoteNodes: false,
    repeatedNodes: 0,
    dcUuid: get(cib, "dc-uuid"),
    dc: undefined,
    nodes: [],
    nodesByIndex: [],
    nodesByName: new Map(),
    nodesById: new Map(),
    resources: [],
    resourcesById: new Map(),
    templates: new Map(),
    tags: new Map(),
    tickets: new Map(),
    actions: [],
    globalActions: new Map(),
    orderings: [],
    locations: [],
    colocations: [],
    ticketConstraints: [],
    failedOperations: [],
    expiredMonitors: new Set(),
    digests: new Map(),
    failureAttributes: new FailureAttributes(),
    attributeValues: new Map(),
    notes: undefined,
    stopNeeded: [],
    nextOrderingId: 1,
    nextResourceIndex: 0,
    recheckBy: undefined,
    deferredParamChecks: [],
    problems: [],
  };
}
