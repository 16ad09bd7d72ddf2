/** What runs hold, as `status` and `explain` answer it. */
import { z } from "zod";

const epochSeconds = z.int().describe("epoch seconds");

export const heldSchema = z.strictObject({
  run: z.string().nullable().describe("the run; null where nothing says which it was"),
  state: z
    .enum(["planned", "running", "paused", "left"])
    .describe("of the run; left: it is over, or not in the journal any more, and its hold has stayed"),
  since: epochSeconds
    .nullable()
    .describe("epoch seconds at which the run began; null where the journal does not have it"),
  reason: z.string().nullable().describe("why it is paused, or the step that it is at"),
  holds: z
    .array(
      z.strictObject({
        kind: z.enum(["maintenance", "ban", "stop"]),
        resource: z.string(),
        node: z.string().nullable().describe("of a ban"),
        promoted: z.boolean().describe("a ban of the promoted role alone"),
        until: epochSeconds.nullable().describe("epoch seconds at which it ends by itself; null: only by a command"),
        id: z.string().describe("in the configuration: of the set of meta attributes, or of the constraint"),
      }),
    )
    .describe("resources in maintenance, banned from a node, or stopped"),
  ends: z
    .array(z.string())
    .describe(
      "the commands that end it: each of them alone for a run that is paused, or running and its process gone; all of them for what is left",
    ),
  text: z.string().describe("all of it in one line"),
});

export const heldList = z.array(heldSchema).describe("what runs hold of what this document is about, one for each run");
