/** `holdfast compile FILE`: the configuration that a manifest means, and with --explain what asks for its settings. */
import type { Command } from "commander";
import { compileManifest } from "../../change/show/compiled.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { CompiledManifest } from "../../report/compile/document.ts";
import { settingLines } from "../../report/compile/text.ts";
import { linesText, printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { withOutput } from "../globals.ts";

interface Options {
  readonly output: "text" | "json";
  readonly explain: boolean;
  readonly corosync: boolean;
}

const HELP = `
Needs no cluster and no secrets, which it shows as (secret). The cluster's own settings and objects are not in it: what a
manifest would change in a cluster, "holdfast plan" says.
"holdfast schema compile" prints the JSON Schema of --output json.
Exit status: 0 success, 78 invalid manifest, or no section corosync for --corosync, 105 no such file.

Examples:
  holdfast compile cluster.yaml             # the CIB that it makes of an empty one
  holdfast compile cluster.yaml --explain   # each property and default, with the line or profile that asks for it
  holdfast compile cluster.yaml --corosync  # the nodes' corosync.conf`;

export function compileCommand(program: Command, context: Context, run: Run): void {
  withOutput(program.command("compile"))
    .description("print the configuration that a manifest means")
    .argument("<file>", "a manifest (YAML); - for standard input")
    .option("--explain", "print the cluster-wide settings, each with what asks for it and why", false)
    .option("--corosync", "print the corosync.conf that the section of Corosync makes", false)
    .addHelpText("after", HELP)
    .action((file: string, { output, explain, corosync }: Options) =>
      run(output, async () => {
        const compiled = compileManifest({ path: file, text: await context.readFile(file) });
        // The XML writes what a terminal must not get as references.
        if (output === "text" && corosync) context.out(corosyncIn(compiled, file));
        else if (output === "text" && !explain) context.out(compiled.cib);
        else printAnswer(context, output, compiled, ({ settings }) => linesText(settingLines(settings), context));
        return 0;
      }),
    );
}

function corosyncIn({ corosync }: CompiledManifest, file: string): string {
  if (corosync !== undefined) return corosync;
  throw new HoldfastError("invalid", `${file} has no section "corosync"`, {
    hint: "corosync: {} takes the defaults for the nodes of the manifest",
  });
}
