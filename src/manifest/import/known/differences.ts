/** What a resource is beyond what the catalogue, or another short word, makes of it: the keys that a manifest adds. */
import { child, type Element, elements, get, idOf } from "../../../cib/xml/tree.ts";
import { serviceElement } from "../../compile/service-element.ts";
import { modernName } from "../../merge/overlay.ts";
import type { Primitive, Service } from "../../model/model.ts";
import { isMap, type Plain, type PlainMap, plainMap, unlessEmpty } from "../../words/plain.ts";
import { resourceWord } from "../../words/resource.ts";
import { type Secrets, withReferences } from "../source/secrets.ts";
import type { KnownBundle } from "./bundles.ts";
import { operationDifferences } from "./operations.ts";

/** Keys and their values, with names of secrets in place of these; none where there is no difference. */
export type Differences = PlainMap;

const OUTER = new Set(["bundle", "resource", "meta"]);
const NUMBERS = ["replicas", "promoted-max", "control-port"];

/** `undefined`: there are some that a service of the catalogue cannot have. */
export function differences(bundle: KnownBundle, usual: Service, secrets: Secrets): Differences | undefined {
  const now = resourceWord.write(secrets.hide(bundle.element), NO_REFERENCES);
  const container = resourceWord.write(
    serviceElement({ ...usual, primitive: undefined }, bundle.runtime, undefined),
    NO_REFERENCES,
  );
  if (!isMap(now) || !isMap(container) || [...now.keys()].some((key) => !OUTER.has(key))) return undefined;
  const [is, was] = [now.get("bundle"), container.get("bundle")];
  const inner = child(bundle.element, "primitive");
  const ofAgent =
    usual.primitive === undefined || inner === undefined
      ? new Map<string, Plain>()
      : primitiveDifferences(inner, usual.primitive, secrets);
  const ofBundle = mapDifferences(textsOf(now.get("meta")), usual.meta);
  if (!isMap(is) || !isMap(was) || ofAgent === undefined || ofBundle === undefined) return undefined;
  const ofContainer = containerDifferences(is, was);
  if (ofContainer === undefined) return undefined;
  return new Map([...ofContainer, ...ofAgent, ...plainMap({ "bundle-meta": unlessEmpty(ofBundle) })]);
}

const NO_REFERENCES = { isReferred: () => false };

function containerDifferences(now: PlainMap, usual: PlainMap): PlainMap | undefined {
  const said = new Map<string, Plain>();
  for (const key of new Set([...now.keys(), ...usual.keys()])) {
    const [is, was] = [now.get(key), usual.get(key)];
    if (key === "mounts") continue;
    if (is === was) continue;
    if (key === "options") said.set(key, optionsSaid(text(is), text(was)));
    else if (is !== undefined && ["image", "network", "run-command", ...NUMBERS].includes(key)) said.set(key, is);
    else return undefined;
  }
  const mounts = mapDifferences(mapOf(now.get("mounts")), mapOf(usual.get("mounts")));
  if (mounts === undefined) return undefined;
  return new Map([...said, ...plainMap({ mounts: unlessEmpty(mounts) })]);
}

function optionsSaid(now: string, usual: string): Plain {
  return usual !== "" && now.startsWith(`${usual} `) ? plainMap({ add: now.slice(usual.length + 1) }) : now;
}

function text(plain: Plain | undefined): string {
  return typeof plain === "string" ? plain : "";
}

function mapOf(plain: Plain | undefined): PlainMap | undefined {
  return plain === undefined ? new Map() : isMap(plain) ? plain : undefined;
}

/** Meta attributes as they are said: a map, unless there are several sets or rules. */
function textsOf(plain: Plain | undefined): ReadonlyMap<string, Plain> | undefined {
  return mapOf(plain);
}

/** What is added, other, and taken away (an empty value). */
function mapDifferences(
  now: ReadonlyMap<string, Plain> | undefined,
  usual: ReadonlyMap<string, Plain> | undefined,
): ReadonlyMap<string, Plain> | undefined {
  if (now === undefined || usual === undefined) return undefined;
  const said = new Map<string, Plain>();
  for (const [key, value] of now) if (!isEqual(value, usual.get(key))) said.set(key, value);
  for (const key of usual.keys()) if (!now.has(key)) said.set(key, null);
  return said;
}

function isEqual(a: Plain, b: Plain | undefined): boolean {
  if (!isMap(a)) return a === b;
  return isMap(b) && a.size === b.size && [...a].every(([key, value]) => isEqual(value, b.get(key)));
}

/**
 * The same of an agent's resource: parameters, meta attributes, operations. `undefined` where it has what these keys
 * cannot say, such as a rule or utilization.
 */
export function primitiveDifferences(now: Element, usual: Primitive, secrets: Secrets): Differences | undefined {
  const { standard, provider, type } = usual.agent;
  const isAgent = get(now, "class") === standard && get(now, "provider") === provider && get(now, "type") === type;
  const parts = new Set(["instance_attributes", "meta_attributes", "operations"]);
  if (!isAgent || idOf(now) !== usual.id || elements(now).some((part) => !parts.has(part.name))) return undefined;
  if ([...now.attributes.keys()].some((key) => !["id", "class", "provider", "type"].includes(key))) return undefined;
  const [parameters, meta] = [pairsIn(secrets.hide(now), "instance_attributes"), pairsIn(now, "meta_attributes")];
  const texts = new Map([...usual.parameters].map(([key, value]) => [key, value.kind === "text" ? value.text : ""]));
  const operations = operationDifferences(now, usual.operations);
  const [said, ofMeta] = [mapDifferences(parameters, texts), mapDifferences(meta, usual.meta)];
  if (said === undefined || ofMeta === undefined || operations === undefined) return undefined;
  return plainMap({
    parameters: withSecrets(unlessEmpty(said)),
    meta: unlessEmpty(ofMeta),
    operations: unlessEmpty(operations),
  });
}

function withSecrets(said: PlainMap | undefined): Plain | undefined {
  return said === undefined ? undefined : withReferences(said);
}

/** `undefined` where there are several sets, or one with a condition. */
export function pairsIn(e: Element, tag: string): ReadonlyMap<string, string> | undefined {
  const sets = elements(e, tag).filter((set) => elements(set).length > 0);
  const pairs = sets.flatMap((set) => elements(set));
  if (sets.length > 1 || pairs.some((pair) => pair.name !== "nvpair" || get(pair, "name") === undefined))
    return undefined;
  return new Map(pairs.map((pair) => [modernName(get(pair, "name") ?? ""), get(pair, "value") ?? ""]));
}
