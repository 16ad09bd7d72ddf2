/**
 * The status section read into plain values: what the cluster itself has written about nodes, what ran where and how it
 * ended, and tickets. Nothing is concluded here; whether a node is online or a resource runs, the scheduler says.
 */

import { type RecordedOperation, readHistoryEntry } from "./history.ts";
import { parseBoolean } from "./value/boolean.ts";
import { child, descend, type Element, elements, get, idOf } from "./xml/tree.ts";

export interface NodeState {
  readonly id: string;
  /** Undefined where only the id is known. */
  readonly name: string | undefined;
  readonly isRemote: boolean;
  /** As written: a boolean, or since when, in epoch seconds. */
  readonly inCcm: string | undefined;
  readonly crmd: string | undefined;
  readonly join: string | undefined;
  readonly expected: string | undefined;
  readonly maintenance: boolean;
  /** Transient attributes, which end with the node's membership. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly history: readonly ResourceHistory[];
  readonly element: Element;
}

/** What one node remembers of one resource. */
interface ResourceHistory {
  readonly id: string;
  readonly standard: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
  /** The launching resource of a connection to a guest. */
  readonly container: string | undefined;
  readonly entries: readonly RecordedOperation[];
  readonly element: Element;
}

interface Ticket {
  readonly id: string;
  readonly granted: boolean;
  readonly standby: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface Status {
  readonly nodes: readonly NodeState[];
  readonly tickets: readonly Ticket[];
}

/**
 * Nodes and tickets of a whole CIB's status, in document order; none of either where there is no status section.
 * Numbers that are missing or unreadable are zero where the field cannot be undefined. Never fails.
 */
export function readStatus(cib: Element): Status {
  const status = child(cib, "status");
  const tickets = status === undefined ? undefined : child(status, "tickets");
  return {
    nodes: status === undefined ? [] : elements(status, "node_state").map(readNodeState),
    tickets: tickets === undefined ? [] : elements(tickets, "ticket_state").map(readTicket),
  };
}

function readNodeState(e: Element): NodeState {
  const resources = descend(e, "lrm", "lrm_resources");
  return {
    id: idOf(e),
    name: get(e, "uname"),
    isRemote: parseBoolean(get(e, "remote_node")) ?? false,
    inCcm: get(e, "in_ccm"),
    crmd: get(e, "crmd"),
    join: get(e, "join"),
    expected: get(e, "expected"),
    maintenance: parseBoolean(get(e, "node_in_maintenance")) ?? false,
    attributes: transientAttributes(e),
    history: resources === undefined ? [] : elements(resources, "lrm_resource").map(readHistory),
    element: e,
  };
}

function transientAttributes(nodeState: Element): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const section of elements(nodeState, "transient_attributes")) {
    for (const block of elements(section, "instance_attributes")) {
      for (const pair of elements(block, "nvpair")) {
        const [name, value] = [get(pair, "name"), get(pair, "value")];
        if (name !== undefined && value !== undefined && !attributes.has(name)) attributes.set(name, value);
      }
    }
  }
  return attributes;
}

function readHistory(e: Element): ResourceHistory {
  return {
    id: idOf(e),
    standard: get(e, "class"),
    provider: get(e, "provider"),
    type: get(e, "type"),
    container: get(e, "container"),
    entries: elements(e, "lrm_rsc_op").map(readHistoryEntry),
    element: e,
  };
}

function readTicket(e: Element): Ticket {
  return {
    id: idOf(e),
    granted: parseBoolean(get(e, "granted")) ?? false,
    standby: parseBoolean(get(e, "standby")) ?? false,
    attributes: new Map([...e.attributes].filter(([name]) => name !== "id")),
  };
}
