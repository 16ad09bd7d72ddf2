/** `holdfast lab`: runs a real Pacemaker cluster on this machine; see src/lab. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { HoldfastError } from "../../cluster/error.ts";
import type { Image, Init, Pacemaker } from "../../lab/lab-directory.ts";
import { printAnswer } from "../answer.ts";
import type { Context, ExitStatus, Run } from "../context.ts";
import { parseDurationOption } from "../duration.ts";
import { withOutput } from "../globals.ts";

interface UpOptions {
  readonly nodes: number;
  readonly image: Image;
  readonly pacemaker: readonly Pacemaker[];
  /** Milliseconds. */
  readonly bootDelay: number;
  readonly init?: Init;
  readonly bare?: boolean;
}

const AFTER_UP = `
Each node is a network namespace without an uplink. Addresses: controller-0 has 10.89.8.11, controller-1 has 10.89.8.12 and
so on; the BMCs answer IPMI at 10.89.8.101, 10.89.8.102 and so on (user admin, password secret, lanplus, cipher 3).
Bundles use the image localhost/lab/IMAGE:1. \`systemd:\` resources and \`pcs cluster start\` need --init systemd; its
nodes have sshd: ssh -F /var/lib/holdfast-lab/ssh/config controller-0 (docs/lab.md).
Exit status: 0 all nodes are online (with --bare: booted), 3 not Linux, 4 not root, 64 invalid number of nodes, 105 packages are missing (see
"holdfast lab packages"), 108 another command is using the lab, 124 timeout: some nodes are not online.

Examples:
  holdfast lab up --nodes 3 --image full
  holdfast lab up --pacemaker 2.1,3.0,3.0
  holdfast lab up --bare`;

const AFTER_STATUS = `
Exit status: 0 the cluster has a DC, 1 no DC, 102 the lab is not up.`;

const AFTER_EXEC = `
Exit status: that of the command; 4 not root, 102 the lab is not up or the node is off, 105 no such node.

Example: holdfast lab exec controller-0 -- crm_mon -1`;

const AFTER_DRILL = `
Exit status: 0 done, 4 not root, 102 the lab is not up, 105 no such node.`;

export function labCommand(program: Command, context: Context, run: Run): void {
  const lab = program
    .command("lab")
    .description("run a real Pacemaker cluster on this machine, to rehearse on (needs root)");
  const directory = async () => (await import("../../lab/lab-directory.ts")).defaultLabDirectory(context.env);

  lab
    .command("up")
    .description("build the image, boot the nodes, and wait until all are online with a DC")
    .option("--nodes <n>", "number of nodes", count, 3)
    .addOption(
      new Option(
        "--image <image>",
        "image for bundles: tiny has HAProxy and the Stateful agent; full adds Galera, RabbitMQ, Redis and OVN",
      )
        .choices(["tiny", "full"])
        .default("tiny"),
    )
    .addOption(
      new Option(
        "--pacemaker <versions>",
        "Pacemaker release: 2.1 (installed on this machine), 3.0 (from Debian's development suite), or one per node",
      )
        .argParser(versions)
        .default(["2.1"], "2.1"),
    )
    .addOption(
      new Option("--boot-delay <duration>", "how long a node takes to boot when its BMC powers it on, such as 60s")
        .argParser(parseDurationOption)
        .default(0, "0s"),
    )
    .addOption(
      new Option(
        "--init <init>",
        "what a node boots: minimal (Corosync and Pacemaker alone) or systemd, with journald, sshd and services",
      ).choices(["minimal", "systemd"]),
    )
    .option("--bare", "nodes with systemd, sshd and the packages, without a cluster: nothing is configured or started")
    .addHelpText("after", AFTER_UP)
    .action((options: UpOptions) =>
      run("text", async () => {
        const [{ labUp }, { labStatus, labStatusText }] = await Promise.all([
          import("../../lab/up.ts"),
          import("../../lab/status.ts"),
        ]);
        const where = await directory();
        const tell = (text: string) => context.err(`${text}\n`);
        await labUp(where, {
          ...options,
          ...kindOfNode(options),
          bootDelay: options.bootDelay / 1000,
          interrupted: context.interrupted,
          tell,
        });
        context.out(labStatusText(await labStatus(where)));
        return 0;
      }),
    );

  lab
    .command("packages")
    .description("list the Debian packages that a lab needs and that are missing here, one per line")
    .addHelpText("after", "\nExit status: 0 listed (possibly none).")
    .action(() =>
      run("text", async () => {
        const { packagesToInstall } = await import("../../lab/requirements.ts");
        context.out((await packagesToInstall()).map((name) => `${name}\n`).join(""));
        return 0;
      }),
    );

  withOutput(lab.command("status"))
    .description("show each node's power, cable and BMC, and the DC")
    .addHelpText("after", AFTER_STATUS)
    .action((options: { output: "text" | "json" }) =>
      run(options.output, async () => {
        const { labStatus, labStatusText } = await import("../../lab/status.ts");
        const status = await labStatus(await directory());
        printAnswer(context, options.output, status, labStatusText);
        return status.dc === null ? 1 : 0;
      }),
    );

  lab
    .command("exec")
    .description("run a command in a node, and exit with its status")
    .argument("<node>")
    .argument("<command...>", "after --")
    .addHelpText("after", AFTER_EXEC)
    .action((name: string, command: string[]) =>
      onNode(name, async (nodes) => (await import("../../lab/node.ts")).runInNode(await directory(), nodes, command)),
    );

  const drills = [
    { verb: "cut", help: "unplug a node's network cable until heal, even if the node reboots" },
    { verb: "heal", help: "plug a node's network cable in again" },
    { verb: "crash", help: "cut a node's power until its BMC, or lab up, powers it on" },
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

  // The BMCs run this for IPMI's chassis control: on, off and reset; a node's keeper when its PID 1 ended by itself.
  lab
    .command("power", { hidden: true })
    .argument("<node>")
    .addArgument(lab.createArgument("<verb>").choices(["on", "off", "reset", "ended"]))
    .action((name: string, verb: "on" | "off" | "reset" | "ended") =>
      onNode(name, async (node, nodes) => {
        const { powerEnded, powerOff, powerOn } = await import("../../lab/node.ts");
        if (verb === "ended") {
          await powerEnded(await directory(), node);
          return 0;
        }
        if (verb !== "on") await powerOff(await directory(), node);
        const { bootDelay = 0 } = (await (await directory()).settings()) ?? {};
        if (verb !== "off") await powerOn(await directory(), nodes, node, bootDelay);
        return 0;
      }),
    );

  lab
    .command("down")
    .description("stop the lab and remove all of it: processes, namespaces, mounts, files")
    .option("--keep-images", "keep the built images and the unpacked Pacemaker for the next lab")
    .addHelpText(
      "after",
      "\nExit status: 0 the lab is down, 1 something could not be removed, 4 not root, 108 another command is using the lab.",
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
      const [{ findLabNode }, { surveyNodes }, { checkRoot }] = await Promise.all([
        import("../../lab/address-plan.ts"),
        import("../../lab/status.ts"),
        import("../../lab/requirements.ts"),
      ]);
      checkRoot();
      const nodes = await surveyNodes(await directory());
      return work(findLabNode(nodes, name), nodes);
    });
  }
}

/** Throws `usage` for a bare node without systemd, on which nothing could be done. */
function kindOfNode({ init, bare = false }: UpOptions): { readonly init: Init; readonly bare: boolean } {
  if (bare && init === "minimal") throw new HoldfastError("usage", "--bare needs --init systemd");
  return { init: init ?? (bare ? "systemd" : "minimal"), bare };
}

function versions(text: string): readonly Pacemaker[] {
  return text.split(",").map((word) => {
    if (word === "2.1" || word === "3.0") return word;
    throw new InvalidArgumentError("expected 2.1, 3.0, or one of them for each node, such as 2.1,3.0,3.0.");
  });
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new InvalidArgumentError("expected a whole number.");
  return number;
}
