/** The commands, put together: what `holdfast --help` lists. Each command is a file of its own. */
import { Command, CommanderError } from "commander";
import { asHoldfastError } from "../cluster/error.ts";
import type { Context, ExitStatus, Run } from "./context.ts";
import { tellError } from "./problems.ts";

type Add = (program: Command, context: Context, run: Run) => void;

/** In the order help lists them. Each is loaded only when it is the one that runs: a status page need not wait for the lab. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  up: async () => (await import("./commands/up.ts")).upCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  plan: async () => (await import("./commands/plan.ts")).planCommand,
  apply: async () => (await import("./commands/apply.ts")).applyCommand,
  wait: async () => (await import("./commands/wait.ts")).waitCommand,
  explain: async () => (await import("./commands/explain.ts")).explainCommand,
  whatif: async () => (await import("./commands/whatif.ts")).whatifCommand,
  events: async () => (await import("./commands/events.ts")).eventsCommand,
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand,
  inject: async () => (await import("./commands/inject.ts")).injectCommand,
  node: async () => (await import("./commands/node.ts")).nodeCommand,
  cleanup: async () => (await import("./commands/cleanup.ts")).cleanupCommand,
  history: async () => (await import("./commands/history.ts")).historyCommand,
  lab: async () => (await import("./commands/lab.ts")).labCommand,
  schema: async () => (await import("./commands/schema.ts")).schemaCommand,
};

/** The command named first, alone; anything else (help, a slip, completion) needs all of them. */
async function addCommands(program: Command, context: Context, run: Run, argv: readonly string[]): Promise<void> {
  const named = argv[0];
  const one = named !== undefined && Object.hasOwn(COMMANDS, named) ? COMMANDS[named] : undefined;
  const adds = await Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
  for (const add of adds) add(program, context, run);
  inherit(program);
  // Its own command takes arguments that the others' settings would forbid.
  if (one === undefined) await (await import("./completion.ts")).addCompletion(program, context, argv);
}

/** Exit status of a command line that makes no sense (`crm_exit_t` CRM_EX_USAGE). */
const USAGE = 64;

const AFTER = `
The cluster is named by --cluster or HOLDFAST_CLUSTER; without either it is the embedded one in ./.holdfast.
Exit status: 0 done, 64 usage, 78 malformed input, 102 no cluster there, 103 conflict, 105 no such thing, 124 timeout.
Each command has its own --help.`;

/** @returns the exit status; never throws for anything a user did */
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
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    throw error;
  }
  return status;
}

/** The program with the one command that `argv` names, or with all of them. */
export async function makeProgram(context: Context, run: Run, argv: readonly string[]): Promise<Command> {
  const program = new Command("holdfast")
    .description(
      "Keeps a control plane up: one manifest, Pacemaker's decisions, changes you can see before they happen.",
    )
    .version(context.version, "-V, --version")
    .addHelpText("after", AFTER)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err });
  await addCommands(program, context, run, argv);
  return program;
}

/** Commands made with `.command()` copy what matters of their parent, at the time they are made: not what comes later. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}
