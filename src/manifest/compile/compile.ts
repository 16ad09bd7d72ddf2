/**
 * Fourth phase: a manifest and its secrets into the parts of a configuration. Deterministic: the same manifest gives
 * the same elements, ids and order, which is the order in which TripleO creates them. Today's syntax only.
 */
import type { Problem } from "../../cib/problem.ts";
import { type Element, idOf } from "../../cib/xml/tree.ts";
import {
  type Constraint,
  hasRoles,
  type Manifest,
  type Node,
  type Primitive,
  type Service,
  type VirtualIp,
} from "../model/model.ts";
import type { ClusterSetting } from "../model/settings.ts";
import {
  avoidOwnNode,
  constraintElement,
  levelElements,
  roleLocation,
  virtualIpConstraints,
} from "./constraint-elements.ts";
import { primitiveElement } from "./primitive-element.ts";
import { serviceElement } from "./service-element.ts";

export interface Compiled {
  readonly nodes: readonly Node[];
  readonly settings: readonly ClusterSetting[];
  readonly resources: readonly Element[];
  readonly constraints: readonly Element[];
  readonly levels: readonly Element[];
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
  const make = (primitive: Primitive): Element =>
    primitiveElement(primitive, fillIn(primitive, manifest, options, secretValues, problems));
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
  addOwnConstraints(manifest.constraints, constraints, problems);
  if (problems.length > 0) return { ok: false, problems };
  const { nodes, settings } = manifest;
  const levels = levelElements(manifest.fencing);
  return {
    ok: true,
    compiled: { nodes, settings, resources, constraints, levels, secretValues },
  };
}

/** A made-up id that is taken gets a number, as pcs does it; a chosen one must be free. */
function addOwnConstraints(own: readonly Constraint[], constraints: Element[], problems: Problem[]): void {
  const taken = new Set(constraints.map(idOf));
  for (const constraint of own) {
    let { id } = constraint;
    if (constraint.named && taken.has(id)) {
      problems.push({
        code: "duplicate-id",
        message: `the id "${id}" is that of another constraint`,
        where: constraint.at,
      });
      continue;
    }
    for (let i = 1; taken.has(id); i++) id = `${constraint.id}-${i}`;
    taken.add(id);
    constraints.push(constraintElement({ ...constraint, id }));
  }
}

function fillIn(
  primitive: Primitive,
  manifest: Manifest,
  options: CompileOptions,
  secretValues: Set<string>,
  problems: Problem[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, setting] of primitive.parameters) {
    if (setting.kind === "text") {
      values.set(name, setting.text);
      continue;
    }
    const value = options.secret(setting.name);
    if (value !== undefined && value !== "") {
      values.set(name, value);
      secretValues.add(value);
    } else if (!problems.some((p) => p.where === setting.at)) {
      problems.push(missing(manifest, setting.name, setting.at, value));
    }
  }
  return values;
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
