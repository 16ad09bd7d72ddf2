/** The schema of the output of `explain NODE`. */
import { z } from "zod";
import { reason } from "./schema.ts";

export const nodeResource = z.strictObject({
  resource: z.string(),
  role: z.string(),
  next: z.enum(["stays", "stops", "moves", "cannot-stop"]).describe("what will become of it"),
  nextNode: z.string().exactOptional(),
  reasons: z.array(reason).describe("why it stays on a node that takes no resources, or cannot be stopped"),
});

export const nodeStateAnswer = z.strictObject({
  document: z.literal("node-explanation"),
  version: z.literal(1),
  node: z.string(),
  state: z.enum(["unclean", "offline", "joining", "shutting-down", "standby", "maintenance", "unhealthy", "available"]),
  reasons: z.array(reason).describe("why it is in this state"),
  ends: z.array(reason).describe("what would end that, or keeps it from ending"),
  resources: z.array(nodeResource).describe("what runs there now, as far as it is known"),
  arriving: z.array(z.string()).describe("the resources that will be started there or move there"),
  now: z.int().describe("the document's time, in epoch seconds"),
});
