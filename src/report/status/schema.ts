/**
 * The JSON Schema of what `status` answers: of the cluster, of one resource, of one node. The types of these documents
 * are held against it by the compiler, and their contents by a test.
 */
import { z } from "zod";
import { jsonSchemaOf } from "../json-schema.ts";
import { role } from "../role-schema.ts";
import type { NodeDetail, ResourceDetail } from "./detail.ts";
import type { NodeStatus, PrimitiveStatus, ResourceStatus } from "./document.ts";
import type { OperationResult } from "./operations.ts";

const count = z.int().min(0);
const epochSeconds = z.int().describe("epoch seconds");
const names = z.array(z.string());

const verdict = {
  state: z.enum(["ok", "pending", "stopped", "failed", "no-quorum"]).describe("what the exit status says, in a word"),
  reasons: names.describe("why it is not as wanted; empty when it is"),
};

const freshness = {
  cib: z.strictObject({ adminEpoch: count, epoch: count, numUpdates: count }),
  now: epochSeconds.describe("epoch seconds the document describes, by the cluster's clock"),
  live: z.boolean().describe("a cluster enacts this now"),
  age: count.nullable().describe("seconds since this was known to be so; 0 when live, null where nothing tells"),
};

const operation = z.strictObject({
  node: z.string(),
  operation: z.string(),
  intervalMs: count,
  rc: z.int(),
  rcText: z.string(),
  status: z.string(),
  exitReason: z.string(),
  at: epochSeconds.exactOptional(),
  execMs: count,
  digest: z.string().exactOptional().describe("of the parameters it ran with"),
}) satisfies z.ZodType<OperationResult>;

const failure = z.strictObject({
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

const part = z.strictObject({
  id: z.string(),
  agent: z.string(),
  role: role.describe("what ran on a node that is down is Stopped"),
  node: z.string().nullable().describe("what is in a container is on the container's host"),
  since: epochSeconds.nullable().describe("epoch seconds since when it has this role"),
  managed: z.boolean(),
  failed: z.boolean(),
  blocked: z.boolean(),
  failCount: count.describe("on all nodes; 1000000 is infinity"),
  failCounts: z.record(z.string(), count).describe("by node"),
  lastOperation: operation.nullable(),
});

const instance = part.extend({
  replica: count.nullable(),
  ip: z.string().nullable(),
  container: part.nullable(),
  guest: part.nullable().describe("the guest node's connection; its id is the node's name"),
});

const resourceDetail = z.strictObject({
  document: z.literal("resource"),
  version: z.literal(1),
  id: z.string(),
  kind: z.enum(["primitive", "group", "clone", "bundle"]),
  ...verdict,
  role: role.describe("the highest any instance has; of a group, the lowest of its members"),
  node: z.string().nullable().describe("where that role is; the first of nodes"),
  nodes: names,
  managed: z.boolean(),
  maintenance: z.boolean(),
  targetRole: z.string().nullable(),
  failCount: count,
  pending: z
    .array(z.strictObject({ resource: z.string(), operation: z.string(), node: z.string() }))

    .describe("operations in flight"),
  lastOperation: operation.nullable(),
  configurationDigest: z.string().describe("another one means another definition"),
  instances: z.array(instance),
  failures: z.array(failure),
  ...freshness,
}) satisfies z.ZodType<ResourceDetail>;

const nodeStatus = z.strictObject({
  name: z.string(),
  id: z.string(),
  kind: z.enum(["cluster", "remote", "guest"]),
  host: z.string().exactOptional(),
  online: z.boolean(),
  unclean: z.boolean(),
  pending: z.boolean(),
  standby: z.boolean(),
  standbyOnFail: z.boolean(),
  maintenance: z.boolean(),
  shutdown: z.boolean(),
  health: z.enum(["green", "yellow", "red"]),
  dc: z.boolean(),
  resourcesRunning: count,
}) satisfies z.ZodType<NodeStatus>;

const nodeDetail = z.strictObject({
  document: z.literal("node"),
  version: z.literal(1),
  ...verdict,
  node: nodeStatus,
  resources: z.array(z.strictObject({ id: z.string(), role: z.string() })),
  ...freshness,
}) satisfies z.ZodType<NodeDetail>;

const primitive = z.strictObject({
  kind: z.literal("primitive"),
  name: z.string(),
  id: z.string(),
  agent: z.string(),
  role,
  nodes: names,
  onUncleanNode: z.boolean(),
  removed: z.boolean(),
  failed: z.boolean(),
  blocked: z.boolean(),
  managed: z.boolean(),
  maintenance: z.boolean(),
  failureIgnored: z.boolean(),
  lockedTo: z.string().exactOptional(),
  targetRole: z.enum(["Stopped", "Unpromoted"]).exactOptional(),
  whyStopped: z.string().exactOptional(),
  pending: z.string().exactOptional(),
}) satisfies z.ZodType<PrimitiveStatus>;

const held = { managed: z.boolean(), maintenance: z.boolean() };

const group = z.strictObject({
  kind: z.literal("group"),
  name: z.string(),
  id: z.string(),
  ...held,
  disabled: z.boolean(),
  members: z.array(primitive),
});

const clone = z.strictObject({
  kind: z.literal("clone"),
  id: z.string(),
  child: z.string(),
  promotable: z.boolean(),
  unique: z.boolean(),
  ...held,
  disabled: z.boolean(),
  shown: z.array(z.discriminatedUnion("kind", [primitive, group])),
  promoted: names,
  started: names,
  stopped: z.array(z.strictObject({ state: z.string(), nodes: names })),
});

const bundle = z.strictObject({
  kind: z.literal("bundle"),
  id: z.string(),
  agent: z.string(),
  image: z.string(),
  unique: z.boolean(),
  ...held,
  replicas: z.array(
    z.strictObject({
      index: count,
      name: z.string(),
      ip: z.string().exactOptional(),
      service: primitive,
      container: primitive,
      guest: primitive.exactOptional(),
    }),
  ),
});

const resource = z.discriminatedUnion("kind", [primitive, group, clone, bundle]) satisfies z.ZodType<ResourceStatus>;

const clusterStatus = z.strictObject({
  document: z.literal("status"),
  version: z.literal(1),
  ...verdict,
  stack: z.string().exactOptional(),
  dc: z.strictObject({ name: z.string(), version: z.string().exactOptional() }).exactOptional(),
  quorate: z.boolean(),
  lastChange: z
    .strictObject({
      at: z.string(),
      user: z.string().exactOptional(),
      client: z.string().exactOptional(),
      origin: z.string().exactOptional(),
    })
    .exactOptional(),
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
  ...freshness,
});

export const statusAnswer = z.discriminatedUnion("document", [clusterStatus, resourceDetail, nodeDetail]);

export function statusSchema(): object {
  return jsonSchemaOf(
    statusAnswer,
    "status",
    "Holdfast status",
    'What "holdfast status [NAME] --output json" answers: the cluster, one resource, or one node.',
  );
}
