/** The schema of what verbs list when nothing is to be changed. */
import { z } from "zod";
import { shownAlert, shownConstraint, shownOperation, shownSet, shownTag } from "../config/schema.ts";
import { names } from "../fields.ts";

export const listing = z.strictObject({
  document: z.literal("listing"),
  version: z.literal(1),
  of: z.string().describe("the node or resource; empty: the cluster"),
  kind: z.enum([
    "attribute",
    "utilization",
    "parameter",
    "meta attribute",
    "operation",
    "property",
    "constraint",
    "tag",
    "alert",
    "access rule",
    "group",
  ]),
  sets: z.array(shownSet).describe("the settings; of the other lists only the one of this kind has anything"),
  operations: z.array(shownOperation),
  constraints: z.array(shownConstraint),
  tags: z.array(shownTag),
  alerts: z.array(shownAlert),
  acls: z
    .array(
      z.strictObject({
        kind: z.enum(["role", "user", "group"]),
        id: z.string(),
        permissions: z.array(z.strictObject({ id: z.string(), text: z.string() })).describe("of a role"),
        roles: names.describe("of a user or group"),
      }),
    )
    .describe("who may read and change what, while the property enable-acl is true"),
  groups: z.array(z.strictObject({ id: z.string(), clone: z.string().exactOptional(), members: names })),
});
