/** The schema of what verbs list when nothing is to be changed. */
import { z } from "zod";
import { shownConstraint, shownOperation, shownSet } from "../config/schema.ts";

export const listing = z.strictObject({
  document: z.literal("listing"),
  version: z.literal(1),
  of: z.string().describe("the node or resource; empty: the cluster"),
  kind: z.enum(["attribute", "utilization", "parameter", "meta attribute", "operation", "property", "constraint"]),
  sets: z.array(shownSet).describe("the settings; empty for operations and constraints"),
  operations: z.array(shownOperation),
  constraints: z.array(shownConstraint),
});
