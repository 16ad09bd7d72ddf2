/** Reads resources and their sets of settings, in the CIB's order and with its words. */
import { agentWord } from "../../cib/agent-word.ts";
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { ShownOperation, ShownResource, ShownSet, ShownSetting } from "./document.ts";
import { ruleWords } from "./rule-words.ts";

export function readShownResource(e: Element): ShownResource {
  return {
    kind: e.name,
    id: idOf(e),
    ...(get(e, "type") === undefined ? {} : { agent: agentWord((name) => get(e, name)) }),
    attributes: otherAttributes(e, "class", "provider", "type"),
    parameters: readSets(e, "instance_attributes"),
    meta: readSets(e, "meta_attributes"),
    utilization: readSets(e, "utilization"),
    operations: elements(e, "operations").flatMap(readOperations),
    container: e.name === "bundle" ? containerOf(e) : [],
    resources: elements(e)
      .filter((c) => RESOURCES_AND_TEMPLATES.has(c.name))
      .map(readShownResource),
  };
}

function readOperations(holder: Element): ShownOperation[] {
  const reference = get(holder, "id-ref");
  const referred = reference === undefined ? [] : [{ id: `as ${reference}`, attributes: [], parameters: [], meta: [] }];
  return [...referred, ...elements(holder, "op").map(readOperation)];
}

function readOperation(op: Element): ShownOperation {
  return {
    id: idOf(op),
    attributes: otherAttributes(op),
    parameters: readSets(op, "instance_attributes"),
    meta: readSets(op, "meta_attributes"),
  };
}

const NOT_OF_THE_CONTAINER = new Set(["meta_attributes", "instance_attributes", "utilization"]);

function containerOf(bundle: Element): ShownResource["container"] {
  return elements(bundle)
    .filter((c) => !RESOURCES_AND_TEMPLATES.has(c.name) && !NOT_OF_THE_CONTAINER.has(c.name))
    .flatMap(walk)
    .filter((c) => c.name !== "storage")
    .map((c) => ({ part: c.name, attributes: otherAttributes(c) }));
}

/** Every attribute but the id and those named. */
export function otherAttributes(e: Element, ...except: readonly string[]): ShownSetting[] {
  return [...e.attributes]
    .filter(([name]) => name !== "id" && !except.includes(name))
    .map(([name, value]) => ({ name, value }));
}

/** The sets called `tag` of an element; one that refers to another set says so. */
export function readSets(holder: Element | undefined, tag: string): ShownSet[] {
  return (holder === undefined ? [] : elements(holder, tag)).map((set) => {
    const score = get(set, "score");
    const rules = elements(set, "rule").map(ruleWords);
    const reference = get(set, "id-ref");
    return {
      id: reference === undefined ? idOf(set) : `as ${reference}`,
      ...(score === undefined ? {} : { score }),
      ...(rules.length === 0 ? {} : { rule: rules.join(" or ") }),
      settings: elements(set, "nvpair").map((pair) => ({
        name: get(pair, "name") ?? `as ${get(pair, "id-ref") ?? ""}`,
        value: get(pair, "value") ?? "",
      })),
    };
  });
}
