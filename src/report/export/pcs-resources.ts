/** Resources as pcs commands: new ones with all they have, old ones by their pairs and operations, removed ones by id. */
import { sameNode } from "../../cib/patch/diff.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";

import { type Commands, pairValues, settingWords, type Unsaid, update } from "./pcs-pairs.ts";

const kindOf = (e: Element): "stonith" | "resource" => (get(e, "class") === "stonith" ? "stonith" : "resource");

export function removedResource(e: Element): Commands | Unsaid {
  return e.name === "template" ? "unsaid" : [[kindOf(e), "delete", idOf(e)]];
}

/** A primitive, a group or clone of primitives, a bundle. */
export function newResource(e: Element): Commands | Unsaid {
  switch (e.name) {
    case "primitive":
      return newPrimitive(e);
    case "group":
      return newGroup(e);
    case "clone":
      return newClone(e);
    case "bundle":
      return newBundle(e);
    default:
      return "unsaid";
  }
}

function newPrimitive(e: Element, ...inside: readonly string[]): Commands | Unsaid {
  const [type, parameters, meta] = [agentOf(e), onlyPairs(e, "instance_attributes"), onlyPairs(e, "meta_attributes")];
  if (type === undefined || parameters === "unsaid" || meta === "unsaid") return "unsaid";
  if (!onlyHas(e, ["id", "class", "provider", "type"], ["instance_attributes", "meta_attributes", "operations"]))
    return "unsaid";
  const operations = operationsOf(e).map(operationWords);
  // pcs makes a monitor for a resource that is created without one.
  if (!operationsOf(e).some((op) => get(op, "name") === "monitor")) return "unsaid";
  if (operations.some((words) => words === "unsaid")) return "unsaid";
  const ops = operations.flatMap((words) => (words === "unsaid" ? [] : words));
  return [
    [
      ...[kindOf(e), "create", idOf(e), type, ...settingWords(parameters)],
      ...(ops.length > 0 ? ["op", ...ops] : []),
      ...(meta.size > 0 ? ["meta", ...settingWords(meta)] : []),
      ...inside,
      ...(kindOf(e) === "resource" ? ["--no-default-ops"] : []),
      // The agent need not be on the machine that runs this.
      "--force",
    ],
  ];
}

/** As pcs names agents; undefined where the class has no name in pcs. */
function agentOf(e: Element): string | undefined {
  const [standard, provider, type] = ["class", "provider", "type"].map((name) => get(e, name));
  if (standard === undefined || type === undefined) return undefined;
  if (standard === "stonith") return type;
  return [standard, ...(provider === undefined ? [] : [provider]), type].join(":");
}

function newGroup(e: Element): Commands | Unsaid {
  const meta = onlyPairs(e, "meta_attributes");
  if (meta === "unsaid" || !onlyHas(e, ["id"], ["primitive", "meta_attributes"])) return "unsaid";
  const members: (readonly string[])[] = [];
  for (const member of elements(e, "primitive")) {
    const commands = newPrimitive(member, "--group", idOf(e));
    if (commands === "unsaid") return commands;
    members.push(...commands);
  }
  return [...members, ...(meta.size > 0 ? [["resource", "meta", idOf(e), ...settingWords(meta)]] : [])];
}

function newClone(e: Element): Commands | Unsaid {
  const meta = onlyPairs(e, "meta_attributes");
  const [inner, ...others] = elements(e).filter((c) => c.name !== "meta_attributes");
  if (
    meta === "unsaid" ||
    inner === undefined ||
    others.length > 0 ||
    !onlyHas(e, ["id"], [inner.name, "meta_attributes"])
  )
    return "unsaid";
  const commands = inner.name === "primitive" || inner.name === "group" ? newResource(inner) : "unsaid";
  if (commands === "unsaid") return commands;
  return [...commands, ["resource", "clone", idOf(inner), idOf(e), ...settingWords(meta)]];
}

const CONTAINERS = ["docker", "podman", "rkt"];

function newBundle(e: Element): Commands | Unsaid {
  const meta = onlyPairs(e, "meta_attributes");
  const [container, network, storage, inner] = [
    elements(e).find((c) => CONTAINERS.includes(c.name)),
    ...["network", "storage", "primitive"].map((name) => child(e, name)),
  ];
  const known = [...CONTAINERS, "network", "storage", "primitive", "meta_attributes"];
  if (meta === "unsaid" || container === undefined || !onlyHas(e, ["id"], known)) return "unsaid";
  const bundle = [
    ...["resource", "bundle", "create", idOf(e), "container", container.name, ...attributeWords(container)],
    ...(network === undefined || network.attributes.size === 0 ? [] : ["network", ...attributeWords(network)]),
    ...(network === undefined ? [] : elements(network)).flatMap((m) => ["port-map", ...attributeWords(m, "id")]),
    ...(storage === undefined ? [] : elements(storage)).flatMap((m) => ["storage-map", ...attributeWords(m, "id")]),
    ...(meta.size > 0 ? ["meta", ...settingWords(meta)] : []),
    "--force",
  ];
  if (inner === undefined) return [bundle];
  const commands = newPrimitive(inner, "bundle", idOf(e));
  return commands === "unsaid" ? commands : [bundle, ...commands];
}

const attributeWords = (e: Element, ...first: readonly string[]): string[] =>
  [...e.attributes]
    .sort(([a], [b]) => Number(first.includes(b)) - Number(first.includes(a)))
    .map(([name, value]) => `${name}=${value}`);

/** A resource of which only pairs and operations differ, at any depth. */
export function changedResource(before: Element, after: Element): Commands | Unsaid {
  if (before.name !== after.name || idOf(before) !== idOf(after)) return "unsaid";
  const commands: (readonly string[])[] = [];
  for (const [tag, words] of [
    ["instance_attributes", ["update"]],
    ["meta_attributes", ["meta"]],
  ] as const) {
    const sets = [elements(before, tag), elements(after, tag)];
    if (sets.some((all) => all.length > 1)) return "unsaid";
    const [[old], [now]] = [sets[0] ?? [], sets[1] ?? []];
    const changed = update(old, now);
    if (changed === "unsaid") return changed;
    const kind = tag === "meta_attributes" ? "resource" : kindOf(after);
    if (changed.length > 0)
      commands.push([kind, ...words, idOf(after), ...changed, ...(tag === "meta_attributes" ? [] : ["--force"])]);
  }
  const operations = changedOperations(before, after);
  if (operations === "unsaid") return operations;
  commands.push(...operations);
  const [inBefore, inAfter] = [before, after].map(otherParts);
  if (inBefore === undefined || inAfter === undefined || inBefore.length !== inAfter.length) return "unsaid";
  for (const [i, part] of inAfter.entries()) {
    const old = inBefore[i];
    if (old === undefined) return "unsaid";
    if (sameNode(old, part)) continue;
    if (!["primitive", "group"].includes(part.name)) return "unsaid";
    const inside = changedResource(old, part);
    if (inside === "unsaid") return inside;
    commands.push(...inside);
  }
  const bare = (e: Element): Element => ({ ...e, children: [] });
  return sameNode(bare(before), bare(after)) ? commands : "unsaid";
}

const PAIRED = ["instance_attributes", "meta_attributes", "operations"];
const otherParts = (e: Element): Element[] => elements(e).filter((c) => !PAIRED.includes(c.name));

function changedOperations(before: Element, after: Element): Commands | Unsaid {
  const [old, now] = [operationsOf(before), operationsOf(after)];
  const kept = (op: Element, others: readonly Element[]): boolean => others.some((o) => sameNode(o, op));
  const removed = old.filter((op) => !kept(op, now)).map((op) => ["resource", "op", "remove", idOf(op)]);
  const added: (readonly string[])[] = [];
  for (const op of now.filter((o) => !kept(o, old))) {
    const words = operationWords(op);
    if (words === "unsaid" || (kindOf(after) === "stonith" && words.length > 0)) return "unsaid";
    added.push(["resource", "op", "add", idOf(after), ...words, "--force"]);
  }
  return [...removed, ...added];
}

function operationsOf(e: Element): Element[] {
  const holder = child(e, "operations");
  return holder === undefined ? [] : elements(holder, "op");
}

function operationWords(op: Element): string[] | Unsaid {
  const sets = elements(op);
  if (sets.length > 0) return "unsaid";
  return [get(op, "name") ?? "", ...[...op.attributes].filter(([n]) => n !== "name").map(([n, v]) => `${n}=${v}`)];
}

/** The pairs of its one set; none where there is no set. */
function onlyPairs(e: Element, tag: string): ReadonlyMap<string, string> | Unsaid {
  const sets = elements(e, tag);
  if (sets.length > 1) return "unsaid";
  return pairValues(sets[0]) ?? "unsaid";
}

const onlyHas = (e: Element, attributes: readonly string[], parts: readonly string[]): boolean =>
  [...e.attributes.keys()].every((name) => attributes.includes(name)) &&
  elements(e).every((c) => parts.includes(c.name));
