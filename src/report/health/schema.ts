/** The schema of the output of `health`. */
import { z } from "zod";
import { cibVersion, count, role } from "../fields.ts";
import type { Published } from "../published.ts";

export const condition = z.strictObject({
  status: z
    .enum(["True", "False", "Unknown"])
    .describe("Unknown: it could not be found out; never to be taken for True"),
  reason: z
    .string()
    .regex(/^[A-Z][A-Za-z]+$/)
    .describe("one word for scripts, such as Synced or NotReached"),
  message: z.string().describe("one sentence"),
});

export const replicaHealth = z.strictObject({
  id: z.string().describe("the replica of a bundle, the instance of a clone, or the primitive"),
  node: z.string().nullable().describe("the node it runs on, a bundle's replica that of its container"),
  role,
  whole: condition.describe(
    "it does its whole work now: started and promoted as configured, and in step with the others",
  ),
  mayStop: condition.describe("it may be stopped now without loss beyond its own share"),
});

export const serviceHealth = z.strictObject({
  id: z.string().describe("the resource"),
  service: z.string().describe("what is known of it: galera, rabbitmq, …, or generic"),
  expected: count.describe("how many replicas there are to be"),
  whole: condition.describe("all replicas there are to be are whole"),
  replicas: z.array(replicaHealth),
});

export const healthAnswer = z.strictObject({
  document: z.literal("health"),
  version: z.literal(1),
  cib: cibVersion,
  whole: z.enum(["True", "False", "Unknown"]).describe("the worst of the services: False before Unknown before True"),
  services: z.array(serviceHealth),
});

export const healthPublished: Published = {
  name: "health",
  title: "Holdfast health",
  description:
    'The output of "holdfast health [RESOURCE...] --output json": whether services are whole, and which replica may be stopped.',
  schema: healthAnswer,
};
