/**
 * What people have switched on a cluster, which is no fault: nodes in standby, disabled resources, maintenance,
 * bans, moves, tickets. Each with its sentence, and the CIB as it would be without it, so that others can ask what it
 * is to blame for.
 */

import { drainText, readDrains } from "../../cib/drain.ts";
import { isWindow, readWindows, windowText } from "../../cib/maintenance-window.ts";
import { RESOURCES } from "../../cib/resource-elements.ts";
import { readStatus } from "../../cib/status.ts";
import { endOf, isOver } from "../../cib/timed-set.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { FORMER_NAMES } from "../../cib/value/property.ts";
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { child, descend, type Element, elements, get, idOf, walk, withAttribute } from "../../cib/xml/tree.ts";

type SwitchKind = "standby" | "maintenance" | "unmanaged" | "disabled" | "ban" | "move" | "ticket" | "stop-all";

export interface Switched {
  readonly kind: SwitchKind;
  /** The node, resource, constraint, ticket or property. */
  readonly id: string;
  /** What is so now: `controller-0 is in standby`. */
  readonly text: string;
  /** The elements that say so. */
  readonly elements: readonly Element[];
  /** The state of a node that is in standby and off besides: taken out of service, it is not missed. */
  readonly off?: Element;
}

/**
 * In the order of the CIB: properties, nodes, resources, constraints, and what has an end and a reason. Of rules only the
 * date that ends them is looked at.
 * @param now epoch seconds
 */
export function readSwitched(cib: Element, now: number): Switched[] {
  const hasEnded = (holder: Element): boolean => isOver({ until: endOf(holder) }, now);
  // What is over is not there; what Holdfast wrote for a while has a sentence of its own.
  const present = rewriteRoot(cib, (e) => (HOLDERS.has(e.name) && (isWindow(e) || hasEnded(e)) ? [] : e));
  const windows = readWindows(cib).filter((w) => !isOver(w, now));
  return [
    ...ofCluster(present),
    ...ofNodes(present),
    ...ofResources(present),
    ...ofConstraints(present),
    ...windows.map(
      (w): Switched => ({
        kind: "maintenance",
        id: w.of === "cluster" ? "maintenance-mode" : w.id,
        text: `${w.of === "cluster" ? "the whole cluster" : w.id} is in maintenance ${windowText(w)}`,
        elements: [w.set],
      }),
    ),
  ];
}

/** What can have a rule that ends it. */
const HOLDERS = new Set(["cluster_property_set", "instance_attributes", "meta_attributes", "rsc_location"]);

/** The CIB without these. */
export function without(cib: Element, switched: readonly Switched[]): Element {
  const gone = new Set(switched.flatMap((s) => s.elements));
  const off = new Set(switched.flatMap((s) => s.off ?? []));
  return rewriteRoot(cib, (e) => (gone.has(e) ? [] : off.has(e) ? asMember(e) : e));
}

function asMember(state: Element): Element {
  const member = { in_ccm: "true", crmd: "online", join: "member", expected: "member" };
  return Object.entries(member).reduce((e, [name, value]) => withAttribute(e, name, value), state);
}

/** Cleanly: it left, or it was fenced. */
const isOff = (state: Element): boolean => get(state, "expected") === "down" && get(state, "join") !== "member";

/** Pairs of that name in the blocks of an element. */
function pairsOf(owner: Element | undefined, block: string, name: string): Element[] {
  const blocks = owner === undefined ? [] : elements(owner, block);
  return blocks.flatMap((b) => elements(b, "nvpair")).filter((p) => get(p, "name") === name);
}

const isOn = (pair: Element): boolean => parseBoolean(get(pair, "value")) === true;
const isFalse = (pair: Element): boolean => parseBoolean(get(pair, "value")) === false;

function ofCluster(cib: Element): Switched[] {
  const config = descend(cib, "configuration", "crm_config");
  const found = (name: string, kind: SwitchKind, text: string): Switched[] => {
    const on = [name, FORMER_NAMES.get(name) ?? name]
      .flatMap((n) => pairsOf(config, "cluster_property_set", n))
      .filter(isOn);
    return on.length === 0 ? [] : [{ kind, id: name, text, elements: [...new Set(on)] }];
  };
  return [
    ...found("maintenance-mode", "maintenance", "the whole cluster is in maintenance (maintenance-mode)"),
    ...found("stop-all-resources", "stop-all", "every resource is stopped (stop-all-resources)"),
  ];
}

function ofNodes(cib: Element): Switched[] {
  const nodes = descend(cib, "configuration", "nodes");
  const status = descend(cib, "status");
  // The first of a name counts, so it is written last.
  const states = new Map(
    (status === undefined ? [] : elements(status, "node_state")).map((s) => [idOf(s), s] as const).reverse(),
  );
  const drains = new Map(
    readDrains(cib)
      .map((d) => [d.node, d] as const)
      .reverse(),
  );
  return (nodes === undefined ? [] : elements(nodes, "node")).flatMap((node): Switched[] => {
    const name = get(node, "uname") ?? idOf(node);
    const state = states.get(idOf(node));
    const transient = state === undefined ? undefined : child(state, "transient_attributes");
    const pairs = (attribute: string): Element[] =>
      [node, transient].flatMap((owner) => pairsOf(owner, "instance_attributes", attribute)).filter(isOn);
    const off = state !== undefined && isOff(state) ? state : undefined;
    const [standby, maintenance] = [pairs("standby"), pairs("maintenance")];
    const drain = drains.get(name);
    const ends = drain === undefined ? "" : ` ${drainText(drain)}`;
    return [
      ...(standby.length === 0
        ? []
        : [
            {
              kind: "standby" as const,
              id: name,
              text: `${name} is in standby${ends}${off === undefined ? "" : ", and off"}`,
              elements: standby,
              ...(off === undefined ? {} : { off }),
            },
          ]),
      ...(maintenance.length === 0
        ? []
        : [{ kind: "maintenance" as const, id: name, text: `${name} is in maintenance`, elements: maintenance }]),
    ];
  });
}

function ofResources(cib: Element): Switched[] {
  const resources = descend(cib, "configuration", "resources");
  return (resources === undefined ? [] : walk(resources))
    .filter((e) => RESOURCES.has(e.name))
    .flatMap((rsc): Switched[] => {
      const id = idOf(rsc);
      const say = (kind: SwitchKind, text: string, pairs: readonly Element[]): Switched[] =>
        pairs.length === 0 ? [] : [{ kind, id, text, elements: pairs }];
      const meta = (name: string): Element[] => pairsOf(rsc, "meta_attributes", name);
      const roles = meta("target-role");
      const has = (role: string): Element[] => roles.filter((p) => get(p, "value")?.toLowerCase() === role);
      return [
        ...say("disabled", `${id} is disabled`, has("stopped")),
        ...say("disabled", `${id} is not to be promoted (target-role)`, [...has("unpromoted"), ...has("slave")]),
        ...say("unmanaged", `${id} is unmanaged`, meta("is-managed").filter(isFalse)),
        ...say("maintenance", `${id} is in maintenance`, meta("maintenance").filter(isOn)),
      ];
    });
}

/** What `crm_resource` calls the constraints that it makes. */
const BAN = "cli-ban-";
const MOVE = "cli-prefer-";

function ofConstraints(cib: Element): Switched[] {
  const constraints = descend(cib, "configuration", "constraints");
  if (constraints === undefined) return [];
  const tickets = new Map(readStatus(cib).tickets.map((t) => [t.id, t]));
  const locations = elements(constraints, "rsc_location").flatMap((e): Switched[] => {
    const id = idOf(e);
    const rsc = get(e, "rsc") ?? "";
    const where = get(e, "node");
    if (id.startsWith(BAN))
      return [{ kind: "ban", id, text: `${rsc} is banned from ${where ?? "nodes"} (${id})`, elements: [e] }];
    if (id.startsWith(MOVE))
      return [{ kind: "move", id, text: `${rsc} was moved to ${where ?? "a node"} (${id})`, elements: [e] }];
    return [];
  });
  const ofTickets = elements(constraints, "rsc_ticket");
  const withheld = [...new Set(ofTickets.map((e) => get(e, "ticket") ?? ""))].flatMap((id): Switched[] => {
    const list = ofTickets.filter((e) => get(e, "ticket") === id);
    const ticket = tickets.get(id);
    if (ticket?.granted === true && !ticket.standby) return [];
    const text = ticket?.granted === true ? `ticket ${id} is in standby` : `ticket ${id} is not granted`;
    return [{ kind: "ticket", id, text, elements: list }];
  });
  return [...locations, ...withheld];
}
