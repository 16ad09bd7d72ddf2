/** A new node's disk: its layer over the machine's /etc, its own /var, and the first contents of its /run. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LabNode } from "./address-plan.ts";
import { run } from "./command.ts";
import { imageUser } from "./image.ts";
import { type Image, type LabDirectory, labFile, type Settings } from "./lab-directory.ts";
import { nodeFiles, SEED_CIB } from "./node-files.ts";
import { DATA_DIRECTORIES, ERLANG_COOKIE, RUN_DIRECTORIES, serviceFiles } from "./service-files.ts";
import { installSsh } from "./ssh.ts";

/** Leaves an installed disk alone: changes on a node survive power cycles. */
export async function installDisk(
  lab: LabDirectory,
  nodes: readonly LabNode[],
  node: LabNode,
  settings: Settings,
): Promise<void> {
  const { image, bare, init } = settings;
  const disk = lab.node(node);
  const done = join(disk, "installed");
  if (existsSync(done)) return;
  const etc = join(disk, "etc.upper");
  await mkdir(etc, { recursive: true });
  await mkdir(join(disk, "etc.work"), { recursive: true });
  if (init === "systemd") await prepareForSystemd(lab, node, settings);
  const files = [...nodeFiles(nodes, node, settings, await mayRaiseLimits()), ...serviceFiles(nodes, node, image)];
  for (const file of files) await put(onDisk(disk, file.path), file.text, 0o644);
  if (!bare) await installCluster(lab, disk);
  if (image === "full") await installData(lab, disk, image);
  await writeFile(done, "");
}

/** What a node needs to join the cluster at its first boot, besides corosync.conf. */
async function installCluster(lab: LabDirectory, disk: string): Promise<void> {
  const authkey = join(disk, "etc.upper/pacemaker/authkey");
  await mkdir(dirname(authkey), { recursive: true });
  await copyFile(lab.authkey, authkey);
  await chmod(authkey, 0o640);
  await put(join(disk, "var/lib/pacemaker/cib/cib.xml"), SEED_CIB, 0o600);
}

/** Directories of the machine's /etc of which a node has nothing: what it has set up, its keys, the units it has enabled. */
const NOT_THE_NODES = [
  ...["corosync", "pacemaker", "ssh", "systemd/system"],
  ...[0, 1, 2, 3, 4, 5, 6].map((runlevel) => `rc${runlevel}.d`),
];

/** Views of the machine's kernel, which a node has no business in. */
const MASKED = ["sys-kernel-debug.mount", "sys-kernel-tracing.mount", "dev-hugepages.mount"];

/** An identity of the node's own, the keys of ssh, and the units to start at boot. */
async function prepareForSystemd(lab: LabDirectory, node: LabNode, settings: Settings): Promise<void> {
  const disk = lab.node(node);
  const etc = join(disk, "etc.upper");
  const lower = join(lab.root(settings.pacemaker[node.id - 1] ?? "2.1"), "etc");
  const clear = [labFile("clear-etc.sh"), lower, etc, join(disk, "etc.work"), ...NOT_THE_NODES];
  await run(["unshare", "--mount", "--propagation", "private", "--", "/bin/sh", ...clear]);
  await put(join(etc, "machine-id"), `${randomBytes(16).toString("hex")}\n`, 0o444);
  await installSsh(lab, node, etc, join(disk, "root"));
  const units = join(etc, "systemd/system");
  const wants = join(units, "multi-user.target.wants");
  await mkdir(wants);
  await symlink("/lib/systemd/system/multi-user.target", join(units, "default.target"));
  for (const unit of MASKED) await symlink("/dev/null", join(units, unit));
  for (const unit of ["ssh.service", ...(settings.bare ? [] : ["corosync.service", "pacemaker.service"])]) {
    await symlink(`/lib/systemd/system/${unit}`, join(wants, unit));
  }
}

async function installData(lab: LabDirectory, disk: string, image: Image): Promise<void> {
  const give = async (path: string, user: string) => {
    const { uid, gid } = await imageUser(lab, image, user);
    await chown(path, uid, gid);
  };
  const directories = [
    ...DATA_DIRECTORIES.map(({ path, user }) => ({ path: onDisk(disk, path), user })),
    ...RUN_DIRECTORIES.map(({ path, user }) => ({ path: join(disk, "run", path), user })),
  ];
  for (const { path, user } of directories) {
    await mkdir(path, { recursive: true });
    await give(path, user);
  }
  const cookie = onDisk(disk, ERLANG_COOKIE.path);
  await put(cookie, ERLANG_COOKIE.text, 0o400);
  await give(cookie, ERLANG_COOKIE.user);
}

/** Where a node's file lies: its /etc is a layer, its /var a directory. */
function onDisk(disk: string, path: string): string {
  if (path.startsWith("/etc/")) return join(disk, "etc.upper", path.slice("/etc".length));
  if (path.startsWith("/var/")) return join(disk, path);
  throw new Error(`a node has no ${path} of its own`);
}

async function put(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
  // The mode above counts for new files only, and less the umask.
  await chmod(path, mode);
}

async function mayRaiseLimits(): Promise<boolean> {
  const CAP_SYS_RESOURCE = 24n;
  const effective = /^CapEff:\s*([\da-f]+)$/m.exec(await readFile("/proc/self/status", "utf8"))?.[1] ?? "0";
  return ((BigInt(`0x${effective}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
}
