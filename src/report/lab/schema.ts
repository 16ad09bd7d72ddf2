/** The shape of what `lab status` answers. */
import { z } from "zod";
import type { Published } from "../published.ts";

export const labStatusSchema = z.strictObject({
  document: z.literal("lab-status"),
  version: z.literal(1),
  directory: z.string(),
  image: z.string(),
  cluster: z.string().describe("what --cluster takes"),
  dc: z.string().nullable(),
  quorum: z.boolean(),
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      address: z.string(),
      bmc: z.string(),
      pacemaker: z.string(),
      power: z.enum(["on", "off"]),
      cable: z.enum(["plugged", "cut"]),
      online: z.boolean(),
      bmcAnswers: z.boolean(),
    }),
  ),
});

export const labStatusPublished: Published = {
  name: "lab-status",
  title: "Holdfast lab status",
  description: 'What "holdfast lab status --output json" answers: power, cables and BMCs of the lab, and its DC.',
  schema: labStatusSchema,
};
