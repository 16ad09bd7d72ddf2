/** The schema of the output of `secrets`. */
import { z } from "zod";
import type { Published } from "../published.ts";

export const secretUse = z.strictObject({
  in: z
    .enum(["parameter", "text", "file", "mount"])
    .describe(
      "parameter: its value; text: inside another value, such as options or an address; file: a path that a parameter names; mount: of a bundle",
    ),
  resource: z.string().describe("the resource, fence device or other object"),
  agent: z.string().exactOptional(),
  name: z.string().describe("of the parameter, attribute or mount"),
  path: z.string().exactOptional().describe("of the file or directory, on the node"),
  target: z.string().exactOptional().describe("of a mount: where it is in the container"),
  rotation: z.strictObject({
    code: z.enum(["fence-parameter", "reload-parameter", "reload-service", "rolling-restart", "restart", "none"]),
    text: z.string().describe("the least that makes a new value take effect, in one sentence"),
  }),
});

export const certificate = z.strictObject({
  node: z.string().describe("on which it was read"),
  file: z.string(),
  subject: z.string(),
  until: z.int().describe("epoch seconds at which it is no longer valid"),
  days: z.int().describe("whole days until then; negative when it is over"),
});

export const secretEntry = z.strictObject({
  name: z.string().describe("as the manifest calls it; else the first place where it is used, or its path"),
  kind: z.enum(["secret", "certificate"]),
  keptIn: z.string().exactOptional().describe("the file or environment variable from which a manifest takes it"),
  uses: z.array(secretUse),
  certificates: z.array(certificate).describe("those found in its files, the first that ends first"),
});

export const secretsAnswer = z.strictObject({
  document: z.literal("secrets"),
  version: z.literal(1),
  secrets: z.array(secretEntry),
  read: z
    .array(z.string())
    .nullable()
    .describe("the nodes whose certificates were read; null where there are no nodes to ask"),
});

export const secretsPublished: Published = {
  name: "secrets",
  title: "Holdfast secrets",
  description:
    'The output of "holdfast secrets [FILE] --output json": secrets and certificates, where they are used, how they are rotated. No value is in it.',
  schema: secretsAnswer,
};
