/** `holdfast wait [RESOURCE...]`: until the resources have their roles, or why they never will. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { WANTED_ROLES, type WantedRole } from "../../change/wait/role-check.ts";
import type { Judgement, Wanted } from "../../change/wait/verdict.ts";
import { waitFor } from "../../change/wait/wait.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import { parseDuration } from "../../cib/value/duration.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";
import { progressOn } from "../progress.ts";

interface Options extends ClusterOptions {
  readonly role?: WantedRole;
  readonly cibVersion?: NonNullable<Wanted["version"]>;
  readonly timeout: number;
}

type Outcome = Judgement["state"] | "timeout";

/** Of `crm_exit_t`: ok, error, timeout; 193 something is still to be done, and nobody does it. */
const EXIT: Readonly<Record<Outcome, ExitStatus>> = { reached: 0, never: 1, timeout: 124, pending: 193 };
const MISSING: ExitStatus = 105;

const HELP = `
Without a resource: all of them, as they are configured; what is disabled or unmanaged may stay so.
A CIB in a file, or of an engine that is down, is judged once.
Exit status: 0 reached, 1 it never will be (disabled, unmanaged, blocked, failed for good, no node),
105 no such resource, 124 not in time, 193 something is still to be done and nobody is at work.`;

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 0) throw new InvalidArgumentError("expected a duration such as 90s or 5m.");
  return ms;
}

function version(text: string): NonNullable<Wanted["version"]> {
  const match = /^(\d+)\.(\d+)(?:\.\d+)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError("expected a version such as 0.17.");
  return { adminEpoch: Number(match[1]), epoch: Number(match[2]) };
}

export function waitCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("wait")))
    .description("wait until resources have their roles, or tell why they never will")
    .argument("[resource...]", "ids; a bundle, clone or group stands for all its instances")
    .addOption(new Option("-r, --role <role>", "the role, if not the configured one").choices(WANTED_ROLES))
    .option("--cib-version <version>", "this configuration, or a later one, has to be in force", version)
    .option("-t, --timeout <duration>", "how long", duration, 600_000)
    .addHelpText("after", HELP)
    .action((resources: string[], options: Options) =>
      run(options.output, () =>
        using(context, options.cluster, async (cluster) => {
          const wanted: Wanted = {
            resources,
            ...(options.role === undefined ? {} : { role: options.role }),
            ...(options.cibVersion === undefined ? {} : { version: options.cibVersion }),
          };
          const { kind, running } = await cluster.identity();
          // Where nobody is at work, waiting changes nothing. Pacemaker may just be electing a DC.
          const still = !running && kind !== "pacemaker";
          const json = options.output === "json";
          const progress = json ? undefined : progressOn(context);
          const begun = context.now();
          const judgement = await waitFor(cluster, wanted, {
            timeout: still ? 0 : options.timeout,
            signal: context.interrupted,
            tell: ({ state, findings }) => progress?.foot(state === "reached" ? "" : (findings[0]?.text ?? "")),
          });
          progress?.foot("");
          const waited = context.now() - begun;
          const outcome = judgement.state === "pending" && !still ? "timeout" : judgement.state;
          if (json) context.out(`${JSON.stringify(document(judgement, outcome, waited))}\n`);
          else tell(context, judgement, outcome, waited);
          return judgement.findings.some((f) => f.kind === "missing") ? MISSING : EXIT[outcome];
        }),
      ),
    );
}

function document({ version, resources, findings }: Judgement, outcome: Outcome, waitedMs: number): object {
  return { document: "wait", version: 1, outcome, cib: version, waitedMs, resources, findings };
}

function tell(context: Context, { version, resources, findings }: Judgement, outcome: Outcome, waited: number): void {
  if (outcome === "reached") {
    for (const { places } of resources)
      for (const { id, role, nodes } of places)
        context.out(`${id}: ${role}${nodes.length === 0 ? "" : ` on ${nodes.join(", ")}`}\n`);
    context.out(`Reached with configuration ${formatVersion(version)} after ${(waited / 1000).toFixed(1)} s.\n`);
    return;
  }
  const heads = {
    never: "it will not be",
    timeout: `not in ${Math.round(waited / 1000)} s`,
    pending: "something is still to be done",
  } as const;
  context.err(`holdfast: ${heads[outcome]}:\n${findings.map((f) => `  ${f.text}\n`).join("")}`);
}
