/** `holdfast schema`: the manifest's JSON Schema, for editors. */
import type { Command } from "commander";
import { manifestSchema } from "../../manifest/json-schema.ts";
import type { Context, Run } from "../context.ts";

export function schemaCommand(program: Command, context: Context, run: Run): void {
  program
    .command("schema")
    .description("print the JSON Schema of manifests, for editors")
    .action(() =>
      run("text", async () => {
        context.out(`${JSON.stringify(manifestSchema(), null, 2)}\n`);
        return 0;
      }),
    );
}
