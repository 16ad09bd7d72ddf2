/** An agent's metadata: the XML that its operation `meta-data` prints. Source: OCF Resource Agent API 1.1, section 4. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { child, type Element, elements, get } from "../../cib/xml/tree.ts";
import type { AgentDescription } from "./document.ts";

/** @param agent such as `ocf:heartbeat:IPaddr2` */
export function describeAgent(agent: string, metadata: Element): AgentDescription {
  const [parameters, actions] = ["parameters", "actions"].map((name) => child(metadata, name));
  return {
    document: "agent",
    version: 1,
    source: "node",
    agent,
    ...texts(metadata),
    parameters: parameters === undefined ? [] : elements(parameters, "parameter").map(parameterOf),
    operations: actions === undefined ? [] : elements(actions, "action").map(operationOf),
  };
}

type Parameter = AgentDescription["parameters"][number];
type Operation = AgentDescription["operations"][number];

function parameterOf(e: Element): Parameter {
  const content = child(e, "content");
  return {
    name: get(e, "name") ?? "",
    ...texts(e),
    ...given("type", content && get(content, "type")),
    ...given("default", content && get(content, "default")),
    ...(is(e, "required") ? { required: true } : {}),
    ...(is(e, "reloadable") ? { reloadable: true } : {}),
    // Fence agents have an attribute, OCF agents an element.
    ...(is(e, "deprecated") || child(e, "deprecated") !== undefined ? { deprecated: true } : {}),
  };
}

function operationOf(e: Element): Operation {
  return {
    name: get(e, "name") ?? "",
    ...given("interval", get(e, "interval")),
    ...given("timeout", get(e, "timeout")),
    ...given("role", get(e, "role")),
  };
}

/** Some fence agents have the short one as an attribute, and the agent's own. */
function texts(e: Element): { readonly title?: string; readonly text?: string } {
  return {
    ...given("title", textIn(e, "shortdesc") ?? get(e, "shortdesc")),
    ...given("text", textIn(e, "longdesc")),
  };
}

/** The element's text without line breaks; undefined without any. */
function textIn(e: Element, name: string): string | undefined {
  const found = child(e, name);
  const text = found?.children.flatMap((c) => (c.kind === "text" ? [c.text] : [])).join("");
  const joined = text?.replace(/\s+/g, " ").trim();
  return joined === "" ? undefined : joined;
}

const is = (e: Element, attribute: string): boolean => parseBoolean(get(e, attribute) ?? "false") === true;

function given<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [P in K]: string });
}
