/** `holdfast inject`: injects a fault into a simulated cluster, or repairs one, to rehearse failures. */
import type { Command } from "commander";
import { injectFault } from "../../change/verbs/failures.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { FAULT_FORMS, parseFault } from "../../cluster/fault.ts";
import type { Fault } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const FORMS = [...FAULT_FORMS.values()].map((form) => `  ${form.usage.padEnd(32)} ${form.help}`).join("\n");

const HELP = `
Faults:
${FORMS}

To watch the cluster react: holdfast events --follow
"holdfast schema inject" prints the JSON Schema of --output json.
Exit status: 0 done, 3 not a simulated cluster, 64 unknown fault, 102 the engine is not running, 105 no such node or
resource.

Examples:
  holdfast inject node-crash controller-0
  holdfast inject start-fail ip-172.17.1.74 2 controller-1`;

export function injectCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("inject")))
    .description("inject a fault into a simulated cluster, or repair one")
    .argument("<fault...>", "a fault and its target")
    .addHelpText("after", HELP)
    .action((words: string[], { cluster: url, output }: ConnectionOptions) =>
      run(output, () => {
        const fault = faultOf(words);
        return using(context, url, async (cluster) => {
          printAnswer(context, output, await injectFault(cluster, fault, context.who), ({ text }) => `${text}\n`);
          return 0;
        });
      }),
    );
}

function faultOf(words: readonly string[]): Fault {
  const fault = parseFault(words);
  if (fault !== undefined) return fault;
  const form = FAULT_FORMS.get(words[0] ?? "");
  if (form !== undefined)
    throw new HoldfastError("usage", `expected: holdfast inject ${form.usage}`, { hint: form.help });
  throw new HoldfastError("usage", `unknown fault "${words[0]}"`, {
    hint: `known faults: ${[...FAULT_FORMS.keys()].join(", ")}`,
  });
}
