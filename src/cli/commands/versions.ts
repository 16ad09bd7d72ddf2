/** `holdfast versions`: what runs on each node and in each bundle, and whether it fits together. */
import type { Command } from "commander";
import { showVersions } from "../../change/show/versions.ts";
import type { Versions } from "../../report/versions/document.ts";
import { versionsLines } from "../../report/versions/text.ts";
import { printAnswer } from "../answer.ts";
import { paintLines } from "../colour.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { type ConnectionOptions, using, withCluster, withOutput } from "../globals.ts";

const HELP = `
Asks every node that the cluster's address names (pacemaker+ssh://root@controller-0,controller-1,controller-2), and the
remote daemon in each replica of a bundle; a node that does not answer is named. Of a file and of the embedded cluster it says
what the CIB says. docs/versions.md has the table of releases.
"holdfast schema versions" prints the JSON Schema of --output json.
Exit status: 0 all alike, 1 something does not fit together, 2 not all alike (a different kernel does not count), 75 alike as far as known, but a node or
container did not answer, 102 not connected.

Examples:
  holdfast versions
  holdfast versions --cluster file:cib.xml
  holdfast versions --output json | jq '.nodes[] | {name, release: .software.pacemaker}'`;

/** The 2 of drift; `EX_TEMPFAIL` for what may be known the next time. */
const STATUS: Readonly<Record<Versions["alike"], ExitStatus>> = { True: 0, False: 2, Unknown: 75 };

export function versionsCommand(program: Command, context: Context, run: Run): void {
  withOutput(withCluster(program.command("versions")))
    .description("show what each node and bundle runs, whether it fits together, and what the oldest forbids")
    .addHelpText("after", HELP)
    .action(({ cluster: url, output }: ConnectionOptions) =>
      run(output, () =>
        using(context, url, async (cluster) => {
          const versions = await showVersions(cluster);
          printAnswer(context, output, versions, (shown) => paintLines(versionsLines(shown), context));
          return versions.findings.some(({ severity }) => severity === "error") ? 1 : STATUS[versions.alike];
        }),
      ),
    );
}
