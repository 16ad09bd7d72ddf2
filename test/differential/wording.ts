/**
 * What Pacemaker 2.1.5 only tells differently is brought to words that both have, so that what is left of a difference
 * is one of decision. Done to both sides. test/differential/dialects.md has the list.
 */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, get, type XmlNode } from "../../src/cib/xml/tree.ts";

export function commonGraph(graph: string): string {
  const parsed = parseXml(graph);
  if (!parsed.ok) throw new Error(`unreadable graph: ${parsed.problem.message}`);
  return printXml(reworded(parsed.root));
}

function reworded(e: Element, inFencing = false): Element {
  const fencing = inFencing || get(e, "operation") === "stonith";
  const children = e.children.map((c: XmlNode) => (c.kind === "element" ? reworded(c, fencing) : c));
  return { ...e, attributes: commonAttributes(e, fencing), children };
}

/** Only 3.0 tells these; agents get the same numbers under older names. */
const NEW_NAMES: ReadonlySet<string> = new Set(["CRM_meta_promoted_max", "CRM_meta_promoted_node_max"]);

/** 2.1.5 also sends a response that does not apply to the operation. What comes of it shows in what is done. */
const RESPONSE = "CRM_meta_on_fail";

/** What fencing is told of itself; 2.1.5 sends the target's node attributes along. */
const FENCING =
  /^CRM_meta_(on_node|on_node_uuid|stonith_action|priority_fencing_delay|digests_all|digests_secure|op_no_wait)$/;

function commonAttributes(e: Element, fencing: boolean): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  for (const [name, value] of e.attributes) {
    if (e.name === "transition_graph" && name === "transition_id") continue;
    if (e.name === "attributes" && (NEW_NAMES.has(name) || name === RESPONSE)) continue;
    if (e.name === "attributes" && fencing && !FENCING.test(name)) continue;
    kept.set(e.name === "transition_graph" && name === "stonith-timeout" ? "fencing-timeout" : name, value);
  }
  return kept;
}
