/** A new node's disk: its layer over the machine's /etc, its own /var, and the first contents of its /run. */
import { existsSync } from "node:fs";
import { chmod, chown, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LabNode } from "./address-plan.ts";
import { imageUser } from "./image.ts";
import type { Image, LabDirectory } from "./lab-directory.ts";
import { nodeFiles, SEED_CIB } from "./node-files.ts";
import { DATA_DIRECTORIES, ERLANG_COOKIE, RUN_DIRECTORIES, serviceFiles } from "./service-files.ts";

/** Leaves an installed disk alone: changes on a node survive power cycles. */
export async function installDisk(
  lab: LabDirectory,
  nodes: readonly LabNode[],
  node: LabNode,
  image: Image,
): Promise<void> {
  const disk = lab.node(node);
  const done = join(disk, "installed");
  if (existsSync(done)) return;
  const etc = join(disk, "etc.upper");
  const files = [...nodeFiles(nodes, node, await mayRaiseLimits()), ...serviceFiles(nodes, node, image)];
  for (const file of files) await put(onDisk(disk, file.path), file.text, 0o644);
  await mkdir(join(disk, "etc.work"), { recursive: true });
  await mkdir(join(etc, "pacemaker"), { recursive: true });
  await copyFile(lab.authkey, join(etc, "pacemaker/authkey"));
  await chmod(join(etc, "pacemaker/authkey"), 0o640);
  await put(join(disk, "var/lib/pacemaker/cib/cib.xml"), SEED_CIB, 0o600);
  if (image === "full") await installData(lab, disk, image);
  await writeFile(done, "");
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
