/** The schema of the output of `verify`. */
import { z } from "zod";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";

export const severity = z.enum(["error", "warning", "note"]);

export const lintFinding = z.strictObject({
  rule: z.string().describe("such as F01; V01 and O04 are what the schema or Pacemaker itself refuses"),
  severity,
  text: z.string(),
  why: z.string(),
  fix: z.string(),
  source: z.string(),
  path: z.string().exactOptional().describe("in the CIB; of corosync.conf the key, such as totem.token"),
  where: z.strictObject({ file: z.string().exactOptional(), line: count, column: count }).exactOptional(),
  patch: z.string().exactOptional().describe("mends it: XML for cibadmin --patch, without a version"),
});

export const verifyAnswer = z.strictObject({
  document: z.literal("verify"),
  version: z.literal(1),
  findings: z.array(lintFinding).describe("errors first"),
  silenced: z.array(
    z.strictObject({ rule: z.string(), object: z.string().exactOptional(), reason: z.string(), count }),
  ),
});

export const verifyPublished: Published = {
  name: "verify",
  title: "Holdfast verify",
  description:
    'The output of "holdfast verify --output json": what is wrong or risky in a configuration, with its reason and mending.',
  schema: verifyAnswer,
};
