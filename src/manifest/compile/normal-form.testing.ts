/**
 * A configuration as lines of text, equal for configurations that mean the same: where order has no meaning there is
 * none, words are today's, empty sets are gone. Ids stay, since having TripleO's is the point; resources stay in order,
 * since among equals Pacemaker places the first one first; except fencing devices, each of which TripleO made from the
 * node it fences, all at once.
 */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { modernName } from "../merge/overlay.ts";

const IN_ORDER = new Set(["resources", "group", "resource_set"]);

export function normalForm(e: Element): string[] {
  const lines = [line(e)];
  const children = withDevicesById(elements(e))
    .filter((c) => !(c.name.endsWith("_attributes") && elements(c).length === 0))
    .map((c) => normalForm(c).map((l) => `  ${l}`));
  if (!IN_ORDER.has(e.name)) children.sort((a, b) => (a.join("\n") < b.join("\n") ? -1 : 1));
  return [...lines, ...children.flat()];
}

function withDevicesById(all: readonly Element[]): Element[] {
  const isDevice = (e: Element): boolean => e.name === "primitive" && get(e, "class") === "stonith";
  const devices = all.filter(isDevice).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return all.map((e) => (isDevice(e) ? (devices.shift() ?? e) : e));
}

function line(e: Element): string {
  const attributes = [...e.attributes].map(([name, value]) => `${modernName(name)}="${normalValue(e, name, value)}"`);
  return [e.name, ...attributes.sort()].join(" ");
}

function normalValue(e: Element, name: string, value: string): string {
  if (name.endsWith("role")) return value.replace("Master", "Promoted").replace("Slave", "Unpromoted");
  if (e.name !== "nvpair") return value;
  const option = get(e, "name") ?? "";
  if (name === "name") return modernName(value);
  if (name === "id" && idOf(e).endsWith(`-${option}`)) return `${value.slice(0, -option.length)}${modernName(option)}`;
  return value;
}
