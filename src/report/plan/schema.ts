/**
 * The JSON Schema of what `plan` answers. The types of the document are held against it by the compiler, and its contents
 * by a test.
 */
import { z } from "zod";
import { nodeChange, resourceChange } from "../changes/schema.ts";
import { reason } from "../explain/schema.ts";
import { jsonSchemaOf } from "../json-schema.ts";
import type { Difference } from "./differences.ts";
import type { Because, Check, Disagreement, Interruption, Plan, PlannedOperation, Together } from "./document.ts";

const count = z.int().min(0);
const differences = z.array(count).describe("those it rests on, by their places in the plan's list");

const difference = z.strictObject({
  kind: z.enum(["added", "changed", "removed", "reordered"]),
  object: z.string().describe("a resource's, constraint's or other section's id"),
  part: z.string().describe("of the object; empty when it is the object itself"),
  before: z.string().exactOptional().describe("secrets are shown as (secret)"),
  after: z.string().exactOptional(),
  path: z.string().describe("what differs, in the CIB"),
  where: z
    .strictObject({ file: z.string().exactOptional(), line: count, column: count })
    .exactOptional()
    .describe("where it was written, when that is known"),
}) satisfies z.ZodType<Difference>;

const because = z.strictObject({
  chain: z.array(reason).describe("from the action back to what began it"),
  differences,
}) satisfies z.ZodType<Because>;

const operation = z.strictObject({
  operation: z.string(),
  intervalMs: count,
  resource: z.string(),
  node: z.string(),
  reason: z.string().exactOptional(),
  differences,
}) satisfies z.ZodType<PlannedOperation>;

const interruption = z.strictObject({
  kind: z.enum(["node", "promotion-score", "history", "failures"]),
  resource: z.string(),
}) satisfies z.ZodType<Interruption>;

const together = z.strictObject({
  resource: z.string(),
  instances: z.array(z.string()),
  of: count.describe("how many there are in all"),
}) satisfies z.ZodType<Together>;

const disagreement = z.strictObject({
  only: z.enum(["holdfast", "pacemaker"]),
  operation: z.string(),
  intervalMs: count,
  resource: z.string(),
  node: z.string(),
}) satisfies z.ZodType<Disagreement>;

const check = z
  .union([
    z.strictObject({
      by: z.string(),
      agrees: z.literal(true),
      apart: z
        .enum(["secrets", "release"])
        .exactOptional()
        .describe("all but what it cannot see, or decides otherwise"),
    }),
    z.strictObject({ by: z.string(), agrees: z.literal(false), differences: z.array(disagreement) }),
    z.strictObject({ by: z.null(), agrees: z.null(), reason: z.string(), missing: z.boolean() }),
  ])
  .describe("what Pacemaker's own scheduler says to the plan") satisfies z.ZodType<Check>;

export const planAnswer = z.strictObject({
  document: z.literal("plan"),
  version: z.literal(1),
  against: z.strictObject({ adminEpoch: count, epoch: count }).describe("the configuration it was made against"),
  differences: z.array(difference),
  nodes: z.array(nodeChange.extend({ because })),
  resources: z.array(resourceChange.extend({ because })),
  operations: z.array(operation).describe("of the transition that follows, recurring monitors and probes included"),
  interruptions: z.array(interruption).describe("what makes Pacemaker schedule anew on the way"),
  doubtfulRestarts: z.array(z.string()).describe("instances whose restart Pacemaker may forget"),
  together: z.array(together).describe("of which several instances go down in one transition"),
  anyway: z.array(z.union([nodeChange, resourceChange])).describe("what the cluster would do without the change too"),
  checked: check.exactOptional().describe("absent when the check was not asked for"),
}) satisfies z.ZodType<Plan>;

export function planSchema(): object {
  return jsonSchemaOf(
    planAnswer,
    "plan",
    "Holdfast plan",
    'What "holdfast plan FILE --output json" answers: what a change starts, stops, moves, promotes or fences, and why.',
  );
}
