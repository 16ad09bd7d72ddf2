/** The schema of the output of `explain RESOURCE`. */
import { z } from "zod";
import { heldList } from "../held/schema.ts";
import { REASON_CODES } from "./reason-code.ts";

export const referenceSchema = z.strictObject({
  kind: z.enum(["constraint", "meta", "property", "attribute", "operation", "resource", "node", "ticket"]),
  id: z.string(),
});

export const reasonCode = z
  .enum(REASON_CODES)
  .describe("the kind of the reason; the text may change, the code does not");

export const reason = z.strictObject({
  code: reasonCode,
  text: z.string(),
  references: z.array(referenceSchema).describe("the elements of the CIB that it refers to"),
  beside: z
    .literal(true)
    .exactOptional()
    .describe("in a chain: a second cause beside the reason before it, not that reason's cause"),
});

const reasons = z.array(reason);
const score = z.string().describe("such as 10200 or -INFINITY");

export const contribution = reason.extend({
  score,
  cause: z.string().describe("the kind of cause, such as stickiness"),
});

const contributions = z.array(contribution).describe("the parts that add up to the score, in their order");

export const nodeExplanation = z.strictObject({
  node: z.string(),
  score,
  contributions,
  chosen: z.boolean(),
  available: z
    .boolean()
    .describe("it can run resources: it is online and clean, and not shutting down, in standby or in maintenance"),
  reasons: reasons.describe("why this node, or why not"),
  wouldTake: reasons.describe("the changes that would make the resource run here; empty for the chosen node"),
});

export const promotionExplanation = z.strictObject({ score, contributions, reasons });

export const actionExplanation = z.strictObject({
  task: z.string(),
  node: z.string().exactOptional(),
  blocked: z.boolean().describe("due, but impossible"),
  chain: reasons.describe("from the action back to its first cause"),
});

export const instanceExplanation = z.strictObject({
  resource: z.string(),
  role: z.string(),
  node: z.string().exactOptional(),
  nextRole: z.string().describe("the role after all actions that are due; the same as role if there are none"),
  nextNode: z.string().exactOptional(),
  underWay: z
    .strictObject({ task: z.string(), node: z.string().exactOptional() })
    .exactOptional()
    .describe("the operation in flight, if there is one"),
  managed: z.boolean().describe("whether the cluster may start and stop it"),
  reasons: reasons.describe('the sentences that answer "why"'),
  nodes: z.array(nodeExplanation),
  promotion: promotionExplanation.exactOptional(),
  actions: z.array(actionExplanation),
});

export const explanationAnswer = z.strictObject({
  document: z.literal("explanation"),
  version: z.literal(2),
  resource: z.string(),
  on: z.string().exactOptional().describe("the node that --on names"),
  instances: z.array(instanceExplanation),
  held: heldList,
  now: z.int().describe("the document's time, in epoch seconds"),
});
