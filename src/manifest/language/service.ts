/**
 * The services section: the keys of a service, which override what the catalogue gives or define a service of the
 * writer's own. An empty value (`mysql-lib:`) takes away what the catalogue gives.
 */
import * as type from "../read/field-types.ts";
import {
  described,
  dictionary,
  either,
  list,
  located,
  nothing,
  oneOf,
  type Read,
  record,
  type Shape,
  scalar,
} from "../read/shape.ts";

/** The scheduler's work grows with the square of a bundle's replicas; more than this would only keep a plan busy. */
const MOST_REPLICAS = 100;

export const parameters = dictionary(type.settingName, located(either(type.setting, nothing)), "parameters");

/** Settings that hold no secrets: meta attributes, properties, defaults. */
export const plainSettings = dictionary(type.settingName, located(either(type.text, nothing)), "settings");

const operation = record(
  "an operation",
  {},
  {
    interval: described(
      type.duration,
      "Time between two runs of a recurring operation. Default: that of the catalogue, else 60s for monitor and 0s for others.",
      { example: "10s" },
    ),
    timeout: described(
      type.duration,
      "How long the operation may take before it counts as failed. Default: that of the catalogue, else the operation defaults.",
      { example: "120s" },
    ),
    role: described(
      oneOf("Started", "Stopped", "Promoted", "Unpromoted"),
      "The role in which the operation recurs. Operations of one name are distinguished by role, then by interval.",
      { default: "Started", example: "Promoted" },
    ),
    "on-fail": described(
      oneOf("ignore", "block", "demote", "stop", "restart", "standby", "fence", "restart-container"),
      "What Pacemaker does when the operation fails. Default: that of the catalogue, else Pacemaker's own for the operation.",
      { example: "block" },
    ),
    "start-delay": described(type.duration, "How long to wait before the operation runs for the first time.", {
      example: "5s",
    }),
    enabled: described(type.boolean, "Whether Pacemaker runs the operation at all. Default: Pacemaker's own, true.", {
      example: false,
    }),
    remove: described(type.boolean, "Take this operation of the catalogue away.", { default: false, example: true }),
  },
);

/** By name: a timeout, an operation, a list of operations of that name, or an empty value, which takes all away. */
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
  { target: described(type.absolutePath, "Path inside the container.", { example: "/var/log/mysql" }) },
  {
    source: described(type.absolutePath, "Path on the host.", { example: "/var/log/containers/mysql" }),
    "source-root": described(
      type.absolutePath,
      "In place of source: a directory on the host below which each replica mounts one of its own.",
      { example: "/srv/logs" },
    ),
    options: described(type.text, "Mount options, separated by commas.", { default: "rw", example: "ro" }),
  },
);

const options = either(
  type.text,
  record(
    "container options",
    { add: described(type.text, "Options added after those of the catalogue.", { example: "--cpus=4" }) },
    {},
  ),
);

const httpProbe = record(
  "an HTTP probe",
  {
    port: described(type.integer(1, 65535), "Port on the node, or on the container's own address.", { example: 8080 }),
    path: described(type.urlPath, "Path to ask for; an answer of 2xx or 3xx is a good one.", {
      example: "/healthcheck",
    }),
  },
  {},
);

const probe = record(
  "a probe",
  {},
  {
    command: described(
      list(type.text, "words"),
      "Command with its arguments, run in the replica's container, or on its node if it has no container. No shell reads it; every user of the node can see it, so it holds no secret.",
      { example: ["/usr/local/bin/check", "--deep"] },
    ),
    tcp: described(type.integer(1, 65535), "Port that has to take a connection.", { example: 8776 }),
    http: described(httpProbe, "Address that has to answer.", { example: { port: 8080, path: "/healthcheck" } }),
  },
);

export const service = record(
  "a service",
  {},
  {
    agent: described(
      type.agent,
      "Resource agent of a service of your own, as class:type or ocf:provider:type. A bundle without one runs only its container.",
      { example: "ocf:heartbeat:Filesystem" },
    ),
    kind: described(
      oneOf("primitive", "clone", "promotable", "bundle"),
      "Kind of resource of a service of your own. Default: bundle with an image, primitive without.",
      { example: "clone" },
    ),
    image: described(
      type.text,
      "Whole name of the container image. Default for the catalogue: made of registry, namespace, prefix and tag of containers.",
      { example: "registry.example.com/mariadb:10" },
    ),
    options: described(
      options,
      "Options of podman or docker run. A text replaces those of the catalogue; {add: …} is added to them.",
      { example: { add: "--cpus=4" } },
    ),
    mounts: described(
      dictionary(type.name, either(shortMount, mount, nothing), "mounts"),
      "Mounts of the container by id, as source:target:options or as a map. One with an id of the catalogue replaces it; an empty value takes it away.",
      { example: { "mysql-lib": "/srv/mysql:/var/lib/mysql:rw,z", "mysql-dev-log": null } },
    ),
    network: described(type.text, "Network of the container.", { default: "host", example: "bridge" }),
    "run-command": described(
      type.text,
      "Command that the container runs. Default: that of the catalogue, else the image's own.",
      { example: "/usr/local/bin/start" },
    ),
    replicas: described(
      type.integer(1, MOST_REPLICAS),
      "How many instances a bundle or clone has in the cluster. Default: that of the catalogue, else one for each node that runs the service.",
      { example: 2 },
    ),
    "promoted-max": described(
      type.integer(0, MOST_REPLICAS),
      "How many instances may be promoted. Default: that of the catalogue (galera: all replicas), else none for a bundle and Pacemaker's 1 for a promotable clone.",
      { example: 1 },
    ),
    "control-port": described(
      type.integer(1, 65535),
      "Port by which Pacemaker reaches the agent inside a bundle. Default: that of the catalogue, else 3121.",
      { example: 3130 },
    ),
    parameters: described(
      parameters,
      "Parameters of the agent by name. They are merged with those of the catalogue; an empty value takes one away; {secret: NAME} refers to secrets.",
      { example: { socket: "/run/mysql.sock" } },
    ),
    probe: described(
      probe,
      "How holdfast health finds out whether a replica does its work: one of command, tcp and http. It is kept as the meta attribute holdfast-probe, which Pacemaker does not read; a change of it restarts nothing.",
      { example: { tcp: 8776 } },
    ),
    operations: described(
      operations,
      "Operations by name: a timeout, a map, a list of maps (one a role or interval), or an empty value, which takes all of that name away. Merged with the catalogue's.",
      { example: { start: "5min", stop: { timeout: "90s", "on-fail": "block" } } },
    ),
    meta: described(
      plainSettings,
      "Meta attributes of the agent's resource, or of the bundle where there is no agent. Merged with the catalogue's; an empty value takes one away.",
      { example: { "migration-threshold": 3 } },
    ),
    "clone-meta": described(plainSettings, "Meta attributes of the clone. An empty value takes one away.", {
      example: { interleave: true },
    }),
    "bundle-meta": described(plainSettings, "Meta attributes of the bundle. An empty value takes one away.", {
      example: { priority: 10 },
    }),
  },
);

export type DeclaredService = Read<typeof service>;
export type DeclaredProbe = Read<typeof probe>;
export type DeclaredOperations = Read<typeof operations>;
export type DeclaredOperation = Read<typeof operation>;
export type DeclaredParameters = Read<typeof parameters>;
export type DeclaredSettings = Read<typeof plainSettings>;
