/** The shape of what `explain` answers. */
import { z } from "zod";
import type { Published } from "../published.ts";
import { REASON_CODES } from "./reason-code.ts";

export const referenceSchema = z.strictObject({
  kind: z.enum(["constraint", "meta", "property", "attribute", "operation", "resource", "node", "ticket"]),
  id: z.string(),
});

export const reasonCode = z
  .enum(REASON_CODES)
  .describe("what kind of reason it is; the text may change, the code stays");

export const reason = z.strictObject({
  code: reasonCode,
  text: z.string(),
  references: z.array(referenceSchema).describe("elements of the CIB it rests on"),
  beside: z
    .literal(true)
    .exactOptional()
    .describe("in a chain: it holds together with the one before it, and did not cause that one"),
});

const reasons = z.array(reason);
const score = z.string().describe("such as 10200 or -INFINITY");

export const contribution = reason.extend({
  score,
  cause: z.string().describe("the kind of cause, such as stickiness"),
});

const contributions = z.array(contribution).describe("added up in their order, they are the score");

export const nodeExplanation = z.strictObject({
  node: z.string(),
  score,
  contributions,
  chosen: z.boolean(),
  available: z
    .boolean()
    .describe("it takes resources: it is online and clean, and not shutting down, in standby or in maintenance"),
  reasons: reasons.describe("why this node, or why not"),
  wouldTake: reasons.describe("what would have to change for the resource to be here; empty for the chosen node"),
});

export const promotionExplanation = z.strictObject({ score, contributions, reasons });

export const actionExplanation = z.strictObject({
  task: z.string(),
  node: z.string().exactOptional(),
  blocked: z.boolean().describe("due, but cannot be done"),
  chain: reasons.describe("from the action back to its first cause"),
});

export const instanceExplanation = z.strictObject({
  resource: z.string(),
  role: z.string(),
  node: z.string().exactOptional(),
  nextRole: z.string().describe("once all that is due is done; the same as role when nothing is"),
  nextNode: z.string().exactOptional(),
  reasons: reasons.describe('the sentences that answer "why"'),
  nodes: z.array(nodeExplanation),
  promotion: promotionExplanation.exactOptional(),
  actions: z.array(actionExplanation),
});

export const explanationAnswer = z.strictObject({
  document: z.literal("explanation"),
  version: z.literal(2),
  resource: z.string(),
  on: z.string().exactOptional().describe("the node asked about"),
  instances: z.array(instanceExplanation),
  now: z.int().describe("epoch seconds the document describes"),
});

export const explanationPublished: Published = {
  name: "explanation",
  title: "Holdfast explanation",
  description: 'What "holdfast explain RESOURCE --output json" answers: why it is where it is and as it is.',
  schema: explanationAnswer,
};
