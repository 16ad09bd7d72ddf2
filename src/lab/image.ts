/**
 * The container image of the lab's bundles, built from the distribution's packages with mmdebstrap(1), without any
 * registry. It is in one store, which every node reads as an additional one, so that no node loads or copies it.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { HoldfastError, ifFails } from "../cluster/error.ts";
import { makeDirectory } from "../cluster/make-directory.ts";
import { attempt, run } from "./command.ts";
import { type Image, type LabDirectory, labFile } from "./lab-directory.ts";

/** What every image has: what Pacemaker needs inside a bundle, and HAProxy. */
const COMMON = [
  "dumb-init",
  "pacemaker-remote",
  "pacemaker-cli-utils",
  "resource-agents",
  "iproute2",
  "procps",
  "haproxy",
];

/**
 * The init process that TripleO's images have, as PID 1: it passes SIGTERM on. `pacemaker_remoted` as PID 1 ignores it, and
 * every stop would wait for SIGKILL. docs/tripleo/bundles.md#container-stop-and-the-init-process
 */
const INIT = ["/usr/bin/dumb-init", "--single-child", "--"];

/** The label of an image that names what it was built from. */
const RECIPE = "holdfast.recipe";

const PACKAGES: Readonly<Record<Image, readonly string[]>> = {
  tiny: COMMON,
  full: [
    ...COMMON,
    ...[
      "redis-server",
      "mariadb-server",
      "galera-4",
      "rsync",
      "socat",
      "rabbitmq-server",
      "ovn-central",
      "openvswitch-common",
    ],
    // The galera agent and RabbitMQ's scripts call them.
    ...["hostname", "netcat-openbsd", "iputils-ping"],
  ],
};

/** Further names of the full image: whatever runs in the small one runs in it, and it serves as each of TripleO's images. */
const otherNames = [
  imageName("tiny"),
  ...["mariadb", "rabbitmq", "redis", "haproxy", "ovn-northd"].map((name) => `cluster.common.tag/${name}:pcmklatest`),
];

const BUILD_LIMIT = 15 * 60_000;
/** Milliseconds in which mmdebstrap undoes its mounts when it is ended. */
const UNMOUNT_LIMIT = 10_000;

function imageName(image: Image): string {
  return `localhost/lab/${image}:1`;
}

/**
 * Builds the image unless it is there.
 * @param tell gets a line before it is built, which takes a minute or two
 */
export async function makeImage(
  lab: LabDirectory,
  image: Image,
  interrupted: AbortSignal,
  tell: (text: string) => void,
): Promise<void> {
  makeDirectory(lab.images);
  const podman = podmanFor(lab);
  const codename = await release();
  const recipe = recipeOf(image, codename);
  const format = `{{index .Labels "${RECIPE}"}}`;
  const found = await attempt([...podman, "image", "inspect", "--format", format, imageName(image)]);
  // The full image serves as the small one too.
  const fit = [recipe, recipeOf("full", codename)];
  if (found.exit === 0 && fit.includes(found.stdout.trim())) return;
  tell(`building the image ${image}, once, in a minute or two`);
  const work = join(lab.directory, "build");
  await mkdir(work, { recursive: true });
  await chmod(work, 0o755);
  try {
    const tar = join(work, "image.tar");
    const limits = { timeout: BUILD_LIMIT, mercy: UNMOUNT_LIMIT, signal: interrupted, env: { TMPDIR: work } };
    await run(await bootstrap(tar, PACKAGES[image]), limits);
    const changes = [`ENTRYPOINT ${JSON.stringify(INIT)}`, 'CMD ["/bin/sh"]', `LABEL ${RECIPE}=${recipe}`];
    const changed = changes.flatMap((change) => ["-c", change]);
    await run([...podman, "import", "--quiet", ...changed, tar, imageName(image)], limits);
    if (image === "full") await run([...podman, "tag", imageName("full"), ...otherNames]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function podmanFor(lab: LabDirectory): [string, ...string[]] {
  const runroot = join(lab.directory, "images-run");
  return [
    "podman",
    "--root",
    lab.images,
    "--runroot",
    runroot,
    "--storage-driver",
    "overlay",
    "--cgroup-manager",
    "cgroupfs",
    "--events-backend",
    "none",
  ];
}

/**
 * What an image is built from, as a digest: an image that an earlier lab kept, and that another recipe made, is built again.
 * @param codename of the distribution's release
 */
function recipeOf(image: Image, codename: string): string {
  const files = ["kolla-start.sh"].map((name) => readFileSync(labFile(name), "utf8"));
  return createHash("sha256")
    .update(JSON.stringify([codename, PACKAGES[image], INIT, hooks(), files]))
    .digest("hex")
    .slice(0, 16);
}

/** What is done to the tree of an image before it is packed. */
function hooks(): readonly string[] {
  return [
    'mkdir -p "$1/etc/libqb"',
    // pacemaker_remoted's abstract socket would be the node's own executor's: a bundle uses the node's network.
    'touch "$1/etc/libqb/force-filesystem-sockets"',
    // TripleO's containers begin with it.
    `upload ${labFile("kolla-start.sh")} /usr/local/bin/kolla_start`,
    'chmod 755 "$1/usr/local/bin/kolla_start"',
    // TripleO's bundle keeps the databases where it maps a host's directory to.
    '[ ! -d "$1/var/lib/ovn" ] || { rmdir "$1/var/lib/ovn" && ln -s /etc/ovn "$1/var/lib/ovn"; }',
    // Debian's link to the agent is broken.
    '[ ! -e "$1/usr/share/ovn/scripts/ovndb-servers.ocf" ] || ln -sfn /usr/share/ovn/scripts/ovndb-servers.ocf "$1/usr/lib/ocf/resource.d/ovn/ovndb-servers"',
    'chroot "$1" apt-get clean',
    'rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/lib/mysql/*',
  ];
}

async function bootstrap(tar: string, packages: readonly string[]): Promise<[string, ...string[]]> {
  const left = ["man", "doc", "locale", "info"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  return [
    "mmdebstrap",
    "--quiet",
    "--variant=minbase",
    "--mode=root",
    ...left,
    '--aptopt=Apt::Install-Recommends "false"',
    ...hooks().map((hook) => `--customize-hook=${hook}`),
    `--include=${packages.join(",")}`,
    await release(),
    tar,
    ...sources(),
  ];
}

/** The machine's own release, so that the container's Pacemaker can talk to the node's. */
async function release(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(ifFails("", "missing"));
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1];
  if (codename !== undefined && existsSync("/etc/debian_version")) return codename;
  throw new HoldfastError(
    "unsupported",
    "the lab builds its images from Debian's packages; this machine is not Debian",
  );
}

function sources(): readonly string[] {
  const known = [
    "/etc/apt/sources.list.d/debian.sources",
    "/etc/apt/sources.list.d/ubuntu.sources",
    "/etc/apt/sources.list",
  ];
  const found = known.find((path) => existsSync(path));
  return found === undefined ? [] : [found];
}

interface ImageUser {
  readonly uid: number;
  readonly gid: number;
}

/** The users of a passwd(5) by name. */
export function readUsers(passwd: string): ReadonlyMap<string, ImageUser> {
  const users = new Map<string, ImageUser>();
  for (const line of passwd.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name !== undefined && uid !== undefined && gid !== undefined)
      users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return users;
}

/** A user of an image with the numbers it has there. Rejects with `failed` when the image has no such user. */
export async function imageUser(lab: LabDirectory, image: Image, name: string): Promise<ImageUser> {
  const format = "{{.GraphDriver.Data.UpperDir}}";
  const layer = (await run([...podmanFor(lab), "image", "inspect", "--format", format, imageName(image)])).trim();
  const user = readUsers(await readFile(join(layer, "etc/passwd"), "utf8")).get(name);
  if (user !== undefined) return user;
  throw new HoldfastError("failed", `the image ${imageName(image)} has no user ${name}`);
}
