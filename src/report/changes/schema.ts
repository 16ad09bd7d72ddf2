/** The shape of what changes, as plan and what-if tell it. */
import { z } from "zod";
import { role } from "../role-schema.ts";

import type { Changes, NodeChange, ResourceChange } from "./document.ts";

export const nodeChange = z.strictObject({
  kind: z.enum(["fence", "shutdown"]),
  node: z.string(),
  action: z.string().describe("reboot, off or on; empty for a shutdown"),
  container: z.string().exactOptional().describe("behind a guest node: fencing the guest means its restart"),
  reason: z.string().exactOptional(),
}) satisfies z.ZodType<NodeChange>;

export const resourceChange = z.strictObject({
  kind: z.enum(["start", "stop", "restart", "move", "migrate", "recover", "promote", "demote", "re-promote", "reload"]),
  resource: z.string().describe("an instance's id, such as redis:0"),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  roleBefore: role,
  roleAfter: role,
  reason: z.string().exactOptional().describe("in Pacemaker's words"),
  blocked: z.boolean().describe("it ought to happen and cannot"),
}) satisfies z.ZodType<ResourceChange>;

export const changes = z.strictObject({
  nodes: z.array(nodeChange),
  resources: z.array(resourceChange),
}) satisfies z.ZodType<Changes>;
