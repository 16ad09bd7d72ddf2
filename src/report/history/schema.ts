/** The schema of the output of `history`. */
import { z } from "zod";
import type { Published } from "../published.ts";

export const historyEntrySchema = z.strictObject({
  version: z.string().describe("admin_epoch.epoch"),
  at: z.number().describe("epoch milliseconds"),
  who: z.string(),
  why: z.string(),
});

export const historyAnswer = z.strictObject({
  document: z.literal("history"),
  version: z.literal(1),
  entries: z.array(historyEntrySchema).describe("newest first"),
});

export const historyPublished: Published = {
  name: "history",
  title: "Holdfast history",
  description: 'The output of "holdfast history --output json": past configurations, with who made each and why.',
  schema: historyAnswer,
};
