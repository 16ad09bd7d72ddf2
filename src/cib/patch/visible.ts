/**
 * Whether a CIB shows what a patch brought about, however else it has moved on. Order is not looked at: what is moved
 * shows nothing.
 */

import { printXml } from "../xml/print.ts";
import { type Element, elements, get } from "../xml/tree.ts";
import { type Change, type Patch, parsePath } from "./patch.ts";

/** False also when the patch does nothing that would show. */
export function isInForce(cib: Element, { changes }: Pick<Patch, "changes">): boolean {
  const shown = changes.flatMap((change) => shows(cib, change) ?? []);
  return shown.length > 0 && shown.every((is) => is);
}

/** Undefined when it would not show. */
function shows(cib: Element, change: Change): boolean | undefined {
  if (change.operation === "move" || change.path.endsWith("/comment")) return undefined;
  const at = elementAt(cib, change.path);
  if (change.operation === "delete") return at === undefined;
  if (change.operation === "modify")
    return at !== undefined && change.changes.every(({ name, value }) => get(at, name) === value);
  const { node } = change;
  if (node.kind !== "element") return undefined;
  const wanted = printXml(node);
  return (
    at !== undefined && elements(at, node.name).some((e) => get(e, "id") === get(node, "id") && printXml(e) === wanted)
  );
}

function elementAt(root: Element, path: string): Element | undefined {
  let at: Element | undefined = root;
  for (const { name, id } of parsePath(path)?.slice(1) ?? []) {
    if (at === undefined) return undefined;
    at = elements(at, name).find((e) => id === undefined || get(e, "id") === id);
  }
  return at;
}
