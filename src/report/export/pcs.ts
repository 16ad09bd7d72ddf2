/**
 * A change of a configuration as commands of pcs 0.11, in an order in which each can be carried out. What pcs has no words
 * for is returned, not left out. Ids of pairs and operations are those that pcs gives, which are Holdfast's too.
 */

import { sameNode } from "../../cib/patch/diff.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { Ids } from "../plan/differences.ts";
import { constraintCommands } from "./pcs-constraints.ts";
import { otherCommands } from "./pcs-others.ts";
import { type ChangedObject, type Commands, pairValues, settingWords, type Unsaid, update } from "./pcs-pairs.ts";
import { changedResource, newResource, removedResource } from "./pcs-resources.ts";

export interface PcsCommands {
  /** Each without the word `pcs` and its options. */
  readonly commands: readonly (readonly string[])[];
  /** Objects whose change pcs cannot say, by id. */
  readonly unsaid: readonly string[];
}

/** @param unsaid ids of objects that are not part of the change, such as Holdfast's own records */
export function pcsCommands(before: Element, after: Element, own: Ids): PcsCommands {
  const unsaid: string[] = [];
  const said = (object: string, commands: Commands | Unsaid): Commands => {
    if (commands !== "unsaid") return commands;
    unsaid.push(object);
    return [];
  };
  const section = (name: string): ChangedObject[] => changedIn(before, after, name).filter(({ id }) => !own.has(id));
  const constraints = section("constraints").map((c) => ({ c, commands: said(c.id, constraintCommands(c)) }));
  const resources = section("resources");
  const others = OTHERS.flatMap((name) => section(name).map((c) => ({ c, around: otherCommands(name, c) })));
  for (const { c, around } of others) if (around === "unsaid") unsaid.push(c.id);
  const around = others.flatMap((other) => (other.around === "unsaid" ? [] : [other.around]));
  const commands = [
    ...section("crm_config").flatMap((c) => said(c.id, propertyCommands(c))),
    ...section("rsc_defaults").flatMap((c) => said(c.id, defaultCommands("resource", c))),
    ...section("op_defaults").flatMap((c) => said(c.id, defaultCommands("op", c))),
    ...section("nodes").flatMap((c) => said(c.id, nodeCommands(c))),
    ...around.flatMap(({ first }) => first),
    // A constraint that refers to a resource goes before it and comes after it.
    ...constraints.flatMap(({ c, commands: [first] }) =>
      c.before === undefined || first === undefined ? [] : [first],
    ),
    ...resources.flatMap(({ id, before: old, after: now }) =>
      now === undefined && old !== undefined ? said(id, removedResource(old)) : [],
    ),
    ...resources.flatMap(({ id, before: old, after: now }) => {
      if (now === undefined) return [];
      return said(id, old === undefined ? newResource(now) : changedResource(old, now));
    }),
    ...constraints.flatMap(({ c, commands: all }) => (c.before === undefined ? all : all.slice(1))),
    ...around.flatMap(({ last }) => last),
  ];
  if (resourcesAreReordered(before, after)) unsaid.push("the order of the resources");
  return { commands, unsaid };
}

/** Roles before those who have them. */
const OTHERS = ["tags", "fencing-topology", "acls", "alerts", "remote-devices", "fencing"];

/** The objects of a section that differ, by id. */
function changedIn(before: Element, after: Element, name: string): ChangedObject[] {
  const [old, now] = [before, after].map((cib) => {
    const configuration = child(cib, "configuration");
    const section = configuration === undefined ? undefined : child(configuration, name);
    return new Map((section === undefined ? [] : elements(section)).map((e) => [idOf(e), e]));
  });
  const ids = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...ids]
    .map((id) => ({ id, before: old?.get(id), after: now?.get(id) }))
    .filter(({ before: a, after: b }) => a !== b && (a === undefined || b === undefined || !sameNode(a, b)));
}

/** What is in both has to be in the same order: among equals Pacemaker places the first one first, and pcs cannot move one. */
function resourcesAreReordered(before: Element, after: Element): boolean {
  const [old, now] = [before, after].map((cib) => {
    const configuration = child(cib, "configuration");
    const section = configuration === undefined ? undefined : child(configuration, "resources");
    return (section === undefined ? [] : elements(section)).map(idOf);
  });
  const common = (ids: readonly string[] = [], other: readonly string[] = []): string =>
    ids.filter((id) => other.includes(id)).join(" ");
  return common(old, now) !== common(now, old);
}

/** The one set that `pcs property` writes. */
const OPTIONS = "cib-bootstrap-options";

function propertyCommands({ id, before, after }: ChangedObject): Commands | Unsaid {
  if (id !== OPTIONS) return "unsaid";
  const words = update(before, after);
  if (words === "unsaid") return words;
  // --force: pcs knows other properties than the cluster's release.
  return words.length === 0 ? [] : [["property", "set", ...words, "--force"]];
}

function defaultCommands(of: "resource" | "op", { id, before, after }: ChangedObject): Commands | Unsaid {
  const defaults = of === "resource" ? ["resource", "defaults", "set"] : ["resource", "op", "defaults", "set"];
  if (after === undefined) return [[...defaults, "delete", id]];
  if (before !== undefined) {
    const words = update(before, after);
    return words === "unsaid" ? words : [[...defaults, "update", id, "meta", ...words]];
  }
  const pairs = pairValues(after);
  const score = get(after, "score");
  if (pairs === undefined) return "unsaid";
  const options = [`id=${id}`, ...(score === undefined ? [] : [`score=${score}`])];
  return [[...defaults, "create", ...options, "meta", ...settingWords(pairs)]];
}

function nodeCommands({ before, after }: ChangedObject): Commands | Unsaid {
  if (before === undefined || after === undefined) return "unsaid";
  const rest = (e: Element): string =>
    elements(e)
      .flatMap((c) => (c.name === SET ? [] : [c.name]))
      .join();
  if (!sameAttributes(before, after) || rest(before) !== "" || rest(after) !== "") return "unsaid";
  const words = update(child(before, SET), child(after, SET));
  return words === "unsaid" ? words : [["node", "attribute", get(after, "uname") ?? idOf(after), ...words, "--force"]];
}

const SET = "instance_attributes";

const sameAttributes = (a: Element, b: Element): boolean =>
  a.attributes.size === b.attributes.size &&
  [...a.attributes].every(([name, value]) => b.attributes.get(name) === value);
