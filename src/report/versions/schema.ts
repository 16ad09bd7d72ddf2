/** The schema of the output of `versions`. */
import { z } from "zod";
import { cibVersion, names } from "../fields.ts";
import type { Published } from "../published.ts";
import { GATES } from "../skew/finding.ts";

/** In the order in which they are shown. */
export const SOFTWARE = [
  "pacemaker",
  "build",
  "featureSet",
  "schema",
  "corosync",
  "libqb",
  "knet",
  "pcs",
  "crmsh",
  "resourceAgents",
  "fenceAgents",
  "kernel",
] as const;

const version = z.string().exactOptional();

const softwareSchema = z
  .strictObject({
    pacemaker: version.describe("the release; of a remote node that of its remote daemon"),
    build: version.describe("the commit that Pacemaker was built from"),
    featureSet: version.describe("that its Pacemaker supports"),
    schema: version.describe("the newest that it has"),
    corosync: version,
    libqb: version.describe("a package's version, as are all that follow but the kernel's"),
    knet: version,
    pcs: version,
    crmsh: version,
    resourceAgents: version,
    fenceAgents: version,
    kernel: version,
  })
  .describe("what is not installed is left out");

export const nodeVersions = z.strictObject({
  name: z.string(),
  kind: z.enum(["cluster", "remote", "guest"]),
  online: z.boolean(),
  featureSet: z
    .string()
    .nullable()
    .describe("what the CIB says of it (#feature-set); null for remote and guest nodes, and before Pacemaker 2.1.5"),
  software: softwareSchema.nullable().describe("null where the node was not asked, or did not answer"),
  since: z.int().exactOptional().describe("when its Pacemaker was installed, epoch seconds"),
  removedCalls: z
    .array(z.strictObject({ file: z.string(), call: z.string() }))
    .exactOptional()
    .describe("agents and alert programs in use that call options which Pacemaker 3 took away"),
  unknown: z.string().exactOptional().describe("why its software, or a part of it, is not known"),
});

export const replicaVersions = z.strictObject({
  bundle: z.string(),
  replica: z.string().describe("the name of its node"),
  container: z.string(),
  node: z.string().nullable().describe("where it runs"),
  image: z.string(),
  pacemaker: z.string().nullable().describe("the release of the remote daemon inside; null where it is not known"),
  protocol: z.string().nullable().describe("that this release has with cluster nodes"),
  unknown: z.string().exactOptional().describe("why it is not known"),
});

export const differing = z.strictObject({
  what: z.enum(SOFTWARE),
  counts: z.boolean().describe("whether the exit status counts it: all but the kernel, and a build of one release"),
  versions: z.array(z.strictObject({ version: z.string().nullable().describe("null: not installed"), nodes: names })),
});

export const forbiddenSchema = z.strictObject({
  what: z.string().describe("what is not to be used or done now"),
  because: z.string(),
});

export const skewFindingSchema = z.strictObject({
  gate: z.enum(GATES),
  severity: z
    .enum(["error", "warning"])
    .describe("error: it does not work; warning: not for long, or not after an upgrade"),
  object: z.string().describe("the node, replica or bundle"),
  text: z.string(),
  reason: z.string().describe("what comes of it"),
  wayRound: z.string(),
});

export const versionsAnswer = z.strictObject({
  document: z.literal("versions"),
  version: z.literal(1),
  cib: cibVersion,
  asked: z.boolean().describe("the nodes were asked; else only the CIB says what is known"),
  featureSet: z.string().nullable().describe("in force, as the CIB says (crm_feature_set)"),
  releases: z.string().nullable().describe("of Pacemaker that have this feature set"),
  newerThanKnown: z.string().exactOptional().describe("said where the cluster is newer than any release known here"),
  dc: z.strictObject({ name: z.string().nullable(), version: z.string().nullable() }).describe("as the CIB says"),
  engine: z.enum(["pacemaker", "holdfast"]).describe("what enacts it; holdfast: the embedded cluster"),
  follows: z.string().describe("the release of Pacemaker by whose rules plans are made for this cluster"),
  schema: z.strictObject({
    inForce: z.string().nullable().describe("validate-with"),
    newest: z.string().nullable().describe("the newest that every node known has"),
  }),
  mixed: z.boolean().describe("members have more than one feature set, as in an upgrade"),
  alike: z
    .enum(["True", "False", "Unknown"])
    .describe("all that counts is the same everywhere; Unknown: as far as known, and something is not"),
  nodes: z.array(nodeVersions),
  replicas: z.array(replicaVersions).describe("of bundles with a resource inside"),
  operations: z
    .array(z.strictObject({ featureSet: z.string(), count: z.int().min(1) }))
    .describe("how many recorded operations were written by which feature set: digests of another are not comparable"),
  differences: z.array(differing),
  forbidden: z.array(forbiddenSchema).describe("what the oldest node forbids, while newer ones would allow it"),
  findings: z.array(skewFindingSchema).describe("what the gates say of the cluster as it is"),
  silent: z
    .array(z.strictObject({ way: z.string(), reason: z.string() }))
    .describe("ways in the cluster's address that gave no answer"),
});

export const versionsPublished: Published = {
  name: "versions",
  title: "Holdfast versions",
  description:
    'The output of "holdfast versions --output json": what runs on each node and in each bundle, and whether it fits together.',
  schema: versionsAnswer,
};
