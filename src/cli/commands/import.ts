/** `holdfast import [RESOURCE...]`: a cluster's configuration as a manifest. */
import { type Command, Option } from "commander";
import { convertedVariables, importedManifest } from "../../change/show/imported.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster } from "../globals.ts";

const HELP = `
Applied to the cluster it came from, the manifest changes nothing but the tag that says which objects are the manifest's. Take
over a cluster all at once, or resource by resource, into the one manifest that a cluster has: what it does not name stays as
it is. Services of the catalogue, their roles, virtual IPs and fencing are said by their names, with what differs.
What has no word in the language is kept as XML under "raw". Secrets are not printed: the manifest says where to put their values.
With --corosync, the nodes' corosync.conf becomes the section "corosync" and the addresses of the nodes.
--from ha_cluster reads variables of the Ansible role linux-system-roles.ha_cluster from a file, and no cluster: what they say of
nodes, resources, constraints and fencing levels. What they say of machines is named in a comment.
--cluster takes a CIB file and a pe-input (file:pe-input-7.bz2) too.
Exit status: 0 success, 78 no corosync.conf or no such variables, 102 not connected, 105 no such resource.

Examples:
  holdfast import > cluster.yaml
  holdfast import vip web > web.yaml
  holdfast import --corosync /etc/corosync/corosync.conf > cluster.yaml
  holdfast import --from ha_cluster vars.yml > cluster.yaml
  holdfast import > cluster.yaml && holdfast plan cluster.yaml`;

interface Options extends ConnectionOptions {
  readonly corosync?: string;
  readonly from?: "ha_cluster";
}

export function importCommand(program: Command, context: Context, run: Run): void {
  withCluster(program.command("import"))
    .description("print a manifest of what the cluster has, to take it over")
    .argument("[resource...]", "only these resources, with the constraints and fencing levels that name them")
    .option("--corosync <file>", "the nodes' corosync.conf")
    .addOption(
      new Option("--from <role>", "read a file of an Ansible role's variables in place of a cluster").choices([
        "ha_cluster",
      ]),
    )
    .addHelpText("after", HELP)
    .action((only: readonly string[], { cluster: url, corosync, from }: Options) =>
      run("text", async () => {
        if (from !== undefined) {
          const [path, ...more] = only;
          if (path === undefined || more.length > 0)
            throw new HoldfastError("usage", "expected one file of variables after --from ha_cluster");
          context.out(convertedVariables({ path, text: await context.readFile(path) }));
          return 0;
        }
        return using(context, url, async (cluster) => {
          const conf = corosync === undefined ? undefined : { path: corosync, text: await context.readFile(corosync) };
          context.out(await importedManifest(cluster, only, conf));
          return 0;
        });
      }),
    );
}
