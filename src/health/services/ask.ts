/** Asking by the first of several programs that there is. */
import type { CommandOutcome } from "../../cluster/port.ts";
import type { AskOptions, AskReplica } from "../model/service.ts";

/** Releases and packages name one program differently. */
export async function askFirst(
  ask: AskReplica,
  programs: readonly [string, ...string[]],
  args: readonly string[],
  options: AskOptions = {},
): Promise<CommandOutcome> {
  const [first, ...others] = programs;
  let outcome = await ask([first, ...args], options);
  for (const program of others) {
    if (!(outcome.kind === "silent" && outcome.reason === "NotInstalled")) break;
    outcome = await ask([program, ...args], options);
  }
  return outcome;
}

/** The answer of a program that succeeded. */
export const answerOf = (outcome: CommandOutcome): string | undefined =>
  outcome.kind === "answered" && outcome.exit === 0 ? outcome.stdout : undefined;
