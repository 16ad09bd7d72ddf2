/** The schema of events. Each has its old and new values, so that readers need not compare. Times are epoch milliseconds. */
import { z } from "zod";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";

export const nodeCondition = z.enum(["online", "offline", "unclean", "left"]);

/** An optional value: undefined in memory, absent in JSON. */
const maybe = z.string().optional();

export const operationEvent = z
  .strictObject({
    kind: z.literal("operation"),
    rsc: z.string(),
    node: z.string(),
    task: z.string(),
    intervalMs: count,
    rc: z.int(),
    expected: z.int(),
    status: z.int().describe("0 the agent returned, 2 it timed out, 8 the node was lost meanwhile"),
    reason: z.string(),
    durationMs: z.number(),
  })
  .describe("an operation ended, or a recurring one changed its result");

export const eventBody = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("configuration"), version: z.string(), who: z.string(), why: z.string() })
    .describe("the cluster has a new configuration; a new status alone makes no event"),
  z.strictObject({ kind: z.literal("node"), node: z.string(), before: nodeCondition, after: nodeCondition }),
  z
    .strictObject({ kind: z.literal("guest"), node: z.string(), host: z.string(), up: z.boolean(), lost: z.boolean() })
    .describe("a guest or remote node's connection came up or went down"),
  z.strictObject({ kind: z.literal("quorum"), before: z.boolean(), after: z.boolean(), online: count, of: count }),
  z.strictObject({ kind: z.literal("dc"), before: maybe, after: maybe }),
  z.strictObject({ kind: z.literal("attribute"), node: z.string(), name: z.string(), before: maybe, after: maybe }),
  z.strictObject({ kind: z.literal("property"), name: z.string(), before: maybe, after: maybe }),
  z.strictObject({
    kind: z.literal("transition"),
    number: z.int(),
    phase: z.enum(["started", "aborted", "complete"]),
    actions: count,
    reason: maybe,
  }),
  z
    .strictObject({
      kind: z.literal("begun"),
      rsc: z.string(),
      node: z.string(),
      task: z.string(),
      intervalMs: count,
    })
    .describe("an operation started"),
  operationEvent,
  z.strictObject({
    kind: z.literal("fencing"),
    target: z.string(),
    action: z.string(),
    phase: z.enum(["requested", "succeeded", "failed"]),
    device: maybe,
    by: maybe,
    reason: maybe,
  }),
  z
    .strictObject({
      kind: z.literal("fence-attempt"),
      target: z.string(),
      action: z.string(),
      device: z.string(),
      level: z.int().optional(),
      ok: z.boolean(),
      reason: maybe,
    })
    .describe("one device was tried"),
  z.strictObject({ kind: z.literal("cleanup"), rsc: maybe, node: maybe, who: z.string() }),
  z
    .strictObject({ kind: z.literal("fault"), text: z.string(), who: z.string() })
    .describe("a fault was injected into the simulated cluster, or repaired"),
  z
    .strictObject({ kind: z.literal("problem"), text: z.string() })
    .describe("an internal error of the scheduler; no action starts until something changes"),
  z.strictObject({
    kind: z.literal("engine"),
    phase: z.enum(["started", "recovered", "stopped"]),
    inFlight: count,
  }),
]);

export const eventAnswer = z.strictObject({
  document: z.literal("event"),
  version: z.literal(1),
  seq: z.int().min(1).describe("counts up without gaps over the cluster's whole life"),
  at: z.number().describe("epoch milliseconds"),
  event: eventBody,
});

export const eventPublished: Published = {
  name: "event",
  title: "Holdfast event",
  description: 'One line of the output of "holdfast events --output json": one event.',
  schema: eventAnswer,
};
