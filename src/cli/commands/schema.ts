/** `holdfast schema [NAME]`: the JSON Schema of manifests, for editors, and of the commands' JSON output, for scripts. */
import { Argument, type Command } from "commander";
import { PUBLISHED } from "../answer-schemas.ts";
import type { Context, Run } from "../context.ts";

type Name = "manifest" | keyof typeof PUBLISHED;

const HELP = `
Each name is a command that has --output json. "error" is the document that a failing command prints on standard error, with
what each code means and what to do (docs/errors.md has them as a table); "lab" is that of: holdfast lab status
Exit status: 0 printed, 64 unknown schema.

Example: holdfast schema manifest > holdfast.schema.json`;

export function schemaCommand(program: Command, context: Context, run: Run): void {
  program
    .command("schema")
    .description("print the JSON Schema of manifests, for editors, or of a command's JSON output, for scripts")
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
  if (name === "manifest") return (await import("../../manifest/language/json-schema.ts")).manifestSchema();
  const { jsonSchemaOf } = await import("../../report/published.ts");
  return jsonSchemaOf(await PUBLISHED[name]());
}
