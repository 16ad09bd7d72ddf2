/** Shell completion: `holdfast complete zsh|bash|fish|powershell` prints the script a shell sources. */
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Call when every command is there. */
export function addCompletion(program: Command): void {
  tab(program);
}
