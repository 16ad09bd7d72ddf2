/** The schema of the output of `history`. */
import { z } from "zod";
import { difference } from "../plan/schema.ts";
import { historyEntrySchema } from "../version-entry.ts";

export const historyAnswer = z.strictObject({
  document: z.literal("history"),
  version: z.literal(1),
  entries: z.array(historyEntrySchema).describe("newest first"),
});

export const historyDiffAnswer = z.strictObject({
  document: z.literal("history-diff"),
  version: z.literal(1),
  from: z.string().describe("admin_epoch.epoch"),
  to: z.string(),
  differences: z.array(difference),
});
