/** The simulated BMCs: one ipmi_sim(1) a node, on the switch, which switches the node's power by running this program. */
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shellLine, shellWord } from "../process/shell-line.ts";
import type { LabNode } from "./address-plan.ts";
import { IPMI_EMULATOR, ipmiLanConf } from "./ipmi-conf.ts";
import { labFile, type Place } from "./lab-directory.ts";
import { NAMESPACES } from "./network.ts";
import { endRemembered, identify, recall, remember, startDetached } from "./process.ts";

export async function bmcRuns(place: Place, node: LabNode): Promise<boolean> {
  return (await recall(place.bmcProcess(node))) !== undefined;
}

/** Does nothing when it runs. */
export async function startBmc(place: Place, node: LabNode): Promise<void> {
  if (await bmcRuns(place, node)) return;
  const directory = place.bmc(node);
  await mkdir(directory, { recursive: true });
  const lan = join(directory, "lan.conf");
  const emulator = join(directory, "sim.emu");
  await writeFile(lan, ipmiLanConf(node, place.chassis), { mode: 0o600 });
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
  if (started !== undefined) await remember(place.bmcProcess(node), started);
}

/** Ends it with whatever it runs at the moment. */
export async function stopBmc(place: Place, node: LabNode): Promise<void> {
  await endRemembered(place.bmcProcess(node), true);
}

/** Puts the two programs that the BMCs run into the lab's directory, whose path needs no quoting. */
export async function writeChassis(place: Place): Promise<void> {
  await copyFile(labFile("chassis.sh"), place.chassis);
  await chmod(place.chassis, 0o755);
  const argv = [process.execPath, ...process.execArgv, process.argv[1] ?? ""];
  const script = `#!/bin/sh\nHOLDFAST_LAB=${shellWord(place.directory)} exec ${shellLine(argv)} "$@"\n`;
  await writeFile(place.launcher, script, { mode: 0o755 });
}
