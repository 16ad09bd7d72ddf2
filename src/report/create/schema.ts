/** The schemas of the output of `cluster create` and `cluster compare`. */
import { z } from "zod";
import { applied } from "../done/schema.ts";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

/** Of a creation, in their order. All steps of one stage may be done at once. */
export const STAGES = [
  "stop",
  "clear",
  "key",
  "configure",
  "start-corosync",
  "quorum",
  "start-pacemaker",
  "online",
  "enable",
] as const;

export const creationStep = z.strictObject({
  stage: z.enum(STAGES),
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

const taking = z
  .enum(["reload", "restart", "refuse"])
  .describe("corosync-cfgtool -R takes it; every Corosync has to be restarted; not in one step");

export const comparisonAnswer = z.strictObject({
  document: z.literal("corosync-comparison"),
  version: z.literal(1),
  taking: taking.exactOptional().describe("what all changes together need; absent where there is no difference"),
  changes: z.array(
    z.strictObject({
      path: z.string().describe("such as totem.token"),
      before: z.string().exactOptional(),
      after: z.string().exactOptional(),
      taking,
      reason: z.string(),
    }),
  ),
  taken: z.boolean().exactOptional().describe("of cluster reload: whether all nodes have reloaded it"),
});

export const clusterPublished: Published = {
  name: "cluster",
  title: "Holdfast cluster",
  description:
    'The output of "holdfast cluster create" and "holdfast cluster compare" with --output json: machines that become a cluster, and how a running one can take another corosync.conf.',
  schema: z.union([creationAnswer, comparisonAnswer]),
};
