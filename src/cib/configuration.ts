/**
 * The configuration section read into plain values: what was written, with references between blocks resolved and
 * templates left unexpanded. What it comes to (rules, defaults, meta-attributes inherited) the scheduler works out.
 * Every value keeps its element, for positions and for what is not read here.
 */

import { type Constraint, readConstraints } from "./configuration-constraints.ts";
import { type IndexById, indexById } from "./index.ts";
import { blocksInOrder } from "./nvpair.ts";
import { child, descend, type Element, elements, get, idOf } from "./tree.ts";

/** A set of name/value pairs; a name keeps its first value. */
export interface Block {
  readonly id: string;
  readonly element: Element;
  readonly values: ReadonlyMap<string, string>;
  /** The rules under which the set applies; without any it always does. */
  readonly rules: readonly Element[];
}

export interface ConfiguredNode {
  readonly id: string;
  readonly name: string;
  readonly kind: "cluster" | "remote";
  readonly element: Element;
  readonly attributes: readonly Block[];
  readonly utilization: readonly Block[];
}

export interface Operation {
  readonly id: string;
  readonly name: string;
  /** As written, such as `10s`. */
  readonly interval: string;
  readonly element: Element;
  readonly meta: readonly Block[];
  readonly parameters: readonly Block[];
}

interface ResourceBase {
  readonly id: string;
  readonly element: Element;
  readonly meta: readonly Block[];
  readonly parameters: readonly Block[];
}

export interface PrimitiveConfiguration extends ResourceBase {
  readonly kind: "primitive" | "template";
  /** Of a primitive with a template, these are the template's. */
  readonly standard: string | undefined;
  readonly provider: string | undefined;
  readonly type: string | undefined;
  readonly template: string | undefined;
  readonly operations: readonly Operation[];
  readonly utilization: readonly Block[];
}

export interface GroupConfiguration extends ResourceBase {
  readonly kind: "group";
  readonly members: readonly PrimitiveConfiguration[];
}

export interface CloneConfiguration extends ResourceBase {
  readonly kind: "clone";
  /** By its own first unconditional setting; a `master` always is. */
  readonly promotable: boolean;
  readonly instance: PrimitiveConfiguration | GroupConfiguration | undefined;
}

export interface BundleConfiguration extends ResourceBase {
  readonly kind: "bundle";
  /** `docker`, `podman` … */
  readonly technology: string | undefined;
  readonly container: Element | undefined;
  readonly network: Element | undefined;
  readonly portMappings: readonly Element[];
  readonly storageMappings: readonly Element[];
  readonly instance: PrimitiveConfiguration | undefined;
}

export type ResourceConfiguration =
  | PrimitiveConfiguration
  | GroupConfiguration
  | CloneConfiguration
  | BundleConfiguration;

export interface FencingLevel {
  readonly id: string;
  readonly index: number;
  readonly devices: readonly string[];
  readonly target:
    | { readonly kind: "name" | "pattern"; readonly value: string }
    | { readonly kind: "attribute"; readonly name: string; readonly value: string };
  readonly element: Element;
}

export interface Configuration {
  /** In the order in which they count. */
  readonly properties: readonly Block[];
  readonly nodes: readonly ConfiguredNode[];
  /** Not in other resources; templates are apart. */
  readonly resources: readonly ResourceConfiguration[];
  readonly templates: readonly PrimitiveConfiguration[];
  readonly constraints: readonly Constraint[];
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly fencingLevels: readonly FencingLevel[];
  readonly resourceDefaults: readonly Block[];
  readonly operationDefaults: readonly Block[];
}

export function readConfiguration(cib: Element): Configuration {
  const reader = configurationReader(cib);
  const section = (...names: readonly string[]): Element | undefined => descend(cib, "configuration", ...names);
  const all = (e: Element | undefined, name?: string): Element[] => (e === undefined ? [] : elements(e, name));
  return {
    properties: reader.blocks(section("crm_config"), "cluster_property_set", "cib-bootstrap-options"),
    nodes: all(section("nodes"), "node").map(reader.node),
    resources: all(section("resources")).flatMap((e) => (e.name === "template" ? [] : reader.resource(e))),
    templates: all(section("resources"), "template").map(reader.primitive),
    constraints: readConstraints(section("constraints"), reader.byId),
    tags: new Map(all(section("tags"), "tag").map((tag) => [idOf(tag), elements(tag, "obj_ref").map(idOf)])),
    fencingLevels: all(section("fencing-topology"), "fencing-level").map(readFencingLevel),
    resourceDefaults: reader.blocks(section("rsc_defaults"), "meta_attributes"),
    operationDefaults: reader.blocks(section("op_defaults"), "meta_attributes"),
  };
}

/** Every resource and template, members and instances included, parents first. */
export function* allResources(configuration: Configuration): Generator<ResourceConfiguration> {
  yield* configuration.templates;
  for (const resource of configuration.resources) yield* withInner(resource);
}

function* withInner(resource: ResourceConfiguration): Generator<ResourceConfiguration> {
  yield resource;
  switch (resource.kind) {
    case "group":
      yield* resource.members;
      break;
    case "clone":
    case "bundle":
      if (resource.instance !== undefined) yield* withInner(resource.instance);
      break;
    case "primitive":
    case "template":
      break;
  }
}

/** What a name is set to without condition, the first block first. */
export function unconditionalValue(blocks: readonly Block[], name: string): string | undefined {
  return blocks.find((block) => block.rules.length === 0 && block.values.has(name))?.values.get(name);
}

function configurationReader(cib: Element) {
  const byId = indexById(cib);
  const blocks = (parent: Element | undefined, tag: string, firstId?: string): readonly Block[] =>
    parent === undefined ? [] : blocksInOrder(parent, tag, byId, firstId).map((element) => readBlock(element, byId));

  const node = (e: Element): ConfiguredNode => ({
    id: idOf(e),
    name: get(e, "uname") ?? idOf(e),
    kind: get(e, "type") === "remote" ? "remote" : "cluster",
    element: e,
    attributes: blocks(e, "instance_attributes"),
    utilization: blocks(e, "utilization"),
  });

  const base = (e: Element): ResourceBase => ({
    id: idOf(e),
    element: e,
    meta: blocks(e, "meta_attributes"),
    parameters: blocks(e, "instance_attributes"),
  });

  const operation = (e: Element): Operation => ({
    ...base(e),
    name: get(e, "name") ?? "",
    interval: get(e, "interval") ?? "0",
  });

  const operations = (e: Element): Operation[] =>
    elements(e, "operations").flatMap((own) => {
      const referent = byId.get(get(own, "id-ref") ?? "") ?? own;
      return elements(referent, "op").map(operation);
    });

  const primitive = (e: Element): PrimitiveConfiguration => {
    const template = byId.get(get(e, "template") ?? "");
    const agent = (name: string): string | undefined =>
      get(e, name) ?? (template === undefined ? undefined : get(template, name));
    return {
      ...base(e),
      kind: e.name === "template" ? "template" : "primitive",
      standard: agent("class"),
      provider: agent("provider"),
      type: agent("type"),
      template: get(e, "template"),
      operations: operations(e),
      utilization: blocks(e, "utilization"),
    };
  };

  const group = (e: Element): GroupConfiguration => ({
    ...base(e),
    kind: "group",
    members: elements(e, "primitive").map(primitive),
  });

  const clone = (e: Element): CloneConfiguration => {
    const read = base(e);
    const [innerGroup, innerPrimitive] = [child(e, "group"), child(e, "primitive")];
    return {
      ...read,
      kind: "clone",
      promotable: e.name === "master" || unconditionalValue(read.meta, "promotable")?.toLowerCase() === "true",
      instance:
        innerGroup !== undefined
          ? group(innerGroup)
          : innerPrimitive === undefined
            ? undefined
            : primitive(innerPrimitive),
    };
  };

  const bundle = (e: Element): BundleConfiguration => {
    const container = ["podman", "docker", "rkt"].map((name) => child(e, name)).find((found) => found !== undefined);
    const [network, storage, inner] = [child(e, "network"), child(e, "storage"), child(e, "primitive")];
    return {
      ...base(e),
      kind: "bundle",
      technology: container?.name,
      container,
      network,
      portMappings: network === undefined ? [] : elements(network, "port-mapping"),
      storageMappings: storage === undefined ? [] : elements(storage, "storage-mapping"),
      instance: inner === undefined ? undefined : primitive(inner),
    };
  };

  const resource = (e: Element): ResourceConfiguration[] => {
    switch (e.name) {
      case "primitive":
        return [primitive(e)];
      case "group":
        return [group(e)];
      case "clone":
      case "master":
        return [clone(e)];
      case "bundle":
        return [bundle(e)];
      default:
        return [];
    }
  };

  return { byId, blocks, node, primitive, resource };
}

function readBlock(element: Element, byId: IndexById): Block {
  const values = new Map<string, string>();
  for (const pair of elements(element, "nvpair")) {
    const referent = byId.get(get(pair, "id-ref") ?? "") ?? pair;
    const name = get(pair, "name") ?? get(referent, "name");
    const value = get(referent, "value");
    if (name !== undefined && value !== undefined && !values.has(name)) values.set(name, value);
  }
  return { id: idOf(element), element, values, rules: elements(element, "rule") };
}

function readFencingLevel(e: Element): FencingLevel {
  const attribute = get(e, "target-attribute");
  const pattern = get(e, "target-pattern");
  return {
    id: idOf(e),
    index: Number(get(e, "index") ?? 0),
    devices: (get(e, "devices") ?? "")
      .split(",")
      .map((device) => device.trim())
      .filter((device) => device !== ""),
    target:
      attribute !== undefined
        ? { kind: "attribute", name: attribute, value: get(e, "target-value") ?? "" }
        : { kind: pattern === undefined ? "name" : "pattern", value: pattern ?? get(e, "target") ?? "" },
    element: e,
  };
}
