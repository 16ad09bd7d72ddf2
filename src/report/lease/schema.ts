/** The schemas of the output of `lease`. */
import { z } from "zod";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

export const leaseShown = z.strictObject({
  name: z.string(),
  owner: z.string().describe("user@host"),
  why: z.string(),
  since: z.number().describe("epoch seconds, by the cluster's time"),
  ttlSeconds: z.number().describe("of silence, as an observer sees it, after which another may take it"),
  renewed: z.boolean().describe("a process keeps it alive; otherwise a person took it, and gives it back"),
  gone: z.boolean().describe("its process was one of this machine, and has ended"),
  covers: z.strictObject({
    everything: z.boolean(),
    resources: names,
    nodes: names,
    on: names.describe("nodes on which something happens to those resources"),
  }),
  token: z.string().describe("the configuration it was taken with; a later lease has a higher one"),
});

export const leasesAnswer = z.strictObject({
  document: z.literal("leases"),
  version: z.literal(1),
  leases: z.array(leaseShown),
});

export const leaseChanged = z.strictObject({
  document: z.literal("lease-change"),
  version: z.literal(1),
  verb: z.enum(["take", "release", "break"]),
  lease: leaseShown,
});

export const leasePublished: Published = {
  name: "lease",
  title: "Holdfast lease",
  description: 'The output of "holdfast lease VERB --output json": the leases, or the one that was taken or ended.',
  schema: z.discriminatedUnion("document", [leasesAnswer, leaseChanged]),
};
