/** The schemas of what is said of runs: one, all, what one would do, and what happens in one, an event a line. */
import { z } from "zod";
import { resourceChange } from "../changes/schema.ts";
import { count, names } from "../fields.ts";
import type { Published } from "../published.ts";

export const runState = z.enum(["planned", "running", "paused", "done", "failed", "undone"]);

export const runShown = z.strictObject({
  id: z.string(),
  kind: z.string().describe("such as restart"),
  state: runState,
  title: z.string().describe("what it does, one line"),
  who: z.string().describe("user@host of who began it"),
  why: z.string(),
  since: z.number().describe("epoch seconds, by the cluster's time"),
  ended: z.number().exactOptional().describe("epoch seconds"),
  did: names.describe("the items that are done, in their order"),
  of: count.describe("how many items there are"),
  step: z
    .strictObject({ n: count, item: z.string(), text: z.string() })
    .exactOptional()
    .describe("the last step, which may be under way"),
  reason: z.string().exactOptional().describe("why it is paused, failed or undone"),
  carried: z
    .strictObject({ by: z.string(), gone: z.boolean().describe("its process was one of this machine, and has ended") })
    .exactOptional()
    .describe("who has its lease"),
});

export const runsAnswer = z.strictObject({
  document: z.literal("runs"),
  version: z.literal(1),
  runs: z.array(runShown).describe("oldest first; of those that ended the last five"),
});

export const runAnswer = z.strictObject({ document: z.literal("run"), version: z.literal(1), run: runShown });

export const runPlan = z.strictObject({
  document: z.literal("run-plan"),
  version: z.literal(1),
  kind: z.string(),
  title: z.string(),
  touches: z.strictObject({ everything: z.boolean(), resources: names, nodes: names, on: names }),
  items: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      interrupts: z.array(resourceChange).describe("what the scheduler makes of its first step"),
      estimateMs: count.describe("until all is whole again, by the operations' last durations"),
    }),
  ),
  estimateMs: count.describe("of all items, with the time for which all has to stay whole between two of them"),
});

export const runEvent = z.strictObject({
  document: z.literal("run-event"),
  version: z.literal(1),
  at: z.number().describe("epoch milliseconds, by the cluster's time"),
  event: z.enum(["begun", "resumed", "waiting", "step", "paused", "ended"]),
  text: z.string(),
  run: runShown,
});

export const runPublished: Published = {
  name: "run",
  title: "Holdfast run",
  description:
    'The output of "holdfast run VERB --output json" and of each command that carries a run, which prints an event a line.',
  schema: z.discriminatedUnion("document", [runsAnswer, runAnswer, runPlan, runEvent]),
};
