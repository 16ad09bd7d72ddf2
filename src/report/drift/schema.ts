/** The schema of the output of `drift`. */
import { z } from "zod";
import { count } from "../fields.ts";
import { difference, keptSchema } from "../plan/schema.ts";
import type { Published } from "../published.ts";
import { historyEntrySchema } from "../version-entry.ts";

const since = historyEntrySchema.exactOptional().describe("the change since which it is so, if the history has it");

export const driftedSchema = z.strictObject({
  kind: z
    .enum(["differs", "missing", "additional"])
    .describe("in the cluster, as compared with the manifest; additional: the manifest made it and no longer has it"),
  object: difference.shape.object,
  part: difference.shape.part,
  path: difference.shape.path,
  cluster: z.string().exactOptional().describe("as it is; secrets are shown as (secret)"),
  manifest: z.string().exactOptional().describe("as it should be"),
  where: difference.shape.where,
  since,
});

export const driftAnswer = z.strictObject({
  document: z.literal("drift"),
  version: z.literal(1),
  against: z.strictObject({ adminEpoch: count, epoch: count }).describe("the cluster's configuration"),
  drifted: z.array(driftedSchema).describe("what is not as the manifest says; empty if all is"),
  kept: z.array(keptSchema).describe("what people have switched; it is no drift, and a change leaves it"),
});

export const driftPublished: Published = {
  name: "drift",
  title: "Holdfast drift",
  description:
    'The output of "holdfast drift FILE --output json": where a cluster is not as its manifest says, and since when.',
  schema: driftAnswer,
};
