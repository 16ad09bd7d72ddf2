/** The schemas of the output of commands that change the cluster: apply, the verbs, cleanup, inject. */
import { z } from "zod";
import { cibVersion, count, names } from "../fields.ts";
import { listing } from "../listing/schema.ts";
import { planAnswer } from "../plan/schema.ts";
import type { Published } from "../published.ts";
import { runEvent, runPlan } from "../run/schema.ts";
import { waitAnswerSchema } from "../wait/schema.ts";

export const applied = z.strictObject({
  document: z.literal("applied"),
  version: z.literal(1),
  changed: z.boolean().describe("false if there was nothing to do"),
  cib: cibVersion.exactOptional().describe("the version after the change; absent if nothing changed"),
  plan: planAnswer,
});

export const doneTo = z.strictObject({
  object: z.string().describe("the node, resource, constraint or property"),
  changed: z.boolean().describe("false if it was so already"),
  text: z.string().describe("how it is now, one sentence"),
});

export const verbDone = z.strictObject({
  document: z.literal("done"),
  version: z.literal(1),
  verb: z.string().describe('such as "resource disable"'),
  dryRun: z.boolean().describe("nothing was changed"),
  changed: z.boolean().describe("false if everything was so already"),
  objects: z.array(doneTo),
  cib: cibVersion.exactOptional().describe("the version after the change; absent if no configuration was changed"),
  plan: planAnswer
    .exactOptional()
    .describe("what the change makes the cluster do; absent if it is none of the configuration"),
  wait: waitAnswerSchema.exactOptional().describe("with --wait: how it ended"),
});

export const cleanedUp = z.strictObject({
  document: z.literal("cleanup"),
  version: z.literal(2),
  resources: names.describe("empty: of all resources"),
  node: z.string().exactOptional().describe("absent: on all nodes"),
});

const onNode = { node: z.string() };
const onDevice = { device: z.string() };

export const fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("node-crash"), ...onNode }).describe("the node loses power"),
  z
    .strictObject({ kind: z.literal("node-cut"), ...onNode })
    .describe("the node loses its network; its resources keep running"),
  z.strictObject({ kind: z.literal("node-heal"), ...onNode }),
  z.strictObject({ kind: z.literal("node-return"), ...onNode }).describe("a node that is off powers on"),
  z.strictObject({ kind: z.literal("node-shutdown"), ...onNode }).describe("the node shuts down cleanly"),
  z.strictObject({
    kind: z.literal("process-kill"),
    rsc: z.string(),
    node: z.string().optional().describe("a host or a guest node; absent: the promoted or only instance"),
  }),
  z.strictObject({ kind: z.literal("container-kill"), container: z.string() }),
  z.strictObject({ kind: z.literal("fence-fail"), ...onDevice }),
  z.strictObject({ kind: z.literal("fence-heal"), ...onDevice }),
  z.strictObject({
    kind: z.literal("start-fail"),
    rsc: z.string(),
    count: count.describe("how many starts fail"),
    node: z.string().optional(),
  }),
  z
    .strictObject({ kind: z.literal("hang"), rsc: z.string(), task: z.string() })
    .describe("the next operation of that task hangs until it times out"),
  z
    .strictObject({
      kind: z.enum(["service-ill", "service-well"]),
      rsc: z.string(),
      node: z.string().optional().describe("a host or a guest node; absent: wherever it runs"),
    })
    .describe("the service does not do its work though its monitors find nothing, or does it again"),
  z
    .strictObject({ kind: z.literal("slow-join"), rsc: z.string(), seconds: count })
    .describe("instances that start from now on take that long to be in step with the others"),
  z
    .strictObject({
      kind: z.literal("promotion-score"),
      rsc: z.string(),
      score: z.string().describe("a whole number, INFINITY, -INFINITY, or none"),
      node: z.string().optional().describe("absent: on every node"),
    })
    .describe("the simulated agent of a promotable resource of one's own sets this promotion score"),
]);

export const injected = z.strictObject({
  document: z.literal("fault"),
  version: z.literal(2),
  fault,
  text: z.string().describe("the result, in one sentence"),
});

export const backedUp = z.strictObject({
  document: z.literal("backup"),
  version: z.literal(1),
  file: z.string(),
  cib: cibVersion.describe("the configuration that is in the file"),
  secrets: count.describe("how many secrets the file holds"),
});

const published = (name: string, command: string, does: string, schema: z.ZodType): Published => ({
  name,
  title: `Holdfast ${name}`,
  description: `The output of "holdfast ${command} --output json": ${does}.`,
  schema,
});

export const appliedPublished = published("applied", "apply FILE", "the plan that was applied", applied);
/** Of the verbs of one noun. */
export const donePublished = (noun: string): Published =>
  published(
    "done",
    `${noun} VERB NAME`,
    "what was done to each object, and what the cluster does because of it; what was listed; of a run its plan, or an event a line",
    z.discriminatedUnion("document", [verbDone, listing, cleanedUp, runPlan, runEvent]),
  );
export const cleanupPublished = published(
  "cleanup",
  "cleanup",
  "the resources and node whose failures were cleaned up",
  cleanedUp,
);
export const injectPublished = published("fault", "inject FAULT", "the fault that was injected or repaired", injected);
export const backupPublished = published("backup", "backup", "the file that was written", backedUp);
export const restorePublished = published(
  "restore",
  "restore FILE",
  "the plan that was applied, or with --dry-run the plan",
  z.discriminatedUnion("document", [applied, planAnswer]),
);
