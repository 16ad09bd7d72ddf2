/**
 * The tree of programs of a Pacemaker that is not the machine's: Debian's development suite, unpacked beside it. A node
 * that runs it sees that tree in place of the machine's. Containers have the machine's release on all nodes, which works
 * because remote daemons may be older than the cluster.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ifFails } from "../cluster/error.ts";
import { makeDirectory } from "../cluster/make-directory.ts";
import { run } from "./command.ts";
import { type LabDirectory, labFile, type Pacemaker } from "./lab-directory.ts";

const PACKAGES = [
  "pacemaker",
  "pacemaker-cli-utils",
  "corosync",
  "resource-agents",
  "fence-agents-ipmilan",
  "ipmitool",
  "podman",
  "runc",
  "iproute2",
  "procps",
  "hostname",
  "tzdata",
  ...["systemd", "systemd-sysv", "dbus", "openssh-server", "openssh-client", "pcs"],
];

const UNPACK_LIMIT = 15 * 60_000;

/**
 * Unpacks it unless it is there, of the packages that are wanted now: an earlier lab may have kept another.
 * @param tell gets a line before it begins, since it takes a minute or two
 */
export async function makeRoot(
  lab: LabDirectory,
  version: Pacemaker,
  interrupted: AbortSignal,
  tell: (text: string) => void,
): Promise<void> {
  const root = lab.root(version);
  // The machine's own tree, which is never made.
  if (root === "/") return;
  const recipe = `${PACKAGES.join("\n")}\n`;
  const made = `${root}.recipe`;
  if (existsSync(root) && (await readFile(made, "utf8").catch(ifFails("", "missing"))) === recipe) return;
  tell(`unpacking Pacemaker ${version} from Debian's development suite, once, in a minute or two`);
  makeDirectory(dirname(root));
  await run([labFile("unpack-unstable.sh"), root, ...PACKAGES], { timeout: UNPACK_LIMIT, signal: interrupted });
  await writeFile(made, recipe);
}
