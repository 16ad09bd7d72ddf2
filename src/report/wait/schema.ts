/** The schema of the output of `wait`. */
import { z } from "zod";
import { cibVersion, count, names, role } from "../fields.ts";
import type { Published } from "../published.ts";

export const finding = z.strictObject({
  resource: z.string().nullable().describe("null for the whole cluster"),
  code: z
    .enum(["pending", "missing", "disabled", "unmanaged", "blocked", "failed", "no-node", "other-role"])
    .describe(
      "pending: may still be reached; missing: no such resource; blocked, failed: given up after a failure; no-node: no node may run it; other-role: it is configured for another role",
    ),
  text: z.string().describe("one short sentence"),
});

export const instanceRole = z.strictObject({ id: z.string(), role, nodes: names });

export const waitAnswerSchema = z.strictObject({
  document: z.literal("wait"),
  version: z.literal(2),
  outcome: z
    .enum(["reached", "never", "timeout", "pending"])
    .describe("pending: not reached, and the cluster is not running (a file, an engine that is down)"),
  cib: cibVersion,
  waitedMs: count,
  resources: z
    .array(z.strictObject({ id: z.string(), instances: z.array(instanceRole) }))
    .describe("the named resources, instance by instance"),
  findings: z.array(finding).describe("why it is not reached; empty if it is"),
});

export const waitPublished: Published = {
  name: "wait",
  title: "Holdfast wait",
  description: 'The output of "holdfast wait [RESOURCE...] --output json": whether the roles were reached, or why not.',
  schema: waitAnswerSchema,
};
