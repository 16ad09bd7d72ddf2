/** The schemas of the output of `fencing`. */
import { z } from "zod";
import { names } from "../fields.ts";
import type { Published } from "../published.ts";

export const devicesAnswer = z.strictObject({
  document: z.literal("fence-devices"),
  version: z.literal(1),
  devices: z.array(
    z.strictObject({
      id: z.string(),
      agent: z.string(),
      targets: names.nullable().describe("null: the device or its agent is asked for its nodes"),
      levels: names.describe("such as controller-0: 1"),
    }),
  ),
  uncovered: names.describe("nodes that no device is for; empty if a device is asked for its nodes"),
});

const level = z.strictObject({ target: z.string(), index: z.string(), devices: names });

export const levelsAnswer = z.strictObject({
  document: z.literal("fencing-levels"),
  version: z.literal(1),
  levels: z.array(level),
});

export const fencingHistoryAnswer = z.strictObject({
  document: z.literal("fencing-history"),
  version: z.literal(1),
  fencings: z
    .array(
      z.strictObject({
        target: z.string(),
        action: z.string(),
        outcome: z.enum(["succeeded", "failed", "pending"]),
        at: z.number().exactOptional().describe("epoch milliseconds"),
        by: z.string().exactOptional(),
        client: z.string().exactOptional(),
        origin: z.string().exactOptional(),
        reason: z.string().exactOptional(),
      }),
    )
    .describe("newest first"),
});

const seconds = z.number().min(0);
const range = z
  .strictObject({ least: seconds, most: seconds })
  .describe("seconds; what is waited is drawn between them");

const deviceUse = z.strictObject({
  device: z.string(),
  agent: z.string().exactOptional(),
  claim: z
    .enum(["listed", "any", "asked", "not", "none"])
    .describe("how it is known whether the device is for the node; none: there is no such device, or it is disabled"),
  actions: z.array(
    z.strictObject({
      action: z.string(),
      sends: z.string().describe("what the agent is asked for, by pcmk_*_action or since it does not know reboot"),
      timeout: seconds.describe("of all tries together"),
      tries: z.int().min(1),
    }),
  ),
  delay: range,
  runners: names.describe("nodes that it can be run from, in the order they are asked"),
  notFrom: z.array(
    z.strictObject({ node: z.string(), why: z.enum(["Banned", "Target", "Away"]), score: z.int().exactOptional() }),
  ),
  fails: z
    .enum(["NotConfigured", "Disabled", "NotForNode", "OnlyOnTarget", "Banned", "Away"])
    .exactOptional()
    .describe("why asking it fails; Away: now, since the nodes that can run it are not there"),
});

const finding = z.strictObject({
  code: z.enum([
    "FencingOff",
    "NothingFences",
    "NeverSucceeds",
    "NeverReached",
    "LevelUnused",
    "DeviceUnused",
    "AmbiguousTopology",
    "SamePriority",
    "StaysOff",
    "BaseAboveMost",
    "RaceOpen",
  ]),
  text: z.string(),
});

export const fencingExplanation = z.strictObject({
  document: z.literal("fencing-explanation"),
  version: z.literal(1),
  node: z.string(),
  kind: z.enum(["cluster", "remote", "guest"]),
  enabled: z.boolean(),
  action: z.enum(["reboot", "off"]),
  container: z.string().exactOptional().describe("of a guest node: the resource whose restart fences it"),
  topology: z
    .strictObject({ by: z.enum(["name", "pattern", "attribute"]), value: z.string() })
    .exactOptional()
    .describe("what its levels are for; without it, every device that claims the node is asked"),
  ways: z
    .array(
      z.strictObject({
        level: z.int().exactOptional(),
        steps: z.array(z.strictObject({ device: z.string(), action: z.string() })).describe("all have to be done"),
        devices: z.array(deviceUse),
        worst: seconds.describe("delays and timeouts of its steps together"),
        never: z
          .enum(["Fails", "AfterWatchdog"])
          .exactOptional()
          .describe("it can never succeed, or is never come to, since the watchdog before it counts as done"),
      }),
    )
    .describe("in the order they are tried; one of them is enough"),
  watchdog: seconds
    .nullable()
    .exactOptional()
    .describe("after which the node counts as off by its own watchdog; null: computed by the nodes"),
  priorityDelay: seconds.describe(
    "priority-fencing-delay, as the node is now: waited before its fencing in half a cluster",
  ),
  worst: z
    .strictObject({ seconds, givenUp: seconds.describe("after which the fencer gives the request up") })
    .describe("of all ways after one another"),
  noticed: z.strictObject({
    token: seconds,
    consensus: seconds,
    source: z.enum(["corosync.conf", "default"]).describe("default: of Corosync 3.1, for that many nodes"),
  }),
  tested: z
    .strictObject({ at: z.int().describe("epoch seconds"), who: z.string(), works: z.boolean() })
    .nullable()
    .describe("the last fencing test that is recorded of it; null: none is"),
  race: z
    .strictObject({
      other: z.string(),
      delays: z
        .strictObject({ node: range, other: range })
        .describe("before the node is fenced by the other one, and the reverse"),
      survivor: z.string().nullable().describe("null: it is open, and both may go down"),
      lead: seconds.describe("by how much it is ahead at least"),
    })
    .exactOptional()
    .describe("of a cluster of two nodes that lose sight of each other"),
  findings: z.array(finding),
});

export const HOPS = [
  "Works",
  "Configuration",
  "Name",
  "Route",
  "Port",
  "Silent",
  "Login",
  "Privilege",
  "Chassis",
  "Agent",
  "OtherMachine",
  "Other",
  "NotAsked",
] as const;

const fencingTrial = z.strictObject({
  node: z.string(),
  device: z.string(),
  agent: z.string(),
  level: z.int().exactOptional(),
  from: z.string().nullable().describe("the node that asked; null: no node can"),
  hop: z.enum(HOPS).describe("where it failed; NotAsked: it is not known, since no one could be asked"),
  text: z.string(),
  power: z.enum(["on", "off"]).exactOptional(),
  machine: z
    .enum(["Proved", "NotProved"])
    .exactOptional()
    .describe("Proved: the BMC and the node have the same identifier of the hardware, and no other node has it"),
});

export const fencingTest = z.strictObject({
  document: z.literal("fencing-test"),
  version: z.literal(1),
  whole: z.enum(["True", "False", "Unknown"]).describe("whether all that was asked works"),
  trials: z.array(fencingTrial).describe("each device of each way, from each node that it would be run from"),
  findings: z.array(z.strictObject({ node: z.string(), text: z.string() })).describe("as of fencing explain"),
  recorded: z.boolean().describe("the cluster keeps when it was tested, by whom, and whether it worked"),
});

export const fencingPublished: Published = {
  name: "fencing",
  title: "Holdfast fencing",
  description:
    'The output of "holdfast fencing list|levels|history|explain|test --output json": devices, levels, what was fenced, how a node would be, whether it can be.',
  schema: z.discriminatedUnion("document", [
    devicesAnswer,
    levelsAnswer,
    fencingHistoryAnswer,
    fencingExplanation,
    fencingTest,
  ]),
};
