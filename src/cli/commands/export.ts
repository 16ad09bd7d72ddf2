/** `holdfast export FILE --xml|--pcs`: the change that apply would make, for other tools. */
import { type Command, Option } from "commander";
import { exportChange } from "../../change/export.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster } from "../globals.ts";
import { changeRequest } from "../secrets.ts";

interface Options extends Pick<ConnectionOptions, "cluster"> {
  readonly xml: boolean;
  readonly pcs: boolean;
  readonly showSecrets: boolean;
}

const HELP = `
Changes nothing. --xml is a patch for "cibadmin --patch --xml-file", which the cluster takes only at the configuration it was
made for. --pcs is a script of pcs commands; a change that pcs has no words for (rules, templates, ids that pcs would not give) is refused, not
left out. Holdfast's own record of what a manifest owns is in the patch, and not in the script.
Exit status: 0 printed, 3 pcs has no words for it, 64 neither --xml nor --pcs, 78 invalid manifest or CIB, 102 not connected,
105 no such file, 107 it would print secrets.

Examples:
  holdfast export cluster.yaml --pcs
  holdfast export cluster.yaml --xml --cluster file:cib.xml > patch.xml`;

export function exportCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("export"))
    .description("print the change that apply would make, as a patch or as commands of pcs")
    .argument("<file>", "a manifest (YAML) or a CIB (XML); - for standard input")
    .addOption(new Option("--xml", "a patch for cibadmin").default(false).conflicts("pcs"))
    .option("--pcs", "a script of pcs commands", false)
    .option("--show-secrets", "print secrets too", false)
    .addHelpText("after", HELP)
    .action((file: string, { cluster: url, xml, pcs, showSecrets }: Options) =>
      run("text", () =>
        using(context, url, async (cluster) => {
          if (!xml && !pcs) throw new HoldfastError("usage", "say in whose words: --xml or --pcs");
          const request = { ...(await changeRequest(context, file)), as: xml ? "xml" : "pcs", showSecrets } as const;
          context.out(await exportChange(cluster, request));
          return 0;
        }),
      ),
    );
}
