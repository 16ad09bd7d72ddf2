/** The schemas of the output of `fencing`. */
import { z } from "zod";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

export const devicesAnswer = z.strictObject({
  document: z.literal("fence-devices"),
  version: z.literal(1),
  devices: z.array(
    z.strictObject({
      id: z.string(),
      agent: z.string(),
      targets: names.nullable().describe("null: the device or its agent is asked for its nodes"),
      levels: names.describe("such as controller-0: 1"),
    }),
  ),
  uncovered: names.describe("nodes that no device is for; empty if a device is asked for its nodes"),
});

const level = z.strictObject({ target: z.string(), index: z.string(), devices: names });

export const levelsAnswer = z.strictObject({
  document: z.literal("fencing-levels"),
  version: z.literal(1),
  levels: z.array(level),
});

export const fencingHistoryAnswer = z.strictObject({
  document: z.literal("fencing-history"),
  version: z.literal(1),
  fencings: z
    .array(
      z.strictObject({
        target: z.string(),
        action: z.string(),
        outcome: z.enum(["succeeded", "failed", "pending"]),
        at: z.number().exactOptional().describe("epoch milliseconds"),
        by: z.string().exactOptional(),
        client: z.string().exactOptional(),
        origin: z.string().exactOptional(),
        reason: z.string().exactOptional(),
      }),
    )
    .describe("newest first"),
});

export const fencingPublished: Published = {
  name: "fencing",
  title: "Holdfast fencing",
  description:
    'The output of "holdfast fencing list|levels|history --output json": the devices, their levels, what was fenced.',
  schema: z.discriminatedUnion("document", [devicesAnswer, levelsAnswer, fencingHistoryAnswer]),
};
