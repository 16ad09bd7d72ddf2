/**
 * Fourth phase: a manifest and its secrets into the parts of a configuration. Deterministic: the same manifest gives
 * the same elements, ids and order, which is the order in which TripleO creates them. Today's syntax only.
 */
import type { Problem } from "../../cib/problem.ts";
import { type Element, idOf, withAttribute, withChildren } from "../../cib/xml/tree.ts";
import { attributeText } from "../model/draft.ts";
import {
  hasRoles,
  type Manifest,
  type Node,
  type OwnConstraint,
  type Primitive,
  type Service,
  type VirtualIp,
} from "../model/model.ts";
import type { Setting } from "../model/setting.ts";
import type { ClusterSetting } from "../model/settings.ts";
import { avoidOwnNode, levelElements, roleLocation, virtualIpConstraints } from "./constraint-elements.ts";
import { draftElement } from "./draft-element.ts";
import { primitiveElement } from "./primitive-element.ts";
import { serviceElement } from "./service-element.ts";

export interface Compiled {
  readonly nodes: readonly Node[];
  readonly settings: readonly ClusterSetting[];
  readonly resources: readonly Element[];
  readonly constraints: readonly Element[];
  readonly levels: readonly Element[];
  /** Of all other sections, by their name. */
  readonly own: ReadonlyMap<string, readonly Element[]>;
  /** What goes into the CIB as it is, by section. */
  readonly raw: ReadonlyMap<string, readonly Element[]>;
  /** Values that must not be shown. They are in the elements above. */
  readonly secretValues: ReadonlySet<string>;
}

export interface CompileOptions {
  /** The value of a secret the manifest declares; `undefined` when it has none. */
  readonly secret: (name: string) => string | undefined;
}

export type CompileResult =
  | { readonly ok: true; readonly compiled: Compiled }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * TripleO creates devices, and what keeps them from their nodes, before the services of this step.
 * docs/tripleo/bundles.md#steps
 */
const STEP_AFTER_FENCING = 5;

export function compile(manifest: Manifest, options: CompileOptions): CompileResult {
  const problems: Problem[] = [];
  const secretValues = new Set<string>();
  const lookUp = (setting: Setting): string | undefined =>
    valueOfSetting(setting, manifest, options, secretValues, problems);
  const make = (primitive: Primitive): Element => primitiveElement(primitive, fillIn(primitive, lookUp));
  const resources: Element[] = [];
  const constraints: Element[] = [];
  const addIps = (ips: readonly VirtualIp[], service: Service | undefined): void => {
    resources.push(...ips.map((ip) => make(ip.primitive)));
    constraints.push(...ips.flatMap((ip) => virtualIpConstraints(ip, service)));
  };
  const addService = (service: Service): void => {
    const ips = manifest.virtualIps.filter((ip) => ip.service === service.name);
    const location = service.roleAttribute === undefined ? [] : [roleLocation(service.id, service.roleAttribute)];
    const inner = service.primitive === undefined ? undefined : make(service.primitive);
    const whole = serviceElement(service, manifest.runtime, inner);
    if (!hasRoles(service)) addIps(ips, service);
    resources.push(whole);
    constraints.push(...location);
    if (hasRoles(service)) addIps(ips, service);
  };
  const late = (service: Service): boolean => service.step >= STEP_AFTER_FENCING;
  for (const service of manifest.services.filter((s) => !late(s))) addService(service);
  addIps(
    manifest.virtualIps.filter((ip) => ip.service === undefined),
    undefined,
  );
  resources.push(...manifest.fencing.map((device) => make(device.primitive)));
  constraints.push(...manifest.fencing.flatMap(avoidOwnNode));
  for (const service of manifest.services.filter(late)) addService(service);
  const own = new Map([...manifest.own].map(([name, all]) => [name, all.map((d) => draftElement(d, lookUp))]));
  resources.push(...(own.get("resources") ?? []));
  addOwnConstraints(manifest.constraints, constraints, problems);
  if (problems.length > 0) return { ok: false, problems };
  const { nodes, settings, raw } = manifest;
  own.delete("resources");
  const levels = [...levelElements(manifest.fencing), ...(own.get("fencing-topology") ?? [])];
  own.delete("fencing-topology");
  return { ok: true, compiled: { nodes, settings, resources, constraints, levels, own, raw, secretValues } };
}

/** A made-up id that is taken gets a number, as pcs does it; a chosen one must be free. */
function addOwnConstraints(own: readonly OwnConstraint[], constraints: Element[], problems: Problem[]): void {
  const taken = new Set(constraints.map(idOf));
  const chosen = new Set(own.filter((c) => c.named).map((c) => attributeText(c.draft, "id")));
  for (const { draft, named } of own) {
    const made = attributeText(draft, "id") ?? "";
    let id = made;
    if (named && taken.has(id)) {
      problems.push({ code: "duplicate-id", message: `the id "${id}" is that of another constraint`, where: draft.at });
      continue;
    }
    for (let i = 1; taken.has(id) || (!named && chosen.has(id)); i++) id = `${made}-${i}`;
    taken.add(id);
    constraints.push(called(draftElement(draft, plainText), made, id));
  }
}

/** Constraints have no secrets. */
function plainText(setting: Setting): string | undefined {
  return setting.kind === "text" ? setting.text : undefined;
}

/** With another id, of which those of its parts are made too. */
function called(e: Element, from: string, to: string): Element {
  if (from === to) return e;
  const id = idOf(e);
  const named = id === from || id.startsWith(`${from}-`) ? withAttribute(e, "id", `${to}${id.slice(from.length)}`) : e;
  return withChildren(
    named,
    named.children.map((c) => (c.kind === "element" && c.name !== "resource_ref" ? called(c, from, to) : c)),
  );
}

function fillIn(primitive: Primitive, lookUp: (setting: Setting) => string | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, setting] of primitive.parameters) {
    const value = lookUp(setting);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function valueOfSetting(
  setting: Setting,
  manifest: Manifest,
  options: CompileOptions,
  secretValues: Set<string>,
  problems: Problem[],
): string | undefined {
  if (setting.kind === "text") return setting.text;
  const value = options.secret(setting.name);
  if (value !== undefined && value !== "") {
    secretValues.add(value);
    return value;
  }
  const problem = missing(manifest, setting.name, setting.at, value);
  // Once for each secret: a manifest may refer to one in twenty places.
  if (!problems.some((p) => p.message === problem.message)) problems.push(problem);
  return undefined;
}

function missing(manifest: Manifest, name: string, where: Problem["where"], value: string | undefined): Problem {
  const from = manifest.secrets.find((secret) => secret.name === name)?.from;
  const hint =
    from === undefined
      ? `declare "${name}" under "secrets"`
      : "env" in from
        ? `set the environment variable ${from.env}`
        : `write it to ${from.file}`;
  return {
    code: "missing-secret",
    message: value === "" ? `the secret "${name}" is empty` : `no value for secret "${name}"`,
    ...(where === undefined ? {} : { where }),
    hint,
  };
}
