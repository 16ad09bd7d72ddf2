/** `holdfast wait [RESOURCE...]`: waits until the cluster is as wanted, or gives the reason why that cannot be. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { untagged } from "../../change/verbs/tag.ts";
import { WANTED_ROLES, type WantedRole } from "../../change/wait/role-check.ts";
import { waitAnswer } from "../../change/wait/wait.ts";
import type { Wanted } from "../../change/wait/wanted.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { jsonText } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { DEFAULT_TIMEOUT, parseDurationOption } from "../duration.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";
import { waitExitStatus, watchedWait } from "../waiting.ts";

interface Options extends ConnectionOptions {
  readonly role?: WantedRole;
  readonly drained: readonly string[];
  readonly healthy?: boolean;
  readonly cibVersion?: NonNullable<Wanted["version"]>;
  readonly timeout: number;
}

const HELP = `
Without a resource: waits until nothing is left to do, then says whether all is as wanted. What people have switched
(standby, disabled, maintenance, bans, tickets) counts as wanted, and is listed with what it holds back.
With resources: waits until each runs as configured, whole, or has the role.
What is expected back is waited for: a node that was fenced by reboot or is joining, a failure that expires.
Before it says Reached it asks every member whether it is there. What only a monitor can notice, it does not know
sooner than the monitor does; --healthy waits until each has looked.
A file is checked once; an engine that is not running never counts as reached.
"holdfast schema wait" prints the JSON Schema of --output json.
Exit status: 0 reached, 1 nothing is left to do and it is not as wanted (failed, blocked, no node, disabled, not managed),
64 contradicting options, 102 not connected, 105 no such resource or node, 124 timeout, 193 the cluster is not running.

Examples:
  holdfast wait
  holdfast wait galera-bundle --role Promoted --timeout 5m
  holdfast node standby controller-0 && holdfast wait --drained controller-0
  holdfast wait --healthy`;

function version(text: string): NonNullable<Wanted["version"]> {
  const match = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError("expected a version such as 0.17.");
  return { adminEpoch: Number(match[1]), epoch: Number(match[2]) };
}

const collected = (node: string, before: readonly string[]): readonly string[] => [...before, node];

export function waitCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("wait")))
    .description("wait until nothing is left to do or resources have their roles, or say why they will not")
    .argument("[resource...]", "ids; a bundle, clone or group stands for all its instances, a tag for its resources")
    .addOption(
      new Option("-r, --role <role>", "the role of the resources, if not the configured one").choices(WANTED_ROLES),
    )
    .addOption(
      new Option("--drained <node>", "wait until nothing runs on the node; may be repeated")
        .argParser(collected)
        .default([], "none"),
    )
    .option("--healthy", "wait until all (or the resources) is whole: nothing switched off, no failure on record")
    .option("--cib-version <version>", "wait until the cluster has this configuration or a later one", version)
    .addOption(
      new Option("-t, --timeout <duration>", "how long to wait, such as 90s or 5m")
        .argParser(parseDurationOption)
        .default(parseDurationOption(DEFAULT_TIMEOUT), DEFAULT_TIMEOUT),
    )
    .addHelpText("after", HELP)
    .action((resources: string[], options: Options) => run(options.output, () => wait(context, resources, options)));
}

/** One question at a time. */
function wantedOf(resources: readonly string[], { role, drained, healthy, cibVersion }: Options): Wanted {
  const refuse = (message: string, hint: string): never => {
    throw new HoldfastError("usage", message, { hint });
  };
  if (role !== undefined && resources.length === 0)
    refuse("--role needs a resource", `holdfast wait RESOURCE --role ${role}`);
  if (role !== undefined && healthy === true)
    refuse("--healthy and --role do not go together", "--healthy wants the configured role");
  if (drained.length > 0 && (resources.length > 0 || healthy === true))
    refuse("--drained is a question of its own", "wait a second time for resources or --healthy");
  return {
    resources,
    ...(role === undefined ? {} : { role }),
    ...(drained.length === 0 ? {} : { drained }),
    ...(healthy === true ? { healthy } : {}),
    ...(cibVersion === undefined ? {} : { version: cibVersion }),
  };
}

async function wait(context: Context, resources: string[], options: Options): Promise<ExitStatus> {
  const { cluster: url, output, timeout } = options;
  const asked = wantedOf(resources, options);
  return using(context, url, async (cluster) => {
    const wanted = { ...asked, resources: await untagged(cluster, resources) };
    const watched = watchedWait(context, output, timeout);
    const answer = await waitAnswer(cluster, wanted, watched.options);
    watched.end(answer, wanted);
    if (output === "json") context.out(jsonText(answer));
    return waitExitStatus(answer);
  });
}
