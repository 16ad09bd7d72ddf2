/** The program: the commands that `holdfast --help` lists, each in a file of its own. */
import { Command, CommanderError } from "commander";
import { asHoldfastError } from "../cluster/error.ts";
import type { Context, ExitStatus, Run } from "./context.ts";
import { tellError } from "./problems.ts";
import { withEmptyWait } from "./wait-option.ts";

type Add = (program: Command, context: Context, run: Run) => void;

/** In the order of `--help`. A command is loaded only when it runs, so that a status page need not wait for the lab. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  up: async () => (await import("./commands/up.ts")).upCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  plan: async () => (await import("./commands/plan.ts")).planCommand,
  apply: async () => (await import("./commands/apply.ts")).applyCommand,
  diff: async () => (await import("./commands/diff.ts")).diffCommand,
  drift: async () => (await import("./commands/drift.ts")).driftCommand,
  disown: async () => (await import("./commands/disown.ts")).disownCommand,
  compile: async () => (await import("./commands/compile.ts")).compileCommand,
  wait: async () => (await import("./commands/wait.ts")).waitCommand,
  health: async () => (await import("./commands/health.ts")).healthCommand,
  explain: async () => (await import("./commands/explain.ts")).explainCommand,
  whatif: async () => (await import("./commands/whatif.ts")).whatifCommand,
  events: async () => (await import("./commands/events.ts")).eventsCommand,
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand,
  inject: async () => (await import("./commands/inject.ts")).injectCommand,
  node: async () => (await import("./commands/node.ts")).nodeCommand,
  resource: async () => (await import("./commands/resource.ts")).resourceCommand,
  property: async () => (await import("./commands/property.ts")).propertyCommand,
  constraint: async () => (await import("./commands/constraint.ts")).constraintCommand,
  tag: async () => (await import("./commands/tag.ts")).tagCommand,
  group: async () => (await import("./commands/group.ts")).groupCommand,
  alert: async () => (await import("./commands/alert.ts")).alertCommand,
  acl: async () => (await import("./commands/acl.ts")).aclCommand,
  maintenance: async () => (await import("./commands/maintenance.ts")).maintenanceCommand,
  drain: async () => (await import("./commands/drain.ts")).drainCommand,
  undrain: async () => (await import("./commands/drain.ts")).undrainCommand,
  run: async () => (await import("./commands/run.ts")).runsCommand,
  lease: async () => (await import("./commands/lease.ts")).leaseCommand,
  cleanup: async () => (await import("./commands/cleanup.ts")).cleanupCommand,
  import: async () => (await import("./commands/import.ts")).importCommand,
  history: async () => (await import("./commands/history.ts")).historyCommand,
  agent: async () => (await import("./commands/agent.ts")).agentCommand,
  fencing: async () => (await import("./commands/fencing.ts")).fencingCommand,
  ticket: async () => (await import("./commands/ticket.ts")).ticketCommand,
  versions: async () => (await import("./commands/versions.ts")).versionsCommand,
  verify: async () => (await import("./commands/verify.ts")).verifyCommand,
  secrets: async () => (await import("./commands/secrets.ts")).secretsCommand,
  rotate: async () => (await import("./commands/rotate.ts")).rotateCommand,
  export: async () => (await import("./commands/export.ts")).exportCommand,
  backup: async () => (await import("./commands/backup.ts")).backupCommand,
  restore: async () => (await import("./commands/restore.ts")).restoreCommand,
  cluster: async () => (await import("./commands/cluster.ts")).clusterCommand,
  lab: async () => (await import("./commands/lab.ts")).labCommand,
  schema: async () => (await import("./commands/schema.ts")).schemaCommand,
  man: async () => (await import("./commands/man.ts")).manCommand,
};

/** Commands that are about all commands. */
const OF_ALL = ["man"];

/** Adds the command that `argv` names, or all of them for anything else (help, a misspelled command, completion). */
async function addCommands(program: Command, context: Context, run: Run, argv: readonly string[]): Promise<void> {
  const named = argv[0];
  const alone = named !== undefined && Object.hasOwn(COMMANDS, named) && !OF_ALL.includes(named);
  const one = alone ? COMMANDS[named] : undefined;
  const adds = await Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
  for (const add of adds) add(program, context, run);
  inherit(program);
  // Added after inherit(): its command takes arguments that the inherited settings would forbid.
  if (one === undefined) await (await import("./completion.ts")).addCompletion(program, context, argv);
}

/** Exit status for a wrong command line (`crm_exit_t` CRM_EX_USAGE). */
const USAGE = 64;

const AFTER = `
--cluster or HOLDFAST_CLUSTER names the cluster; the default is the embedded cluster in ./.holdfast.
Exit status: 0 success, 64 usage, 70 internal error, 78 invalid input, 102 not connected, 103 conflict,
105 no such resource, node or file, 124 timeout. Each command's --help lists its own.

Examples:
  holdfast up                                       # run a simulated OpenStack control plane
  holdfast status                                   # from a second terminal
  holdfast plan examples/control-plane.yaml         # show what applying a manifest would do
  holdfast status --cluster pacemaker:              # the Pacemaker cluster that this node is in`;

/** @returns the exit status; never throws for a user's mistake */
export async function runProgram(context: Context, argv: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const run: Run = async (output, work) => {
    try {
      status = await work();
    } catch (error) {
      status = tellError(context, asHoldfastError(error), output);
    }
  };
  const program = await makeProgram(context, run, argv);
  try {
    await program.parseAsync([...withEmptyWait(argv)], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    throw error;
  }
  return status;
}

/** Makes the program, with the one command that `argv` names or with all of them. */
export async function makeProgram(context: Context, run: Run, argv: readonly string[]): Promise<Command> {
  const program = new Command("holdfast")
    .description(
      "Manages an HA cluster: describe it in one manifest, preview each change, apply it, watch the cluster.",
    )
    .version(context.version, "-V, --version")
    .addHelpText("after", AFTER)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err });
  await addCommands(program, context, run, argv);
  return program;
}

/** Copies the parent's settings to its commands: `.command()` copies only those set before it is called. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}
