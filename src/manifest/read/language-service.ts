/**
 * The services section: what may be said of a service of the catalogue (all of it overrides) or of one of the
 * writer's own. Nothing behind a key (`mysql-lib:`) takes away what the catalogue gives.
 */
import * as type from "./field-types.ts";
import { dictionary, either, list, located, nothing, oneOf, type Read, record, type Shape, scalar } from "./shape.ts";

export const parameters = dictionary(type.settingName, located(either(type.setting, nothing)), "parameters");

/** Settings that everybody may see: meta attributes, properties, defaults. */
export const plainSettings = dictionary(type.settingName, located(either(type.text, nothing)), "settings");

const operation = record(
  "an operation",
  {},
  {
    interval: type.duration,
    timeout: type.duration,
    role: oneOf("Started", "Stopped", "Promoted", "Unpromoted"),
    "on-fail": oneOf("ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"),
    "start-delay": type.duration,
    enabled: type.boolean,
    remove: type.boolean,
  },
);

/** By name: its timeout, more about it, several of that name (by role or interval), or nothing to take all away. */
export const operations = dictionary(
  type.name,
  located(either(type.duration, operation, list(operation, "operations"), nothing)),
  "operations",
);

const SHORT_MOUNT = /^(\/[^:]*):(\/[^:]*)(?::([A-Za-z0-9,=_-]+))?$/;

/** As `podman run --volume` takes them. */
const shortMount: Shape<{ source: string; target: string; options: string }> = scalar({
  expected: "a mount such as /etc/hosts:/etc/hosts:ro",
  schema: { type: "string", pattern: SHORT_MOUNT.source },
  parse(t) {
    const [, source, target, options = "rw"] = SHORT_MOUNT.exec(t) ?? [];
    return source === undefined || target === undefined ? undefined : { source, target, options };
  },
});

const mount = record(
  "a mount",
  { target: type.absolutePath },
  {
    source: type.absolutePath,
    "source-root": type.absolutePath,
    options: type.text,
  },
);

const options = either(type.text, record("container options", { add: type.text }, {}));

export const service = record(
  "a service",
  {},
  {
    agent: type.agent,
    kind: oneOf("primitive", "clone", "promotable", "bundle"),
    image: type.text,
    options,
    mounts: dictionary(type.name, either(shortMount, mount, nothing), "mounts"),
    network: type.text,
    "run-command": type.text,
    replicas: type.integer(1, 1000),
    "promoted-max": type.integer(0, 1000),
    "control-port": type.integer(1, 65535),
    parameters,
    operations,
    meta: plainSettings,
    "clone-meta": plainSettings,
    "bundle-meta": plainSettings,
  },
);

export type DeclaredService = Read<typeof service>;
export type DeclaredOperations = Read<typeof operations>;
export type DeclaredOperation = Read<typeof operation>;
export type DeclaredParameters = Read<typeof parameters>;
export type DeclaredSettings = Read<typeof plainSettings>;
