/**
 * The JSON Schema of what `whatif` answers. The types of the document are held against it by the compiler, and its
 * contents by a test.
 */
import { z } from "zod";
import { changes } from "../changes/schema.ts";
import { jsonSchemaOf } from "../json-schema.ts";
import type { Outcome, Question, Service, WhatIf } from "./document.ts";

const names = z.array(z.string());
const count = z.int().min(0);

const question = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("node-fails"), node: z.string() }),
  z.strictObject({ kind: z.literal("node-standby"), node: z.string() }),
  z.strictObject({ kind: z.literal("resource-fails"), resource: z.string(), node: z.string() }),
]) satisfies z.ZodType<Question>;

const service = z.strictObject({
  resource: z.string(),
  before: count.describe("instances that run"),
  after: count,
  promotedBefore: count.exactOptional(),
  promotedAfter: count.exactOptional(),
  interrupted: z.boolean().describe("for some time none of it runs, or none is promoted where one was"),
}) satisfies z.ZodType<Service>;

const outcome = z.strictObject({
  question,
  unnoticed: z.boolean().describe("it has no recurring monitor, so that nothing below happens"),
  quorate: z.boolean(),
  fenced: names,
  moved: z.array(z.strictObject({ resource: z.string(), service: z.string(), from: z.string(), to: z.string() })),
  restarted: names.describe("stopped and started again where it is"),
  promoted: z.array(z.strictObject({ resource: z.string(), service: z.string(), node: z.string() })),
  noPlace: names.describe("instances that ran and have no place any more"),
  blocked: names.describe("what ought to happen and cannot, and could before"),
  services: z.array(service).describe("those that differ from before or are interrupted"),
  lost: names.describe("of which nothing runs any more"),
}) satisfies z.ZodType<Outcome>;

export const whatIfAnswer = z.strictObject({
  document: z.literal("what-if"),
  version: z.literal(1),
  due: z.array(changes).describe("what the cluster is about to do anyway; all is asked of it after that"),
  resources: names.describe("all of the top level, in the order of the configuration"),
  outcomes: z.array(outcome),
  now: z.int().describe("epoch seconds the document describes"),
}) satisfies z.ZodType<WhatIf>;

export function whatIfSchema(): object {
  return jsonSchemaOf(
    whatIfAnswer,
    "what-if",
    "Holdfast what-if",
    'What "holdfast whatif --output json" answers: what would come of each node lost or in standby, and of each resource failing.',
  );
}
