/** `holdfast node standby|unstandby`: takes a node out of service, or back; everything that runs there moves away. */
import type { Command } from "commander";
import { editCluster } from "../../change/edit.ts";
import { withNodeAttribute } from "../../change/node-attribute.ts";
import type { Context, Run } from "../context.ts";
import { type ClusterOptions, using, withCluster, withOutput } from "../globals.ts";

interface Verb {
  readonly name: string;
  readonly help: string;
  readonly attribute: "standby" | "maintenance";
  readonly value: string | undefined;
  readonly done: string;
  readonly already: string;
}

const VERBS: readonly Verb[] = [
  {
    name: "standby",
    help: "let nothing run on a node",
    attribute: "standby",
    value: "on",
    done: "is in standby: what runs there moves away",
    already: "is in standby already",
  },
  {
    name: "unstandby",
    help: "let a node run resources again",
    attribute: "standby",
    value: undefined,
    done: "may run resources again",
    already: "is not in standby",
  },
  {
    name: "maintenance",
    help: "leave a node's resources alone, running as they are",
    attribute: "maintenance",
    value: "true",
    done: "is in maintenance: its resources are left alone",
    already: "is in maintenance already",
  },
  {
    name: "unmaintenance",
    help: "take care of a node's resources again",
    attribute: "maintenance",
    value: undefined,
    done: "is taken care of again",
    already: "is not in maintenance",
  },
];

const HELP = `
The cluster acts on it at once; wait for it with: holdfast wait
Exit status: 0 done, or it was so already, 102 not connected, 103 the cluster was changed by somebody else all the time,
105 no such node.`;

export function nodeCommand(program: Command, context: Context, run: Run): void {
  const node = program.command("node").description("take a node out of service, or back");
  for (const verb of VERBS) {
    withOutput(withCluster(node.command(verb.name)))
      .description(verb.help)
      .argument("<node>", "the node's name")
      .addHelpText("after", HELP)
      .action((name: string, options: ClusterOptions) =>
        run(options.output, () =>
          using(context, options.cluster, async (cluster) => {
            const author = { who: context.who, why: `node ${verb.name} ${name}` };
            const changed = await editCluster(cluster, author, (cib) =>
              withNodeAttribute(cib, name, verb.attribute, verb.value),
            );
            const told = `${name} ${changed ? verb.done : verb.already}`;
            context.out(
              options.output === "json"
                ? `${JSON.stringify({ document: "node-change", version: 1, node: name, verb: verb.name, changed })}\n`
                : `${told}\n`,
            );
            return 0;
          }),
        ),
      );
  }
}
