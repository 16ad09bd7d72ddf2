/** `holdfast inject`: breaks something of a simulated cluster on purpose, or mends it, to rehearse a drill. */
import type { Command } from "commander";
import { HoldfastError } from "../../cluster/error.ts";
import { FAULT_FORMS, parseFault } from "../../cluster/fault.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

const FORMS = [...FAULT_FORMS.values()].map((form) => `  ${form.usage.padEnd(32)} ${form.help}`).join("\n");

const HELP = `
Faults:
${FORMS}

Watch what follows with: holdfast events --follow
Exit status: 0 done, 3 not a simulated cluster, 64 no such fault, 102 no engine runs there, 105 no such node or resource.`;

export function injectCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("inject")))
    .description("break something of a simulated cluster, or mend it")
    .argument("<fault...>", "a fault and what it strikes")
    .addHelpText("after", HELP)
    .action((words: string[], options: ClusterOptions) =>
      run(options.output, async () => {
        const fault = parseFault(words);
        if (fault === undefined) {
          const form = FAULT_FORMS.get(words[0] ?? "");
          throw new HoldfastError(
            "usage",
            form === undefined ? `there is no fault "${words[0]}"` : `expected: holdfast inject ${form.usage}`,
            {
              hint: form === undefined ? `the faults are ${[...FAULT_FORMS.keys()].join(", ")}` : form.help,
            },
          );
        }
        return using(context, options.cluster, async (cluster) => {
          if (cluster.faults === undefined)
            throw new HoldfastError("unsupported", "only the world of a simulated cluster can be broken on purpose", {
              hint: "use embedded:DIR; for real nodes there is the lab: holdfast lab crash, cut",
            });
          const told = await cluster.faults.inject(fault, context.who);
          context.out(
            options.output === "json"
              ? `${JSON.stringify({ document: "fault", version: 1, fault, told })}\n`
              : `${told}\n`,
          );
          return 0;
        });
      }),
    );
}
