/** Lists nodes of which the manifest has nothing any more, and which stay all the same: a manifest removes no node. */
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";

/** @param owned ids of the manifest's objects before the change, and after it; node attributes are among them */
export function readLeftNodes(
  cib: Element,
  owned: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> },
): string[] {
  const nodes = descend(cib, "configuration", "nodes");
  return (nodes === undefined ? [] : elements(nodes, "node")).flatMap((node) => {
    const ids = [...walk(node)].map(idOf).filter((id) => owned.before.has(id));
    return ids.length > 0 && ids.every((id) => !owned.after.has(id)) ? [get(node, "uname") ?? idOf(node)] : [];
  });
}
