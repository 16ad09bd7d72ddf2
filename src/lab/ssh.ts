/**
 * The way to a lab's nodes by ssh, from the machine and between nodes: one key that opens root's account on every node, a
 * host key for each node, and the files that make ssh(1) know them.
 */
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LabNode } from "./address-plan.ts";
import { run } from "./command.ts";
import type { LabDirectory } from "./lab-directory.ts";
import { NAMESPACES } from "./network.ts";

const KEY = "id_ed25519";
const HOST_KEY = "ssh_host_ed25519_key";

/** Makes what is missing of keys, known hosts and configuration, below the lab's `ssh`. */
export async function makeSsh(lab: LabDirectory, nodes: readonly LabNode[]): Promise<void> {
  await mkdir(join(lab.ssh, "bin"), { recursive: true, mode: 0o700 });
  await makeKey(join(lab.ssh, KEY), "lab");
  for (const node of nodes) await makeKey(join(lab.ssh, node.name), node.name);
  const keys = await Promise.all(nodes.map((node) => readFile(join(lab.ssh, `${node.name}.pub`), "utf8")));
  await writeFile(join(lab.ssh, "known_hosts"), knownHosts(nodes, keys));
  await writeFile(join(lab.ssh, "config"), sshConfig(nodes, lab.ssh));
  // For programs that call ssh by its name, such as this one.
  const program = `#!/bin/sh\nexec nsenter --net=${NAMESPACES}/${lab.name} -- /usr/bin/ssh -F ${lab.ssh}/config "$@"\n`;
  await writeFile(join(lab.ssh, "bin/ssh"), program, { mode: 0o755 });
}

/** Gives a node's disk its host key, and its root the key to all nodes. */
export async function installSsh(lab: LabDirectory, node: LabNode, etc: string, home: string): Promise<void> {
  await mkdir(join(etc, "ssh"), { recursive: true });
  await copyKey(join(lab.ssh, node.name), join(etc, "ssh", HOST_KEY));
  const ssh = join(home, ".ssh");
  await mkdir(ssh, { recursive: true });
  await chmod(home, 0o700);
  await chmod(ssh, 0o700);
  await copyKey(join(lab.ssh, KEY), join(ssh, KEY));
  await copyFile(join(lab.ssh, `${KEY}.pub`), join(ssh, "authorized_keys"));
  await copyFile(join(lab.ssh, "known_hosts"), join(ssh, "known_hosts"));
}

/**
 * sshd_config(5). No sessions of logind: each login would start a systemd of root's.
 */
export const SSHD_FILES = [
  {
    path: "/etc/ssh/sshd_config",
    text: `HostKey /etc/ssh/${HOST_KEY}
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM yes
UseDNS no
Subsystem sftp internal-sftp
`,
  },
  {
    path: "/etc/pam.d/sshd",
    text: "auth required pam_deny.so\naccount required pam_permit.so\nsession required pam_limits.so\n",
  },
] as const;

/** sshd(8): each node by its name and its address. */
export function knownHosts(nodes: readonly LabNode[], keys: readonly string[]): string {
  return nodes
    .map(({ name, address }, i) => `${name},${address} ${(keys[i] ?? "").split(" ").slice(0, 2).join(" ").trim()}\n`)
    .join("");
}

/** ssh_config(5) @param directory of the keys */
export function sshConfig(nodes: readonly LabNode[], directory: string): string {
  const hosts = nodes.map(({ name, address }) => `Host ${name} ${address}\n  HostName ${address}\n`).join("");
  return `${hosts}Host *
  User root
  IdentityFile ${directory}/${KEY}
  IdentitiesOnly yes
  UserKnownHostsFile ${directory}/known_hosts
`;
}

async function makeKey(file: string, comment: string): Promise<void> {
  if (!existsSync(file)) await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
}

/** A private key, which ssh and sshd refuse where others may read it. */
async function copyKey(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o600);
}
