/** One permission of an ACL role, in a sentence. */
import { type Element, get } from "../../cib/xml/tree.ts";

/** As in `read /cib/status`, `deny element nvpair, attribute value`. */
export function readPermission(e: Element): string {
  const [xpath, reference, type, attribute] = ["xpath", "reference", "object-type", "attribute"].map((n) => get(e, n));
  const what = [
    ...(xpath === undefined ? [] : [xpath]),
    ...(reference === undefined ? [] : [`what has the id ${reference}`]),
    ...(type === undefined ? [] : [`element ${type}`]),
    ...(attribute === undefined ? [] : [`attribute ${attribute}`]),
  ];
  const description = get(e, "description");
  return `${get(e, "kind") ?? ""} ${what.join(", ")}${description === undefined ? "" : `: ${description}`}`;
}
