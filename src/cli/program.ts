/** The commands, put together: what `holdfast --help` lists. Each command is a file of its own. */
import { Command, CommanderError } from "commander";
import { HoldfastError } from "../cluster/error.ts";
import { applyCommand } from "./commands/apply.ts";
import { cleanupCommand } from "./commands/cleanup.ts";
import { eventsCommand } from "./commands/events.ts";
import { explainCommand } from "./commands/explain.ts";
import { historyCommand } from "./commands/history.ts";
import { injectCommand } from "./commands/inject.ts";
import { labCommand } from "./commands/lab.ts";
import { nodeCommand } from "./commands/node.ts";
import { planCommand } from "./commands/plan.ts";
import { schemaCommand } from "./commands/schema.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { statusCommand } from "./commands/status.ts";
import { upCommand } from "./commands/up.ts";
import { waitCommand } from "./commands/wait.ts";
import { whatifCommand } from "./commands/whatif.ts";
import { addCompletion } from "./completion.ts";
import type { Context, ExitStatus } from "./context.ts";
import { tellError } from "./problems.ts";

/** Runs a command's work, tells its error if it has one, and keeps the exit status. */
export type Run = (output: "text" | "json", work: () => Promise<ExitStatus>) => Promise<void>;

const COMMANDS = [
  upCommand,
  statusCommand,
  planCommand,
  applyCommand,
  waitCommand,
  explainCommand,
  whatifCommand,
  eventsCommand,
  simulateCommand,
  injectCommand,
  nodeCommand,
  cleanupCommand,
  historyCommand,
  labCommand,
  schemaCommand,
] as const;

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
      if (error instanceof HoldfastError || isSystemError(error)) status = tellError(context, error, output);
      else throw error;
    }
  };
  const program = new Command("holdfast")
    .description(
      "Keeps a control plane up: one manifest, Pacemaker's decisions, changes you can see before they happen.",
    )
    .version(context.version, "-V, --version")
    .addHelpText("after", AFTER)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err });
  for (const add of COMMANDS) add(program, context, run);
  addCompletion(program);
  inherit(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    throw error;
  }
  return status;
}

/** Commands made with `.command()` copy what matters of their parent, at the time they are made: not what comes later. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && typeof (error as NodeJS.ErrnoException).code === "string";
}
