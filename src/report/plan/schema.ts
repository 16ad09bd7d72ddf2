/** The schema of the output of `plan`. */
import { z } from "zod";
import { nodeChange, resourceChange } from "../changes/schema.ts";
import { reason } from "../explain/schema.ts";
import { count } from "../fields.ts";
import type { Published } from "../published.ts";
import { historyEntrySchema } from "../version-entry.ts";

const differences = z
  .array(count)
  .describe(
    "the differences that cause it, by their positions in the plan's list; empty for actions that are due anyway",
  );

const place = z.strictObject({ file: z.string().exactOptional(), line: count, column: count });

const warning = z.strictObject({
  rule: z.string().exactOptional().describe("the rule of verify that the change breaks"),
  message: z.string(),
  hint: z.string().exactOptional(),
  where: place.exactOptional(),
});

export const difference = z.strictObject({
  kind: z
    .enum(["added", "changed", "removed", "reordered", "moved"])
    .describe("moved: removed where it was, and added in the element that after names"),
  object: z.string().describe("the id of the resource, constraint or other section whose definition differs"),
  part: z
    .string()
    .describe("the part of the object, such as storage-mapping mysql-hosts; empty if it is the object itself"),
  before: z.string().exactOptional().describe("secrets are shown as (secret)"),
  after: z.string().exactOptional(),
  path: z.string().describe("in the CIB: /cib/configuration/resources/primitive[@id='vip']/@type"),
  where: place.exactOptional().describe("its file and line, if known"),
});

export const because = z.strictObject({
  chain: z.array(reason).describe("from the action back to its first cause"),
  differences,
});

export const plannedNode = nodeChange.extend({ because });
export const plannedResource = resourceChange.extend({ because });

export const plannedOperation = z.strictObject({
  operation: z.string(),
  intervalMs: count,
  resource: z.string(),
  node: z.string(),
  reason: z.string().exactOptional(),
  differences,
});

export const interruption = z.strictObject({
  kind: z
    .enum(["node", "promotion-score", "history", "failures"])
    .describe(
      "a guest or remote node comes up, an agent sets a promotion score, a removed resource's history or failures are cleared",
    ),
  resource: z
    .string()
    .describe("the node's connection, the promotable resource, the removed one, the one that had failed"),
});

export const togetherSchema = z.strictObject({
  resource: z.string(),
  instances: z.array(z.string()),
  of: count.describe("the number of all its instances"),
  emptied: z
    .boolean()
    .optional()
    .describe("with all of them down at once the service loses what it holds: its agent starts the first one empty"),
});

export const demotion = z.strictObject({
  resource: z.string(),
  node: z.string(),
  onStopFailure: z
    .enum(["fence", "restart-container", "block", "other"])
    .describe("what follows if its stop fails too: its node is fenced, its container is restarted, it is blocked"),
});

export const keptSchema = z.strictObject({
  kind: z.enum(["standby", "maintenance", "unmanaged", "disabled", "ban", "move", "ticket", "stop-all"]),
  id: z.string().describe("the node, resource, constraint, ticket or property"),
  text: z.string().describe("controller-0 is in standby"),
  path: z.string().exactOptional().describe("in the CIB, of what says so; absent for what only the status says"),
  since: historyEntrySchema.exactOptional().describe("the change since which it is so, if the history has it"),
});

export const RISKS = [
  "fencing-off",
  "startup-fencing-off",
  "node-unfenced",
  "quorum-weakened",
  "defaults-of-others",
  "skew-remote-newer",
  "skew-remote-run-command",
] as const;

export const riskSchema = z.strictObject({
  code: z.enum(RISKS).describe("apply wants it with --accept-risk, or asks: --yes alone does not accept it"),
  object: z.string().describe("the property, default, node or bundle"),
  text: z.string(),
  reason: z.string().describe("what can follow"),
  where: place.exactOptional().describe("the file and line of what brings it, if known"),
});

export const unlikeProfileSchema = z.strictObject({
  section: z.enum(["properties", "resource-defaults", "operation-defaults"]),
  name: z.string(),
  has: z.string().describe("the cluster's value, which stays"),
  profile: z.string().describe("the name of the profile"),
  value: z.string().describe("what the profile would set on a new cluster"),
  where: place.exactOptional(),
});

export const awaySchema = z.strictObject({
  resource: z.string(),
  estimateMs: count.describe("an estimate: every operation takes as long as its last run did"),
  mostMs: count.describe("if every operation takes its whole timeout"),
  unknown: z
    .array(z.string())
    .describe("operations of which no run is recorded: they count nothing, so the estimate is a lower bound"),
});

export const promotedNextSchema = z.strictObject({ resource: z.string(), node: z.string() });

export const unboundSchema = z.strictObject({
  resource: z.string(),
  from: z.array(z.string()).describe("the removed resources that its constraints named"),
  constraints: z.array(z.string()).describe("the constraints that are removed with them"),
  anywhere: z.boolean().describe("no constraint is left that says where it runs"),
});

export const disagreement = z.strictObject({
  only: z.enum(["holdfast", "pacemaker"]),
  operation: z.string().describe("for fencing: reboot, off or on"),
  intervalMs: count,
  resource: z.string(),
  node: z.string(),
});

export const check = z
  .union([
    z.strictObject({
      by: z.string(),
      agrees: z.literal(true),
      apart: z
        .enum(["secrets", "release"])
        .exactOptional()
        .describe("except for changes of secrets, which it cannot see, or for what its release decides differently"),
    }),
    z.strictObject({ by: z.string(), agrees: z.literal(false), differences: z.array(disagreement) }),
    z
      .strictObject({ by: z.null(), agrees: z.null(), reason: z.string(), missing: z.boolean() })
      .describe("the check failed; missing: crm_simulate is not installed"),
  ])
  .describe("the result of checking the plan with crm_simulate");

export const rollingSchema = z
  .union([
    z.strictObject({
      possible: z.literal(true),
      steps: count.describe("replicas that restart, one after the other"),
      estimateMs: count.describe("until the last one is whole again, by the operations' last durations"),
    }),
    z.strictObject({ possible: z.literal(false), reason: z.string().describe("why it cannot begin now") }),
  ])
  .describe("the same change by apply --rolling; absent where no replicas go down together, and of what is applied");

export const planAnswer = z.strictObject({
  document: z.literal("plan"),
  version: z.literal(2),
  against: z.strictObject({ adminEpoch: count, epoch: count }).describe("the configuration that the plan was made for"),
  warnings: z
    .array(warning)
    .describe("names in the manifest that nothing is known to read, and what verify finds because of the change"),
  differences: z.array(difference),
  nodes: z.array(plannedNode).describe("the actions that the change causes"),
  resources: z.array(plannedResource),
  operations: z
    .array(plannedOperation)
    .describe("the operations of the transition, with recurring monitors and probes"),
  interruptions: z.array(interruption).describe("events that make Pacemaker re-plan during the transition"),
  doubtfulRestarts: z
    .array(z.string())
    .describe("instances whose restart Pacemaker may drop, so that they keep their old parameters"),
  demotions: z
    .array(demotion)
    .describe("promoted instances that are demoted with new parameters, by which the agent may not find them"),
  promotedNext: z
    .array(promotedNextSchema)
    .describe("the instances that will be promoted after their start, where the agent's rule is known"),
  away: z.array(awaySchema).describe("services that no instance provides for a while, and for how long"),
  unbound: z.array(unboundSchema).describe("resources that lose constraints because another one is removed"),
  risks: z
    .array(riskSchema)
    .describe("what weakens the cluster or reaches beyond the manifest, to be accepted one by one"),
  leftNodes: z.array(z.string()).describe("nodes of which the manifest has nothing any more, and which stay"),
  unlikeProfile: z
    .array(unlikeProfileSchema)
    .describe("settings of the manifest's profile that the cluster has otherwise, and keeps"),
  kept: z
    .array(keptSchema)
    .describe("what people have switched and the change leaves: disabled resources, standby, bans, tickets"),
  together: z.array(togetherSchema).describe("resources of which several instances go down in one transition"),
  rolling: rollingSchema.exactOptional(),
  anyway: z.array(z.union([nodeChange, resourceChange])).describe("already due, regardless of the change"),
  checked: check.exactOptional().describe("absent if crm_simulate did not run"),
});

export const planPublished: Published = {
  name: "plan",
  title: "Holdfast plan",
  description:
    'The output of "holdfast plan FILE --output json": what a change starts, stops, moves, promotes or fences, and why.',
  schema: planAnswer,
};
