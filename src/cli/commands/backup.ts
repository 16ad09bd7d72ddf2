/** `holdfast backup [FILE]`: the whole configuration, with its secrets, in a file. */
import type { Command } from "commander";
import { takeBackup } from "../../change/past/backup.ts";
import { formatVersion } from "../../cib/patch/version.ts";
import type { BackedUp } from "../../report/done/document.ts";
import { printAnswer } from "../answer.ts";
import type { Context, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
The file holds the configuration's secrets, so that only its owner may read it (mode 0600); a file that is there already is
not overwritten. It is a CIB without its status, for "holdfast restore", and for plan and status with --cluster file:FILE.
Pacemaker's own files (corosync.conf, keys) are not in it.
"holdfast schema backup" prints the JSON Schema of --output json.
Exit status: 0 written, 102 not connected, 107 there is such a file already.

Examples:
  holdfast backup
  holdfast backup /root/before-the-upgrade.xml`;

export function backupCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("backup")))
    .description("write the whole configuration to a file, secrets included")
    .argument("[file]", "default: CLUSTER-VERSION.xml in this directory")
    .addHelpText("after", HELP)
    .action((file: string | undefined, { cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const { text, name, done } = await takeBackup(cluster);
          const path = file ?? name;
          await context.writeSecretFile(path, text);
          printAnswer(context, output, { ...done, file: path }, backupText);
          return 0;
        }),
      ),
    );
}

function backupText({ file, cib, secrets }: BackedUp): string {
  const holds = secrets === 0 ? "no secret" : secrets === 1 ? "1 secret" : `${secrets} secrets`;
  return `Wrote configuration ${formatVersion(cib)} to ${file}. It holds ${holds}; only its owner may read it.\n`;
}
