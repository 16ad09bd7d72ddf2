/** `holdfast schema [DOCUMENT]`: the JSON Schema of manifests, for editors, and of what commands answer, for scripts. */
import { Argument, type Command } from "commander";
import type { Context, Run } from "../context.ts";

/** Loaded when asked for: each brings the machinery of its own language. */
const SCHEMAS = {
  manifest: async () => (await import("../../manifest/read/json-schema.ts")).manifestSchema(),
  status: async () => (await import("../../report/status/schema.ts")).statusSchema(),
  plan: async () => (await import("../../report/plan/schema.ts")).planSchema(),
  explain: async () => (await import("../../report/explain/schema.ts")).explanationSchema(),
  whatif: async () => (await import("../../report/whatif/schema.ts")).whatIfSchema(),
} as const;

export function schemaCommand(program: Command, context: Context, run: Run): void {
  program
    .command("schema")
    .description(
      "print a JSON Schema: of manifests, for editors; of the documents that commands answer with, for scripts",
    )
    .addArgument(new Argument("[document]", "of what").choices(Object.keys(SCHEMAS)).default("manifest"))
    .addHelpText("after", "\nExit status: 0 printed, 64 no such document.")
    .action((document: keyof typeof SCHEMAS) =>
      run("text", async () => {
        context.out(`${JSON.stringify(await SCHEMAS[document](), null, 2)}\n`);
        return 0;
      }),
    );
}
