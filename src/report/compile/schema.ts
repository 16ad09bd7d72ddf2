/** The schema of the output of `compile`. */
import { z } from "zod";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";

export const settingSchema = z.strictObject({
  section: z.enum(["properties", "resource-defaults", "operation-defaults"]),
  name: z.string(),
  value: z.string(),
  from: z
    .enum(["key", "meaning", "profile"])
    .describe("a key of its own, what another key means, or the profile, which leaves what a cluster has otherwise"),
  by: z.string().describe("the key, or the name of the profile"),
  reason: z.string().describe("empty for a key of its own"),
  source: z.string().exactOptional().describe("the page that says where a profile's setting is known from"),
  where: z.strictObject({ file: z.string().exactOptional(), line: count, column: count }).exactOptional(),
});

export const compileAnswer = z.strictObject({
  document: z.literal("compile"),
  version: z.literal(1),
  cib: z.string().describe("the CIB that the manifest makes of an empty one; secrets are shown as (secret)"),
  settings: z.array(settingSchema).describe("cluster-wide settings, and what in the manifest asks for each"),
  corosync: z
    .string()
    .exactOptional()
    .describe("the nodes' corosync.conf; absent where the manifest has no section of Corosync"),
});

export const compilePublished: Published = {
  name: "compile",
  title: "Holdfast compile",
  description: 'The output of "holdfast compile FILE --output json": the configuration that a manifest means.',
  schema: compileAnswer,
};
