/** The schema of the output of `cluster create`. */
import { z } from "zod";
import { applied } from "../done/schema.ts";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

export const creationStep = z.strictObject({
  stage: z.enum([
    "stop",
    "clear",
    "key",
    "configure",
    "start-corosync",
    "quorum",
    "start-pacemaker",
    "online",
    "enable",
  ]),
  node: z.string(),
  text: z.string(),
});

export const creationAnswer = z.strictObject({
  document: z.literal("create"),
  version: z.literal(1),
  dryRun: z.boolean().describe("nothing was changed"),
  nodes: z.array(
    z.strictObject({
      node: z.string(),
      reached: z.boolean(),
      packages: z.record(z.string(), z.string()).describe("versions of the packages that count, by name"),
    }),
  ),
  problems: names.describe("why the machines cannot become a cluster, one sentence each; empty where they can"),
  notes: names.describe("what is worth knowing, one sentence each"),
  steps: z.array(creationStep).describe("with --dry-run what is to do, else what was done"),
  applied: applied.exactOptional().describe("the manifest's one commit; absent with --dry-run"),
});

export const creationPublished: Published = {
  name: "cluster",
  title: "Holdfast cluster create",
  description: 'The output of "holdfast cluster create --output json": machines that become a cluster.',
  schema: creationAnswer,
};
