/** What `holdfast schema history` prints. */
import { z } from "zod";
import { configAnswer } from "../config/schema.ts";
import { applied } from "../done/schema.ts";
import { planAnswer } from "../plan/schema.ts";
import type { Published } from "../published.ts";
import { historyAnswer, historyDiffAnswer } from "./schema.ts";

export const historyPublished: Published = {
  name: "history",
  title: "Holdfast history",
  description:
    'The output of "holdfast history [show|diff|revert] --output json": past configurations with who made each and why, one of them, the difference of two, and what a return to one does.',
  schema: z.discriminatedUnion("document", [historyAnswer, configAnswer, historyDiffAnswer, applied, planAnswer]),
};
