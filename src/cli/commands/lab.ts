/** `holdfast lab`: a real Pacemaker cluster on this machine, to rehearse on; see src/lab. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Image, Pacemaker } from "../../lab/lab-directory.ts";
import { printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { withOutput } from "../globals.ts";

interface UpOptions {
  readonly nodes: number;
  readonly image: Image;
  readonly pacemaker: readonly Pacemaker[];
}

const AFTER_UP = `
Nodes are network namespaces without an uplink, controller-0 and on at 10.89.8.11 and on; their BMCs answer IPMI at
10.89.8.101 and on (user admin, password secret, lanplus, cipher 3). Bundles use the image localhost/lab/IMAGE:1.
There is no systemd in a node: \`systemd:\` resources and \`pcs cluster start\` do not work there.
Exit status: 0 all nodes are online, 3 not Linux, 4 not root, 64 no such number of nodes, 105 packages are missing (see
"holdfast lab packages"), 108 another command is at work on the lab, 124 not all came online in time.`;

const AFTER_STATUS = `
Exit status: 0 there is a DC, 1 there is none, 102 no lab is up.`;

const AFTER_EXEC = `
Exit status: that of the command; 4 not root, 102 no lab is up, or the node is off, 105 no such node.`;

const AFTER_DRILL = `
Exit status: 0 done, 4 not root, 102 no lab is up, 105 no such node.`;

export function labCommand(program: Command, context: Context, run: Run): void {
  const lab = program.command("lab").description("run a real Pacemaker cluster on this machine, to rehearse on (root)");
  const directory = async () => (await import("../../lab/lab-directory.ts")).defaultLabDirectory(context.env);

  lab
    .command("up")
    .description("build the image, boot the nodes, wait until all are online with a DC")
    .option("--nodes <n>", "how many nodes", count, 3)
    .addOption(
      new Option(
        "--image <image>",
        "what bundles can run: HAProxy and the Stateful agent, or Galera, RabbitMQ, Redis and OVN too",
      )
        .choices(["tiny", "full"])
        .default("tiny"),
    )
    .addOption(
      new Option(
        "--pacemaker <versions>",
        "2.1, the machine's own; 3.0, unpacked from Debian's development suite; or one for each node: 2.1,3.0,3.0",
      )
        .argParser(versions)
        .default(["2.1"], "2.1"),
    )
    .addHelpText("after", AFTER_UP)
    .action((options: UpOptions) =>
      run("text", async () => {
        const [{ labUp }, { labStatus, statusText }] = await Promise.all([
          import("../../lab/up.ts"),
          import("../../lab/status.ts"),
        ]);
        const where = await directory();
        const tell = (text: string) => context.err(`${text}\n`);
        await labUp(where, { ...options, interrupted: context.interrupted, tell });
        context.out(statusText(await labStatus(where)));
        return 0;
      }),
    );

  lab
    .command("packages")
    .description("Debian's packages that a lab needs and this machine lacks, one a line; nothing when it has all")
    .addHelpText("after", "\nExit status: 0 listed (possibly none).")
    .action(() =>
      run("text", async () => {
        const { packagesToInstall } = await import("../../lab/requirements.ts");
        context.out((await packagesToInstall()).map((name) => `${name}\n`).join(""));
        return 0;
      }),
    );

  withOutput(lab.command("status"))
    .description("the nodes' power and cables, the BMCs, the DC")
    .addHelpText("after", AFTER_STATUS)
    .action((options: { output: "text" | "json" }) =>
      run(options.output, async () => {
        const { labStatus, statusText } = await import("../../lab/status.ts");
        const status = await labStatus(await directory());
        printAnswer(context, options.output, status, statusText);
        return status.dc === null ? 1 : 0;
      }),
    );

  lab
    .command("exec")
    .description("run a command in a node; ends with its exit status")
    .argument("<node>")
    .argument("<command...>", "after --")
    .addHelpText("after", AFTER_EXEC)
    .action((name: string, command: string[]) =>
      onNode(name, async (nodes) => (await import("../../lab/node.ts")).runInNode(await directory(), nodes, command)),
    );

  const drills = [
    { verb: "cut", help: "pull a node's network cable; it stays out, through reboots, until heal" },
    { verb: "heal", help: "plug the cable in again" },
    { verb: "crash", help: "take a node's power away; only its BMC, or up, gives it back" },
  ] as const;
  for (const { verb, help } of drills) {
    lab
      .command(verb)
      .description(help)
      .argument("<node>")
      .addHelpText("after", AFTER_DRILL)
      .action((name: string) =>
        onNode(name, async (node) => {
          const { connect, powerOff } = await import("../../lab/node.ts");
          if (verb === "crash") await powerOff(await directory(), node);
          else await connect(await directory(), node, verb === "heal");
          return 0;
        }),
      );
  }

  // What the BMCs run: `set power` and `reset` of IPMI's chassis control.
  lab
    .command("power", { hidden: true })
    .argument("<node>")
    .addArgument(lab.createArgument("<verb>").choices(["on", "off", "reset"]))
    .action((name: string, verb: "on" | "off" | "reset") =>
      onNode(name, async (node, nodes) => {
        const { powerOff, powerOn } = await import("../../lab/node.ts");
        if (verb !== "on") await powerOff(await directory(), node);
        if (verb !== "off") await powerOn(await directory(), nodes, node);
        return 0;
      }),
    );

  lab
    .command("down")
    .description("switch everything off and remove it: processes, namespaces, mounts, files")
    .option("--keep-images", "leave the built images, and an unpacked Pacemaker, for the next lab")
    .addHelpText(
      "after",
      "\nExit status: 0 no lab is up any more, 1 something cannot be removed, 4 not root, 108 another command is at work on it.",
    )
    .action((options: { keepImages?: boolean }) =>
      run("text", async () => {
        const { labDown } = await import("../../lab/down.ts");
        const was = await labDown(await directory(), { keepImages: options.keepImages === true });
        context.out(was ? "The lab is down.\n" : "No lab was up.\n");
        return 0;
      }),
    );

  type LabNodes = readonly import("../../lab/address-plan.ts").LabNode[];
  function onNode(name: string, work: (node: LabNodes[number], nodes: LabNodes) => Promise<ExitStatus>): Promise<void> {
    return run("text", async () => {
      const [{ findLabNode }, { nodesOf }, { checkRoot }] = await Promise.all([
        import("../../lab/address-plan.ts"),
        import("../../lab/status.ts"),
        import("../../lab/requirements.ts"),
      ]);
      checkRoot();
      const nodes = await nodesOf(await directory());
      return work(findLabNode(nodes, name), nodes);
    });
  }
}

function versions(text: string): readonly Pacemaker[] {
  return text.split(",").map((word) => {
    if (word === "2.1" || word === "3.0") return word;
    throw new InvalidArgumentError("It is 2.1, 3.0, or one of them for each node, as in 2.1,3.0,3.0.");
  });
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new InvalidArgumentError("It is a whole number.");
  return number;
}
