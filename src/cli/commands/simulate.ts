/** `holdfast simulate`: what `crm_simulate` prints, where Pacemaker is not installed. */
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Run } from "../program.ts";

export function simulateCommand(program: Command, context: Context, run: Run): void {
  program
    .command("simulate")
    .description("play a CIB's next transition on paper, as crm_simulate does")
    .action(() =>
      run("text", async () => {
        context.err("holdfast: simulate is not there yet\n");
        return 3;
      }),
    );
}
