/** The schema of the output of `config`. */
import { z } from "zod";
import { count, names } from "../fields.ts";
import type { Published } from "../published.ts";

export const shownSetting = z.strictObject({
  name: z.string(),
  value: z.string().describe("secrets are shown as (secret)"),
});
const attributes = z.array(shownSetting);

export const shownSet = z.strictObject({
  id: z.string(),
  score: z.string().exactOptional().describe("of several sets that set the same name, the highest score counts"),
  rule: z.string().exactOptional().describe("the condition under which the set counts"),
  settings: z.array(shownSetting),
});

const sets = z.array(shownSet);

export const shownOperation = z.strictObject({
  id: z.string(),
  attributes: attributes.describe("name, interval, timeout, role, on-fail and others"),
  parameters: sets,
  meta: sets,
});

export const shownResource = z.strictObject({
  kind: z.string().describe("primitive, template, group, clone, master or bundle"),
  id: z.string(),
  agent: z.string().exactOptional().describe("of a primitive: ocf:heartbeat:IPaddr2"),
  attributes: attributes.describe("others that the element has: template, description"),
  parameters: sets,
  meta: sets,
  utilization: sets,
  operations: z.array(shownOperation),
  container: z
    .array(z.strictObject({ part: z.string().describe("podman, network, port-mapping, storage-mapping"), attributes }))
    .describe("of a bundle: its container, network and mounts"),
  get resources() {
    return z.array(shownResource);
  },
});

export const shownConstraint = z.strictObject({
  kind: z.enum(["location", "colocation", "order", "ticket"]),
  id: z.string(),
  resources: names.describe("the resources and tags it names, patterns between slashes"),
  text: z.string().describe("the constraint, in one sentence"),
});

const node = z.strictObject({
  name: z.string(),
  id: z.string(),
  kind: z.string().exactOptional().describe("remote, ping; absent: a full member"),
  options: attributes.describe("others that its element has: score, description"),
  attributes: sets,
  utilization: sets,
});

const level = z.strictObject({
  id: z.string(),
  target: z.string().describe("a node, a pattern, or an attribute of nodes with its value"),
  index: z.string(),
  devices: names.describe("all of them have to succeed"),
});

export const shownTag = z.strictObject({ id: z.string(), references: names });

export const shownAlert = z.strictObject({
  id: z.string(),
  path: z.string(),
  select: names.describe("the kinds of events it gets, with the attributes if they are limited; empty: the default"),
  parameters: sets,
  meta: sets,
  recipients: z.array(z.strictObject({ id: z.string(), value: z.string(), parameters: sets, meta: sets })),
});

const ticket = z.strictObject({
  id: z.string(),
  granted: z.boolean(),
  standby: z.boolean(),
  attributes,
});

const acl = z.strictObject({
  roles: z.array(z.strictObject({ id: z.string(), permissions: names.describe("one sentence each") })),
  subjects: z.array(z.strictObject({ kind: z.string().describe("user or group"), id: z.string(), roles: names })),
});

export const configAnswer = z.strictObject({
  document: z.literal("config"),
  version: z.literal(1),
  cib: z.strictObject({ adminEpoch: count, epoch: count, schema: z.string().exactOptional() }),
  only: names.describe("the resources that were asked for; empty: the whole configuration"),
  properties: sets,
  resourceDefaults: sets,
  operationDefaults: sets,
  nodes: z.array(node),
  resources: z.array(shownResource),
  constraints: z.array(shownConstraint),
  fencing: z.array(level),
  tags: z.array(shownTag),
  tickets: z.array(ticket).describe("from the CIB's status"),
  alerts: z.array(shownAlert),
  acls: acl,
});

export const configPublished: Published = {
  name: "config",
  title: "Holdfast config",
  description: 'The output of "holdfast config --output json": the configuration of a cluster, without its secrets.',
  schema: configAnswer,
};
