/**
 * What-if: changes to a CIB's status (and what little of the configuration goes with them) made before scheduling.
 * The order is crm_simulate's, whatever the order of its options.
 * Behaviour: docs/pacemaker/simulator.md#injections.
 */
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../model/cluster-model.ts";
import { findNode, findResource } from "../model/lookup.ts";
import { childDraft, childDrafts, type Draft, draftOf, ensureChild, finished, newDraft } from "./draft.ts";
import type { Tell, TicketChange } from "./event.ts";
import { addFailure } from "./fail-count.ts";
import { Histories, recordResult } from "./history.ts";
import { configureNode, ensureNodeState, forgetNode, setMembership, statusOf } from "./node-state.ts";
import { parseOperationSpec } from "./operation-spec.ts";

export interface Injections {
  readonly quorum?: string;
  readonly watchdog?: string;
  readonly nodesUp?: readonly string[];
  readonly nodesDown?: readonly string[];
  readonly nodesFailing?: readonly string[];
  readonly tickets?: Readonly<Partial<Record<TicketChange, readonly string[]>>>;
  /** Results that no action of the cluster expects, as operation specs. */
  readonly operations?: readonly string[];
}

const TICKET_ORDER: readonly TicketChange[] = ["grant", "revoke", "standby", "activate"];

const TICKET_ATTRIBUTE: Readonly<Record<TicketChange, readonly [name: string, value: string]>> = {
  grant: ["granted", "true"],
  revoke: ["granted", "false"],
  standby: ["standby", "true"],
  activate: ["standby", "false"],
};

/** Anything but a change of quorum, which alone is no reason to begin. */
export function hasInjections(injections: Injections): boolean {
  const { nodesUp, nodesDown, nodesFailing, operations, watchdog, tickets = {} } = injections;
  const lists = [nodesUp, nodesDown, nodesFailing, operations, ...Object.values(tickets)];
  return watchdog !== undefined || lists.some((list) => list !== undefined && list.length > 0);
}

/** To bring up nodes is to configure them, and then whatever else an action is done on, even a guest. */
export function configuresNodes({ nodesUp }: Injections): boolean {
  return nodesUp !== undefined && nodesUp.length > 0;
}

/**
 * @param s what the CIB was read as
 * @param clock epoch seconds at which injected results happen
 */
export function inject(cib: Element, s: ReadonlyModel, injections: Injections, clock: number, tell: Tell): Element {
  const draft = draftOf(cib);
  const { nodesUp = [], nodesDown = [], nodesFailing = [], tickets = {}, operations = [] } = injections;
  const nodes: NodeFinder = (name) => stateOf(draft, s, name, configuresNodes(injections), tell);
  if (injections.quorum !== undefined) draft.attributes.set("have-quorum", injections.quorum);
  if (injections.watchdog !== undefined) setWatchdog(draft, injections.watchdog);
  for (const node of nodesUp) {
    tell({ kind: "node", change: "online", node });
    const state = nodes(node);
    if (state !== undefined) setMembership(state, true);
  }
  for (const node of nodesDown) {
    tell({ kind: "node", change: "offline", node });
    const state = nodes(node);
    if (state === undefined) continue;
    setMembership(state, false);
    forgetNode(state);
  }
  for (const node of nodesFailing) {
    tell({ kind: "node", change: "failing", node });
    const state = nodes(node);
    if (state === undefined) continue;
    setMembership(state, true);
    state.attributes.set("in_ccm", "false");
  }
  for (const change of TICKET_ORDER) {
    for (const ticket of tickets[change] ?? []) {
      tell({ kind: "ticket", change, ticket });
      setTicket(draft, ticket, ...TICKET_ATTRIBUTE[change]);
    }
  }
  for (const spec of operations) injectOperation(nodes, s, spec, clock, tell);
  return finished(draft);
}

type NodeFinder = (name: string) => Draft | undefined;

function stateOf(cib: Draft, s: ReadonlyModel, name: string, configure: boolean, tell: Tell): Draft | undefined {
  if (configure) configureNode(cib, name);
  const state = ensureNodeState(cib, name, findNode(s, name)?.id ?? (configure ? name : undefined));
  if (state === undefined) tell({ kind: "error", message: `Invalid node name: ${name}` });
  return state;
}

const PROPERTIES = "cib-bootstrap-options";
const WATCHDOG = "have-watchdog";

function setWatchdog(cib: Draft, value: string): void {
  const config = ensureChild(ensureChild(cib, "configuration"), "crm_config");
  for (const set of childDrafts(config, "cluster_property_set")) {
    for (const pair of childDrafts(set, "nvpair")) {
      if (pair.attributes.get("name") !== WATCHDOG) continue;
      pair.attributes.set("value", value);
      return;
    }
  }
  const set =
    childDraft(config, "cluster_property_set", PROPERTIES) ?? newDraft("cluster_property_set", { id: PROPERTIES });
  if (!config.children.includes(set)) config.children.push(set);
  set.children.push(newDraft("nvpair", { id: `${PROPERTIES}-${WATCHDOG}`, name: WATCHDOG, value }));
}

function setTicket(cib: Draft, id: string, name: string, value: string): void {
  const tickets = ensureChild(statusOf(cib), "tickets");
  const ticket = childDraft(tickets, "ticket_state", id) ?? newDraft("ticket_state", { id });
  if (!tickets.children.includes(ticket)) tickets.children.push(ticket);
  ticket.attributes.set(name, value);
}

function injectOperation(nodes: NodeFinder, s: ReadonlyModel, text: string, clock: number, tell: Tell): void {
  tell({ kind: "operation", spec: text });
  const parsed = parseOperationSpec(text);
  if (!parsed.ok) {
    tell({ kind: "error", message: parsed.message });
    return;
  }
  const { resource, task, intervalMs, node, rc } = parsed.spec;
  const rsc = findResource(s, resource);
  if (rsc === undefined) {
    tell({ kind: "error", message: `Invalid resource name: ${resource}` });
    return;
  }
  const state = nodes(node);
  if (state === undefined) return;
  const forGood = task === "stop" || (task === "start" && s.options.startFailureFatal);
  addFailure(state, { resource, task, intervalMs, rc, forGood, at: clock }, tell);
  const agent = { class: get(rsc.xml, "class"), provider: get(rsc.xml, "provider"), type: get(rsc.xml, "type") };
  const history = new Histories().ensure(state, resource, resource, agent);
  if (typeof history === "string") {
    tell({ kind: "error", message: history });
    return;
  }
  const keptAs = get(history, "id") ?? resource;
  const exitReason = "Simulated action result";
  recordResult(history, { resource: keptAs, task, intervalMs, node, rc, targetRc: 0, exitReason, at: clock });
}
