/** `holdfast schema [NAME]`: the JSON Schema of manifests, for editors, and of what commands answer, for scripts. */
import { Argument, type Command } from "commander";
import type { Context, Run } from "../context.ts";
import { PUBLISHED } from "../published.ts";

type Name = "manifest" | keyof typeof PUBLISHED;

const HELP = `
The names are those of the commands that answer with --output json; "error" is what each of them writes to standard error
when it fails, "lab" is for: holdfast lab status
Exit status: 0 printed, 64 no such schema.`;

export function schemaCommand(program: Command, context: Context, run: Run): void {
  program
    .command("schema")
    .description("print the JSON Schema of manifests, for editors, or of a command's JSON answer, for scripts")
    .addArgument(
      new Argument("[name]", "which schema").choices(["manifest", ...Object.keys(PUBLISHED)]).default("manifest"),
    )
    .addHelpText("after", HELP)
    .action((name: Name) =>
      run("text", async () => {
        context.out(`${JSON.stringify(await schemaOf(name), null, 2)}\n`);
        return 0;
      }),
    );
}

async function schemaOf(name: Name): Promise<object> {
  if (name === "manifest") return (await import("../../manifest/read/json-schema.ts")).manifestSchema();
  const { jsonSchemaOf } = await import("../../report/published.ts");
  return jsonSchemaOf(await PUBLISHED[name]());
}
