/**
 * The JSON Schema of what `explain` answers. The types of the document are held against it by the compiler, and its
 * contents by a test.
 */
import { z } from "zod";
import { jsonSchemaOf } from "../json-schema.ts";
import type { Contribution, Explanation, InstanceExplanation, Reason, Reference } from "./document.ts";

const reference = z.strictObject({
  kind: z.enum(["constraint", "meta", "property", "attribute", "operation", "resource", "node", "ticket"]),
  id: z.string(),
}) satisfies z.ZodType<Reference>;

export const reason = z.strictObject({
  text: z.string(),
  references: z.array(reference).describe("elements of the CIB it rests on"),
  beside: z
    .literal(true)
    .exactOptional()
    .describe("in a chain: it holds together with the one before it, and is not what led to that one"),
}) satisfies z.ZodType<Reason>;

const reasons = z.array(reason);
const score = z.string().describe("such as 10200 or -INFINITY");

const contribution = reason.extend({
  score,
  cause: z.string().describe("the kind of cause, such as stickiness"),
}) satisfies z.ZodType<Contribution>;

const contributions = z.array(contribution).describe("added up in their order, they are the score");

const instance = z.strictObject({
  resource: z.string(),
  role: z.string(),
  node: z.string().exactOptional(),
  nextRole: z.string().describe("once all that is due is done"),
  nextNode: z.string().exactOptional(),
  reasons,
  nodes: z.array(
    z.strictObject({
      node: z.string(),
      score,
      contributions,
      chosen: z.boolean(),
      available: z.boolean(),
      reasons: reasons.describe("why this node, or why not"),
      wouldTake: reasons.describe("what would have to change for the resource to be here"),
    }),
  ),
  promotion: z.strictObject({ score, contributions, reasons }).exactOptional(),
  actions: z.array(
    z.strictObject({
      task: z.string(),
      node: z.string().exactOptional(),
      blocked: z.boolean().describe("it ought to be done and cannot"),
      chain: reasons.describe("from the nearest cause back to the last one"),
    }),
  ),
}) satisfies z.ZodType<InstanceExplanation>;

export const explanationAnswer = z.strictObject({
  document: z.literal("explanation"),
  version: z.literal(1),
  resource: z.string(),
  on: z.string().exactOptional().describe("the node asked about"),
  instances: z.array(instance),
  now: z.int().describe("epoch seconds the document describes"),
}) satisfies z.ZodType<Explanation>;

export function explanationSchema(): object {
  return jsonSchemaOf(
    explanationAnswer,
    "explanation",
    "Holdfast explanation",
    'What "holdfast explain RESOURCE --output json" answers: why it is where it is and as it is.',
  );
}
