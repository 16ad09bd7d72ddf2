/**
 * Meta attributes that operators and tools set as they go (`pcs resource disable`), and a manifest may set too. What an
 * operator set stays when the manifest does not say it; what the manifest set goes. To distinguish the two,
 * the manifest's pairs have ids that no tool gives, with the value: a tool that changes the value keeps the id, which then
 * no longer fits it, and one that removes the pair and sets it again makes an id of its own. A list of ids in a tag could
 * not show that.
 */
import { type Element, get, idOf } from "./xml/tree.ts";

const OPERATIONAL: ReadonlySet<string> = new Set(["target-role", "is-managed", "maintenance"]);

/** Whether operators set a meta attribute of this name too. */
export function isOperational(name: string): boolean {
  return OPERATIONAL.has(name);
}

/** The end of the id of a pair with this value that a manifest sets. */
export function manifestMark(value: string): string {
  return `holdfast-${value.replace(/[^A-Za-z0-9_.-]/g, "")}`;
}

/** Whether it is such a pair, and its value is the one that a manifest set. */
export function isManifests(pair: Element): boolean {
  return isOperational(get(pair, "name") ?? "") && idOf(pair).endsWith(`-${manifestMark(get(pair, "value") ?? "")}`);
}

/** Whether it is such a pair, and an operator or a tool gave it its value. */
export function isOperators(pair: Element): boolean {
  return isOperational(get(pair, "name") ?? "") && !isManifests(pair);
}
