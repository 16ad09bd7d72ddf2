/**
 * Lists what operators and tools have switched and a change leaves as it is: stopped and unmanaged resources, nodes in
 * standby, bans and moves, tickets. They decide what runs as much as the configuration does, and no difference shows them.
 */

import { isOperators } from "../../cib/operational.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { child, descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Kept } from "./document.ts";

/**
 * @param cib as the change leaves it
 * @param owned ids of properties and node attributes that the manifest set
 */
export function readKept(cib: Element, owned: ReadonlySet<string>): Kept[] {
  const configuration = child(cib, "configuration");
  if (configuration === undefined) return [];
  const below = (section: string): readonly Element[] => elements(child(configuration, section) ?? configuration);
  return [
    ...clusterSwitches(cib, owned),
    ...below("nodes").flatMap((node) => nodeSwitches(cib, node, owned)),
    ...below("resources").flatMap((rsc) => walk(rsc).flatMap(resourceSwitches)),
    ...below("constraints").flatMap((constraint) => leftOver(cib, constraint)),
  ];
}

function clusterSwitches(cib: Element, owned: ReadonlySet<string>): Kept[] {
  const ownSets = descend(cib, "configuration", "crm_config") ?? cib;
  const isOwned = (name: string): boolean =>
    walk(ownSets).some((e) => e.name === "nvpair" && get(e, "name") === name && owned.has(idOf(e)));
  return (["maintenance-mode", "stop-all-resources"] as const).flatMap((name): Kept[] =>
    parseBoolean(clusterProperty(cib, name)) === true && !isOwned(name) ? [{ kind: name, object: "" }] : [],
  );
}

function nodeSwitches(cib: Element, node: Element, owned: ReadonlySet<string>): Kept[] {
  const name = get(node, "uname") ?? idOf(node);
  const state = elements(child(cib, "status") ?? cib, "node_state").find((s) => idOf(s) === idOf(node));
  const sets = [node, ...(state === undefined ? [] : elements(state, "transient_attributes"))];
  const pairs = sets.flatMap((e) => elements(e, "instance_attributes")).flatMap((set) => elements(set, "nvpair"));
  return (["standby", "maintenance"] as const).flatMap((kind): Kept[] => {
    const on = pairs.some(
      (p) => get(p, "name") === kind && parseBoolean(get(p, "value")) === true && !owned.has(idOf(p)),
    );
    return on ? [{ kind: `node-${kind}`, object: name }] : [];
  });
}

const RESOURCES: ReadonlySet<string> = new Set(["primitive", "group", "clone", "master", "bundle", "template"]);

function resourceSwitches(rsc: Element): Kept[] {
  if (!RESOURCES.has(rsc.name)) return [];
  const pairs = elements(rsc, "meta_attributes").flatMap((set) => elements(set, "nvpair"));
  return pairs.filter(isOperators).flatMap((pair): Kept[] => {
    const value = get(pair, "value") ?? "";
    const kind = switchOf(get(pair, "name") ?? "", value);
    return kind === undefined ? [] : [{ kind, object: idOf(rsc) }];
  });
}

function switchOf(name: string, value: string): Kept["kind"] | undefined {
  if (name === "target-role") {
    const role = value.toLowerCase();
    return role === "stopped" ? "disabled" : role === "slave" || role === "unpromoted" ? "not-promoted" : undefined;
  }
  if (name === "is-managed") return parseBoolean(value) === false ? "unmanaged" : undefined;
  return name === "maintenance" && parseBoolean(value) === true ? "maintenance" : undefined;
}

/** The ids are those that crm_resource, and so pcs, gives to bans and moves. */
function leftOver(cib: Element, constraint: Element): Kept[] {
  const id = idOf(constraint);
  const object = get(constraint, "rsc") ?? get(constraint, "rsc-pattern") ?? id;
  if (constraint.name === "rsc_location" && /^cli-(ban|prefer|standby)-/.test(id)) {
    const node = get(constraint, "node");
    const kind = id.startsWith("cli-prefer-") ? "move" : "ban";
    return [{ kind, object, constraint: id, ...(node === undefined ? {} : { node }) }];
  }
  if (constraint.name !== "rsc_ticket") return [];
  const ticket = get(constraint, "ticket") ?? "";
  const states = elements(descend(cib, "status", "tickets") ?? cib, "ticket_state");
  const state = states.find((s) => idOf(s) === ticket);
  const held = state !== undefined && isSet(state, "granted") && !isSet(state, "standby");
  return held ? [] : [{ kind: "ticket", object, constraint: id, ticket }];
}

const isSet = (e: Element, name: string): boolean => parseBoolean(get(e, name)) === true;
