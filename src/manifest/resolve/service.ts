/** Services: one of the catalogue with what the manifest says of it, or one of the writer's own. */

import type { Place } from "../../cib/problem.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { nearest } from "../../cib/value/nearest.ts";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { defaultMonitors } from "../catalogue/default-monitors.ts";
import type { Deployment } from "../catalogue/entry.ts";
import type { DeclaredService } from "../language/service.ts";
import { type Container, hasRoles, type Mount, type Primitive, parseAgent, type Service } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import { overrideOperations, refuseRoles } from "./operations.ts";
import { withProbe } from "./probe.ts";
import { overrideParameters, overrideSettings } from "./settings.ts";

export interface ServiceEntry {
  readonly name: string;
  readonly at: Place;
  readonly settings: Partial<DeclaredService>;
}

export interface ServiceContext {
  readonly deployment: Deployment;
  /** Whether a role names the service. */
  readonly inRole: boolean;
  readonly secrets: ReadonlySet<string>;
  readonly problems: Problems;
}

/** After those of the catalogue, in the order they are written. */
const OWN_STEP = 6;

export function resolveService(entry: ServiceEntry, context: ServiceContext): Service | undefined {
  const known = CATALOGUE.get(entry.name);
  if (known !== undefined) {
    rejectKeys(entry, ["agent", "kind"], `${entry.name} is a service of the catalogue`, context.problems);
    return override(known.build(context.deployment), entry, context);
  }
  if (entry.settings.agent === undefined && entry.settings.image === undefined) {
    const near = nearest(entry.name, CATALOGUE.keys());
    const hint = `the catalogue has ${[...CATALOGUE.keys()].join(", ")}; a service of your own needs an agent or an image`;
    context.problems.add(
      "unknown-service",
      entry.at,
      `unknown service "${entry.name}"`,
      near === undefined ? hint : `did you mean "${near}"?`,
    );
    return undefined;
  }
  return override(ownService(entry, context), entry, context);
}

function ownService({ name, settings }: ServiceEntry, { deployment, inRole, problems }: ServiceContext): Service {
  const kind = settings.kind ?? (settings.image === undefined ? "primitive" : "bundle");
  if (kind !== "bundle" && settings.agent === undefined && settings.at !== undefined) {
    problems.add("missing-key", settings.at, `expected the key "agent" in a service of kind ${kind}`);
  }
  if (kind === "bundle" && settings.image === undefined && settings.at !== undefined) {
    problems.add("missing-key", settings.at, 'expected the key "image" in a bundle');
  }
  const meta = new Map(kind === "promotable" ? [["promotable", "true"]] : []);
  const primitive: Primitive | undefined =
    settings.agent === undefined
      ? undefined
      : {
          id: name,
          agent: parseAgent(settings.agent),
          parameters: new Map(),
          meta: kind === "bundle" ? new Map([["container-attribute-target", "host"]]) : new Map(),
          operations: defaultMonitors(settings.agent, willHaveRoles(kind, settings)),
        };
  const container: Container = {
    image: "",
    options: "",
    network: "host",
    runCommand: undefined,
    replicas: deployment.nodes.length,
    promotedMax: undefined,
    controlPort: primitive === undefined ? undefined : 3121,
    mounts: [],
  };
  return {
    name,
    id: kind === "bundle" ? `${name}-bundle` : kind === "primitive" ? name : `${name}-clone`,
    kind,
    step: OWN_STEP,
    roleAttribute: inRole ? `${name}-role` : undefined,
    container: kind === "bundle" ? container : undefined,
    primitive,
    meta,
  };
}

/** Whether what is declared can be promoted. */
function willHaveRoles(kind: Service["kind"], settings: Partial<DeclaredService>): boolean {
  if (kind === "bundle") return (settings["promoted-max"] ?? 0) > 0;
  const said = settings["clone-meta"]?.find(({ key }) => key === "promotable")?.value.value;
  return kind !== "primitive" && (said == null ? kind === "promotable" : parseBoolean(said) === true);
}

function override(base: Service, entry: ServiceEntry, context: ServiceContext): Service {
  const { settings } = entry;
  const { problems, secrets } = context;
  rejectMisplaced(base, entry, problems);
  // TripleO keeps the meta attributes of a bundle with an agent on the agent, so that is where they are overridden.
  // docs/tripleo/ids-and-constraints.md#where-meta-attributes-of-a-bundle-are
  const metaIsInside = base.primitive !== undefined;
  const primitive = base.primitive && {
    ...base.primitive,
    parameters: overrideParameters(base.primitive.parameters, settings.parameters, secrets, problems),
    meta: overrideSettings(promotedMeta(base.primitive.meta, settings), settings.meta, "meta_attributes", problems),
    operations: overrideOperations(base.primitive.operations, settings.operations, problems),
  };
  const outer = base.kind === "bundle" ? settings["bundle-meta"] : settings["clone-meta"];
  let meta = cloneMeta(base, settings);
  if (!metaIsInside) meta = overrideSettings(meta, settings.meta, "meta_attributes", problems);
  meta = overrideSettings(meta, outer, "meta_attributes", problems);
  const service = {
    ...base,
    primitive,
    meta,
    container: base.container && overrideContainer(base.container, settings),
  };
  if (!hasRoles(service)) refuseRoles(base.name, settings.operations, problems);
  return withProbe(service, settings.probe, problems);
}

/** Galera's agent takes the number of promoted instances as a meta attribute too. */
function promotedMeta(
  meta: ReadonlyMap<string, string>,
  settings: Partial<DeclaredService>,
): ReadonlyMap<string, string> {
  const count = settings["promoted-max"] ?? settings.replicas;
  return count === undefined || !meta.has("promoted-max") ? meta : new Map(meta).set("promoted-max", String(count));
}

function cloneMeta(base: Service, settings: Partial<DeclaredService>): ReadonlyMap<string, string> {
  const meta = new Map(base.meta);
  if (base.kind !== "clone" && base.kind !== "promotable") return meta;
  if (settings.replicas !== undefined) meta.set("clone-max", String(settings.replicas));
  if (settings["promoted-max"] !== undefined) meta.set("promoted-max", String(settings["promoted-max"]));
  return meta;
}

function overrideContainer(base: Container, settings: Partial<DeclaredService>): Container {
  const { options } = settings;
  const allPromoted = base.promotedMax !== undefined && base.promotedMax === base.replicas && base.replicas > 1;
  const replicas = settings.replicas ?? base.replicas;
  return {
    image: settings.image ?? base.image,
    options:
      options === undefined
        ? base.options
        : typeof options === "string"
          ? options
          : `${base.options} ${options.add}`.trim(),
    network: settings.network ?? base.network,
    runCommand: settings["run-command"] ?? base.runCommand,
    replicas,
    promotedMax: settings["promoted-max"] ?? (allPromoted ? replicas : base.promotedMax),
    controlPort: settings["control-port"] ?? base.controlPort,
    mounts: overrideMounts(base.mounts, settings.mounts),
  };
}

function overrideMounts(base: readonly Mount[], declared: DeclaredService["mounts"]): readonly Mount[] {
  const mounts = new Map(base.map((mount) => [mount.id, mount]));
  for (const { key: id, value } of declared ?? []) {
    if (value === null) mounts.delete(id);
    else {
      const sourceRoot = "source-root" in value ? value["source-root"] : undefined;
      mounts.set(id, { id, source: value.source, sourceRoot, target: value.target, options: value.options ?? "rw" });
    }
  }
  return [...mounts.values()];
}

const CONTAINER_KEYS = ["image", "options", "mounts", "network", "run-command", "control-port", "bundle-meta"];

/** Keys that say something about a part the service does not have. */
function rejectMisplaced(base: Service, entry: ServiceEntry, problems: Problems): void {
  const { name } = entry;
  if (base.kind !== "bundle") rejectKeys(entry, CONTAINER_KEYS, `${name} is a ${base.kind}, not a bundle`, problems);
  if (base.kind !== "clone" && base.kind !== "promotable")
    rejectKeys(entry, ["clone-meta"], `${name} is a ${base.kind}`, problems);
  if (base.kind === "primitive") rejectKeys(entry, ["replicas", "promoted-max"], `${name} is a primitive`, problems);
  if (base.kind === "clone") rejectKeys(entry, ["promoted-max"], `${name} is a clone and has no roles`, problems);
  if (base.primitive === undefined) {
    const why = `${name} is a bundle without an agent inside`;
    rejectKeys(entry, ["parameters", "operations", "promoted-max", "control-port"], why, problems);
  }
}

function rejectKeys({ settings }: ServiceEntry, keys: readonly string[], why: string, problems: Problems): void {
  for (const key of keys) {
    const at = settings.keys?.get(key);
    if (at !== undefined) problems.add("misplaced-key", at, `the key "${key}" does not apply: ${why}`);
  }
}
