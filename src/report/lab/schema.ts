/** The schema of the output of `lab status`. */
import { z } from "zod";
import type { Published } from "../published.ts";

export const labStatusSchema = z.strictObject({
  document: z.literal("lab-status"),
  version: z.literal(1),
  directory: z.string(),
  image: z.string(),
  cluster: z.string().describe("the value for --cluster"),
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
  description: 'The output of "holdfast lab status --output json": each node\'s power, cable and BMC, and the DC.',
  schema: labStatusSchema,
};
