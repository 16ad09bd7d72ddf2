/** The schema of the output of `wait`. */
import { z } from "zod";
import { cibVersion, count, names, role } from "../fields.ts";
import type { Published } from "../published.ts";

export const finding = z.strictObject({
  resource: z.string().nullable().describe("null for a node or the whole cluster"),
  code: z
    .enum([
      "pending",
      "silent",
      "returning",
      "expires",
      "not-looked",
      "not-running",
      "missing",
      "disabled",
      "unmanaged",
      "blocked",
      "failed",
      "no-node",
      "other-role",
      "not-draining",
      "switched",
      "offline",
    ])
    .describe(
      "pending: may still be reached; silent: a member does not answer, and the cluster has yet to notice; returning: a node is on its way back; expires: what forbids it ends by itself; not-looked: monitors have yet to look since the question; not-running: nothing enacts the CIB; missing: no such resource or node; blocked, failed: given up after a failure; no-node: no node may run it; other-role: it is configured for another role; not-draining: the node is not in standby; switched: people have switched it off or hold it back; offline: against --healthy",
    ),
  text: z.string().describe("one short sentence"),
  until: count.exactOptional().describe("when it ends at the latest, epoch milliseconds, where that is known"),
});

export const instanceRole = z.strictObject({ id: z.string(), role, nodes: names });

export const switchedFound = z.strictObject({
  kind: z.enum(["standby", "maintenance", "unmanaged", "disabled", "ban", "move", "ticket", "stop-all"]),
  id: z.string().describe("the node, resource, constraint, ticket or property"),
  text: z.string(),
  lacking: z
    .array(z.strictObject({ resource: z.string(), running: count, of: count }))
    .describe("resources that would run, or run more instances, without it"),
});

export const waitAnswerSchema = z.strictObject({
  document: z.literal("wait"),
  version: z.literal(3),
  outcome: z
    .enum(["reached", "never", "timeout", "pending"])
    .describe(
      "never: nothing is left that would bring it about; pending: not reached, and the cluster is not running (a file, an engine that is down)",
    ),
  cib: cibVersion,
  waitedMs: count,
  resources: z
    .array(z.strictObject({ id: z.string(), instances: z.array(instanceRole) }))
    .describe("the named resources, instance by instance"),
  findings: z.array(finding).describe("why it is not reached; empty if it is"),
  switched: z
    .array(switchedFound)
    .describe("what people have switched off or held back; without names it is reached in spite of that"),
});

export const waitPublished: Published = {
  name: "wait",
  title: "Holdfast wait",
  description: 'The output of "holdfast wait [RESOURCE...] --output json": whether the roles were reached, or why not.',
  schema: waitAnswerSchema,
};
