/** The root element of the XML output of Pacemaker's tools (`--output-as=xml`). */
import { printXml } from "../../cib/xml/print.ts";
import { type Element, element } from "../../cib/xml/tree.ts";

/** The schema version of Pacemaker 3.0's tools. */
const API_VERSION = "2.42";

export function resultXml(content: readonly Element[]): string {
  const status = element("status", { code: "0", message: "OK" });
  const attributes = { "api-version": API_VERSION, request: "holdfast simulate" };
  return printXml(element("pacemaker-result", attributes, [...content, status]));
}
