/** The simulated BMCs: one ipmi_sim(1) per node, in the switch's namespace, which switches the node's power by running this program. */
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shellLine, shellWord } from "../process/shell-line.ts";
import type { LabNode } from "./address-plan.ts";
import { IPMI_EMULATOR, ipmiLanConf } from "./ipmi-conf.ts";
import { type LabDirectory, labFile } from "./lab-directory.ts";
import { NAMESPACES } from "./network.ts";
import { endRemembered, identify, recall, remember, startDetached } from "./process.ts";

export async function bmcRuns(lab: LabDirectory, node: LabNode): Promise<boolean> {
  return (await recall(lab.bmcProcess(node))) !== undefined;
}

/** Does nothing when it runs. */
export async function startBmc(lab: LabDirectory, node: LabNode): Promise<void> {
  if (await bmcRuns(lab, node)) return;
  const directory = lab.bmc(node);
  await mkdir(directory, { recursive: true });
  const lan = join(directory, "lan.conf");
  const emulator = join(directory, "sim.emu");
  await writeFile(lan, ipmiLanConf(node, lab.chassis), { mode: 0o600 });
  await writeFile(emulator, IPMI_EMULATOR);
  const pid = startDetached(
    [
      "nsenter",
      `--net=${NAMESPACES}/${node.switch}`,
      "--",
      "ipmi_sim",
      "-n",
      "-c",
      lan,
      "-f",
      emulator,
      "-s",
      directory,
    ],
    join(directory, "log"),
  );
  const started = identify(pid);
  if (started !== undefined) await remember(lab.bmcProcess(node), started);
}

/** Ends it together with the program it may be running. */
export async function stopBmc(lab: LabDirectory, node: LabNode): Promise<void> {
  await endRemembered(lab.bmcProcess(node), true);
}

/** Puts the two programs that the BMCs run into the lab's directory, whose path needs no quoting. */
export async function writeChassis(lab: LabDirectory): Promise<void> {
  await copyFile(labFile("chassis.sh"), lab.chassis);
  await chmod(lab.chassis, 0o755);
  const argv = [process.execPath, ...process.execArgv, process.argv[1] ?? ""];
  const script = `#!/bin/sh\nHOLDFAST_LAB=${shellWord(lab.directory)} exec ${shellLine(argv)} "$@"\n`;
  await writeFile(lab.launcher, script, { mode: 0o755 });
}
