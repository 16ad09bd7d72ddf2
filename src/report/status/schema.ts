/** The shape of what `status` answers: of the cluster, of one resource, of one node. Over 300 lines: one document in parts. */
import { z } from "zod";
import { reasonCode } from "../explain/schema.ts";
import { cibVersion, count, names, role } from "../fields.ts";
import { heldList } from "../held/schema.ts";
import type { Published } from "../published.ts";

const epochSeconds = z.int().describe("epoch seconds");

export const stateReason = z.strictObject({
  code: z.enum([
    "no-quorum",
    "undecidable",
    "node-unclean",
    "fencing-failed",
    "node-joining",
    "node-offline",
    "node-standby",
    "node-maintenance",
    "blocked",
    "failed",
    "fencing-due",
    "shutdown-due",
    "action-due",
    "under-way",
    "stopped",
    "no-instance",
    "not-promoted",
  ]),
  text: z.string().describe("one short sentence"),
  node: z.string().exactOptional().describe("the node it is about, where it is about one"),
  resource: z.string().exactOptional().describe("the resource that is stopped"),
});

const verdict = {
  state: z.enum(["ok", "pending", "stopped", "failed", "no-quorum"]).describe("the exit status as a word"),
  reasons: z.array(stateReason).describe("why it is not as wanted; empty when it is"),
};

const freshness = {
  cib: cibVersion,
  now: epochSeconds.describe("epoch seconds the document describes, by the cluster's clock"),
  live: z
    .boolean()
    .describe("a cluster enacts this now; false for a file, an engine that is down, a node that sees no DC"),
  age: count.nullable().describe("seconds since this was known to be so; 0 when live, null when unknown"),
};

export const operationResult = z.strictObject({
  node: z.string(),
  operation: z.string(),
  intervalMs: count,
  rc: z.int(),
  rcText: z.string(),
  status: z.string(),
  exitReason: z.string(),
  at: epochSeconds.exactOptional().describe("epoch seconds of its last change"),
  execMs: count,
  digest: z
    .string()
    .exactOptional()
    .describe("of the parameters it ran with; Pacemaker compares it to see whether the definition changed"),
});

export const failure = z.strictObject({
  name: z
    .string()
    .describe("the resource as its history calls it: an instance of an anonymous clone without its number"),
  resource: z.string(),
  operation: z.string(),
  intervalMs: count,
  node: z.string(),
  rc: z.int(),
  rcText: z.string(),
  status: z.string(),
  exitReason: z.string(),
  callId: z.string(),
  at: epochSeconds.exactOptional(),
  execMs: count,
});

export const part = z.strictObject({
  id: z.string(),
  agent: z.string(),
  role: role.describe(
    "Stopped also for what ran on a node that is down; Unknown for what may still run on a node that is unclean",
  ),
  node: z.string().nullable().describe("where it is active; for a resource in a container, the container's host"),
  since: epochSeconds.nullable().describe("epoch seconds since when it has this role there, if its history says"),
  managed: z.boolean(),
  failed: z.boolean(),
  blocked: z.boolean(),
  failCount: count.describe("on all nodes; 1000000 is infinity"),
  failCounts: z.record(z.string(), count).describe("by node"),
  lastOperation: operationResult.nullable().describe("the last operation that ended"),
});

export const instance = part.extend({
  replica: count.nullable().describe("of a bundle: the replica's number, from 0"),
  ip: z.string().nullable().describe("the replica's own address, where it has one"),
  container: part.nullable(),
  guest: part.nullable().describe("the guest node's connection; its id is the node's name"),
});

export const pendingOperation = z.strictObject({ resource: z.string(), operation: z.string(), node: z.string() });

export const maintenanceWindowSchema = z.strictObject({
  of: z.enum(["cluster", "node", "resource"]),
  id: z.string().describe("of the node or resource; empty for the cluster"),
  drained: z.literal(true).exactOptional().describe("in standby by holdfast drain, instead of in maintenance"),
  until: epochSeconds.describe("epoch seconds at which it ends by itself"),
  over: z.boolean().describe("it has ended, and is still written down; the next call of maintenance removes it"),
  who: z.string(),
  why: z.string(),
});

const windows = z
  .array(maintenanceWindowSchema)
  .describe(
    "maintenance with an end, by holdfast maintenance begin, and drains with one; of the cluster, and what this document is about",
  );

export const resourceDetailSchema = z.strictObject({
  document: z.literal("resource"),
  version: z.literal(3),
  id: z.string(),
  kind: z.enum(["primitive", "group", "clone", "bundle"]),
  ...verdict,
  role: role.describe("the highest role of any instance; of a group, the lowest of its members"),
  node: z.string().nullable().describe("where that role is; the first of nodes"),
  nodes: names,
  managed: z.boolean(),
  maintenance: z.boolean(),
  windows,
  held: heldList,
  targetRole: z.string().nullable(),
  failCount: count.describe("of all its parts"),
  pending: z.array(pendingOperation).describe("operations in flight"),
  lastOperation: operationResult.nullable().describe("the newest of all its parts"),
  configurationDigest: z.string().describe("of its definition, templates included: it changes with the definition"),
  instances: z.array(instance),
  failures: z.array(failure),
  ...freshness,
});

export const nodeStatus = z.strictObject({
  name: z.string(),
  id: z.string(),
  kind: z.enum(["cluster", "remote", "guest"]),
  host: z.string().exactOptional().describe("where a guest node's container runs"),
  online: z.boolean(),
  unclean: z.boolean(),
  pending: z.boolean(),
  standby: z.boolean(),
  standbyOnFail: z.boolean(),
  maintenance: z.boolean(),
  shutdown: z.boolean(),
  health: z.enum(["green", "yellow", "red"]).describe("by the words or scores of its #health attributes"),
  dc: z.boolean(),
  resourcesRunning: count.describe("primitives active here"),
});

export const fencingStatus = z.strictObject({
  target: z.string(),
  action: z.string().describe("off, on or reboot"),
  outcome: z.enum(["succeeded", "failed", "pending"]),
  times: z.int().min(1).describe("how often the history has this; all else is of the newest"),
  by: z.string().exactOptional().describe("the node whose device did it"),
  client: z.string().exactOptional().describe("who asked"),
  origin: z.string().exactOptional().describe("the node it was asked on"),
  at: epochSeconds.exactOptional().describe("epoch seconds of its end"),
  reason: z.string().exactOptional().describe("why it failed"),
});

const fencing = z
  .array(fencingStatus)
  .nullable()
  .describe("the cluster's fencing history, newest first; null where it is not known: of a file, or no fencer answers");

export const nodeDetailSchema = z.strictObject({
  document: z.literal("node"),
  version: z.literal(3),
  ...verdict,
  node: nodeStatus,
  windows,
  held: heldList,
  fencing,
  resources: z.array(z.strictObject({ id: z.string(), role: z.string() })).describe("resources active there"),
  ...freshness,
});

export const primitive = z.strictObject({
  kind: z.literal("primitive"),
  name: z.string().describe("as shown: an instance of an anonymous clone without its number"),
  id: z.string(),
  agent: z.string().describe("such as ocf:heartbeat:galera or stonith:fence_ipmilan"),
  role,
  nodes: names.describe("in the order found"),
  onUncleanNode: z.boolean().describe("the one node it is on is offline and not known to be down"),
  removed: z.boolean(),
  failed: z.boolean(),
  blocked: z.boolean(),
  managed: z.boolean(),
  maintenance: z.boolean(),
  failureIgnored: z.boolean(),
  lockedTo: z.string().exactOptional().describe("kept for a node that shut down cleanly (shutdown-lock)"),
  targetRole: z
    .enum(["Stopped", "Unpromoted"])
    .exactOptional()
    .describe("the configured target role when it asks for less than the resource could be"),
  whyStopped: z.string().exactOptional().describe("the result of its failed probe, where that is why it is stopped"),
  pending: z
    .strictObject({
      code: z.enum(["start", "stop", "promote", "demote", "migrate-to", "migrate-from", "monitor"]),
      text: z.string().describe("as crm_mon says it: Starting, Monitoring"),
    })
    .exactOptional()
    .describe("an operation in flight"),
});

const held = { managed: z.boolean(), maintenance: z.boolean() };

export const group = z.strictObject({
  kind: z.literal("group"),
  name: z.string(),
  id: z.string(),
  ...held,
  disabled: z.boolean(),
  members: z.array(primitive),
});

export const clone = z.strictObject({
  kind: z.literal("clone"),
  id: z.string(),
  child: z.string().describe("id of what is cloned"),
  promotable: z.boolean(),
  unique: z.boolean(),
  ...held,
  disabled: z.boolean(),
  targetRole: z.string().nullable().describe("as configured for the clone, or else for what is cloned"),
  shown: z
    .array(z.discriminatedUnion("kind", [primitive, group]))
    .describe("instances shown one by one: unique, failed, removed, unmanaged, on unclean nodes, or partly active"),
  promoted: names.describe("nodes with a whole, healthy instance, sorted"),
  started: names,
  stopped: z
    .array(z.strictObject({ state: z.string(), nodes: names }))
    .describe("nodes without an instance, by the state shown for them: Stopped, Stopped (disabled)"),
});

export const replica = z.strictObject({
  index: count,
  name: z.string().describe("the guest node, or the container without one"),
  ip: z.string().exactOptional(),
  service: primitive.describe("the bundled instance, or the container of a bundle without one"),
  container: primitive,
  guest: primitive.exactOptional(),
});

export const bundle = z.strictObject({
  kind: z.literal("bundle"),
  id: z.string(),
  agent: z.string(),
  image: z.string(),
  unique: z.boolean(),
  ...held,
  replicas: z.array(replica),
});

export const resource = z.discriminatedUnion("kind", [primitive, group, clone, bundle]);

/** What a CIB alone says. */
const page = {
  stack: z.string().exactOptional(),
  clusterName: z.string().exactOptional().describe("the property cluster-name"),
  dc: z.strictObject({ name: z.string(), version: z.string().exactOptional() }).exactOptional(),
  mixedVersion: z.boolean().describe("the nodes online run releases of more than one feature set, as in an upgrade"),
  newerFeatureSet: z
    .string()
    .exactOptional()
    .describe("the CIB's feature set, where it is newer than any release known here: what is said may then be wrong"),
  quorate: z.boolean(),
  now: freshness.now,
  lastChange: z
    .strictObject({
      at: z.string(),
      user: z.string().exactOptional(),
      client: z.string().exactOptional(),
      origin: z.string().exactOptional(),
    })
    .exactOptional(),
  cib: cibVersion,
  maintenanceMode: z.boolean(),
  fencingEnabled: z.boolean(),
  stopAllResources: z.boolean(),
  nodesConfigured: count,
  instancesConfigured: count,
  instancesDisabled: count,
  instancesBlocked: count,
  nodes: z.array(nodeStatus),
  resources: z.array(resource),
  failures: z.array(failure),
};

export const causeStatus = z.strictObject({
  resource: z.string(),
  code: reasonCode,
  text: z.string(),
});

export const statusPage = z.strictObject(page);

export const clusterStatus = z.strictObject({
  document: z.literal("status"),
  version: z.literal(3),
  ...verdict,
  ...page,
  causes: z
    .array(causeStatus)
    .describe("the root cause of each resource that should run and does not, and that nothing due will start"),
  windows,
  held: heldList,
  fencing,
  ...freshness,
});

export const statusAnswer = z.discriminatedUnion("document", [clusterStatus, resourceDetailSchema, nodeDetailSchema]);

export const statusPublished: Published = {
  name: "status",
  title: "Holdfast status",
  description: 'What "holdfast status [NAME] --output json" answers: the cluster, one resource, or one node.',
  schema: statusAnswer,
};
