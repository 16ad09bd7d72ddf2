/** The shape of what `whatif` answers. */
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
  before: count.describe("instances that run; of a plain resource, one or none"),
  after: count,
  promotedBefore: count.exactOptional().describe("of promotable resources only"),
  promotedAfter: count.exactOptional(),
  interrupted: z.boolean().describe("for some time none of it runs, or none is promoted where one was"),
});

export const move = z.strictObject({
  resource: z.string(),
  service: z.string().describe("the top-level resource it is part of, which may be itself"),
  from: z.string(),
  to: z.string(),
});

export const outcome = z.strictObject({
  question,
  unnoticed: z.boolean().describe("it has no recurring monitor, so that nothing below happens"),
  quorate: z.boolean(),
  fenced: names,
  moved: z.array(move),
  restarted: names.describe("stopped and started again on the same node"),
  promoted: z.array(z.strictObject({ resource: z.string(), service: z.string(), node: z.string() })),
  noPlace: names.describe("instances that ran and that no node runs any more"),
  blocked: names.describe("due, but cannot be done, and could before"),
  services: z.array(serviceSchema).describe("those that differ from before or are interrupted"),
  lost: names.describe("top-level resources of which nothing runs any more"),
});

export const whatIfAnswer = z.strictObject({
  document: z.literal("what-if"),
  version: z.literal(1),
  due: z
    .array(changes)
    .describe("what the cluster will do anyway, transition after transition; every question is asked after that"),
  resources: names.describe("all of the top level, in the order of the configuration"),
  outcomes: z.array(outcome),
  now: z.int().describe("epoch seconds the document describes"),
});

export const whatIfPublished: Published = {
  name: "what-if",
  title: "Holdfast what-if",
  description:
    'What "holdfast whatif --output json" answers: the outcome of each node lost or in standby, and of each resource failing.',
  schema: whatIfAnswer,
};
