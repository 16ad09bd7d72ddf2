/** The schemas of the output of `agent`. */
import { z } from "zod";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

const source = z
  .enum(["node", "shipped"])
  .describe(
    "node: said by a node of the cluster; shipped: from Holdfast's own list, for a cluster without nodes to ask",
  );

export const agentsAnswer = z.strictObject({
  document: z.literal("agents"),
  version: z.literal(1),
  source,
  agents: names.describe("such as ocf:heartbeat:IPaddr2"),
});

export const agentAnswer = z.strictObject({
  document: z.literal("agent"),
  version: z.literal(1),
  source,
  agent: z.string(),
  title: z.string().exactOptional(),
  text: z.string().exactOptional(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string().exactOptional(),
      text: z.string().exactOptional(),
      type: z.string().exactOptional(),
      default: z.string().exactOptional(),
      required: z.boolean().exactOptional(),
      reloadable: z.boolean().exactOptional().describe("a change of it does not restart the resource"),
      deprecated: z.boolean().exactOptional(),
    }),
  ),
  operations: z.array(
    z.strictObject({
      name: z.string(),
      interval: z.string().exactOptional(),
      timeout: z.string().exactOptional(),
      role: z.string().exactOptional(),
    }),
  ),
});

export const agentPublished: Published = {
  name: "agent",
  title: "Holdfast agent",
  description: 'The output of "holdfast agent list|describe --output json": agents, and what the metadata of one say.',
  schema: z.discriminatedUnion("document", [agentsAnswer, agentAnswer]),
};
