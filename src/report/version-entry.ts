/** One past configuration, as documents name it. */
import { z } from "zod";

export const historyEntrySchema = z.strictObject({
  version: z.string().describe("admin_epoch.epoch"),
  at: z.number().describe("epoch milliseconds"),
  who: z.string(),
  why: z.string(),
});
