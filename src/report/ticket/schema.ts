/** The schemas of the output of `ticket`. */
import { z } from "zod";
import { nodeChange, resourceChange } from "../changes/schema.ts";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

export const ticketsAnswer = z.strictObject({
  document: z.literal("tickets"),
  version: z.literal(1),
  tickets: z.array(
    z.strictObject({
      id: z.string(),
      granted: z.boolean(),
      standby: z.boolean(),
      lastGranted: z.number().exactOptional().describe("epoch seconds"),
      resources: names.describe("that a constraint binds to it"),
    }),
  ),
});

export const ticketChanged = z.strictObject({
  document: z.literal("ticket-change"),
  version: z.literal(1),
  ticket: z.string(),
  verb: z.enum(["grant", "revoke", "standby", "activate"]),
  dryRun: z.boolean().describe("nothing was changed"),
  changed: z.boolean().describe("false if it was so already"),
  nodes: z.array(nodeChange).describe("the actions that follow"),
  resources: z.array(resourceChange),
});

export const ticketPublished: Published = {
  name: "ticket",
  title: "Holdfast ticket",
  description:
    'The output of "holdfast ticket VERB --output json": the tickets, or the change of one and what it makes the cluster do.',
  schema: z.discriminatedUnion("document", [ticketsAnswer, ticketChanged]),
};
