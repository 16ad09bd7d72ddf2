/** The schema of changes, in plans and in what-if. */
import { z } from "zod";
import { role } from "../fields.ts";

export const nodeChange = z.strictObject({
  kind: z.enum(["fence", "shutdown"]),
  node: z.string(),
  action: z.string().describe("reboot, off or on; empty for a shutdown"),
  container: z.string().exactOptional().describe("the container behind a guest node: fencing the guest restarts it"),
  reason: z.string().exactOptional(),
});

export const resourceChange = z.strictObject({
  kind: z.enum(["start", "stop", "restart", "move", "migrate", "recover", "promote", "demote", "re-promote", "reload"]),
  resource: z.string().describe("an instance's id, such as redis:0"),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  roleBefore: role,
  roleAfter: role,
  reason: z
    .string()
    .exactOptional()
    .describe("in Pacemaker's words: resource definition change, required vip start, node availability"),
  blocked: z.boolean().describe("due, but impossible"),
});

export const changes = z.strictObject({ nodes: z.array(nodeChange), resources: z.array(resourceChange) });
