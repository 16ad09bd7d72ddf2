/** The schema of the output of `whatif`. */
import { z } from "zod";
import { changes } from "../changes/schema.ts";
import { count, names } from "../fields.ts";
import type { Published } from "../published.ts";

export const question = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("node-fails"), node: z.string() }),
  z.strictObject({ kind: z.literal("node-standby"), node: z.string() }),
  z.strictObject({ kind: z.literal("resource-fails"), resource: z.string(), node: z.string() }),
]);

export const serviceSchema = z.strictObject({
  resource: z.string(),
  before: count.describe("running instances; for a primitive or group, 0 or 1"),
  after: count,
  promotedBefore: count.exactOptional().describe("for promotable resources only"),
  promotedAfter: count.exactOptional(),
  interrupted: z.boolean().describe("for some time no instance runs, or none is promoted although one was"),
});

export const move = z.strictObject({
  resource: z.string(),
  service: z.string().describe("the top-level resource that it is part of, or the resource itself"),
  from: z.string(),
  to: z.string(),
});

export const outcome = z.strictObject({
  question,
  unnoticed: z
    .boolean()
    .describe("the failure is not detected, since the resource has no recurring monitor; the fields below are empty"),
  quorate: z.boolean(),
  fenced: names,
  moved: z.array(move),
  restarted: names.describe("stopped and started again on the same node"),
  promoted: z.array(z.strictObject({ resource: z.string(), service: z.string(), node: z.string() })),
  noPlace: names.describe("instances that ran before and that no node can run"),
  blocked: names.describe("due, but impossible, and possible before"),
  services: z.array(serviceSchema).describe("those that differ from before or are interrupted"),
  lost: names.describe("top-level resources without a running instance"),
});

export const whatIfAnswer = z.strictObject({
  document: z.literal("what-if"),
  version: z.literal(1),
  due: z
    .array(changes)
    .describe("the actions that are already due, by transition; each question assumes that they are done"),
  resources: names.describe("all top-level resources, in the order of the configuration"),
  outcomes: z.array(outcome),
  now: z.int().describe("the document's time, in epoch seconds"),
});

export const whatIfPublished: Published = {
  name: "what-if",
  title: "Holdfast what-if",
  description:
    'The output of "holdfast whatif --output json": the outcome of each node lost or in standby, and of each resource failing.',
  schema: whatIfAnswer,
};
