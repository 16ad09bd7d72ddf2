/** `holdfast config [RESOURCE...]`: the configuration, as text, JSON or the CIB's own XML. */
import type { Command } from "commander";
import { configurationXml, showConfiguration } from "../../change/show/config.ts";
import { printAnswer } from "../answer.ts";
import { configText } from "../config-text.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

interface Options extends ConnectionOptions {
  readonly xml: boolean;
  readonly showSecrets: boolean;
}

const HELP = `
Secrets (parameters such as passwd, credentials inside values) are shown as (secret). A CIB that was printed that way is
refused by plan and apply; "holdfast backup" keeps a configuration with its secrets.
"holdfast schema config" prints the JSON Schema of --output json.
Exit status: 0 success, 102 not connected, 105 no such resource.

Examples:
  holdfast config
  holdfast config vip web
  holdfast config --xml | xmllint --xpath '//rsc_order' -`;

export function configCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("config")))
    .description("show the configuration: properties, nodes, resources, constraints, fencing, alerts, ACLs")
    .argument("[resource...]", "only these resources, with the constraints, levels and tags that name them")
    .option("--xml", "the CIB's own text, or that of the resources", false)
    .option("--show-secrets", "with --xml: do not hide secrets", false)
    .addHelpText("after", HELP)
    .action((only: readonly string[], { cluster: url, output, xml, showSecrets }: Options) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          if (xml) context.out(await configurationXml(cluster, { only, secrets: showSecrets ? "shown" : "hidden" }));
          else
            printAnswer(context, output, await showConfiguration(cluster, only), (shown) =>
              configText(shown, context.color),
            );
          return 0;
        }),
      ),
    );
}
