/** Where a lab is on disk: everything it writes is below one directory, which `down` removes. */
import { existsSync } from "node:fs";
import { readFile, statfs, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HoldfastError } from "../cluster/error.ts";
import { type LabNode, labNodes, MAX_NODES } from "./address-plan.ts";

/** Said when another process brings the lab up or takes it down. */
export const LAB_BUSY = "another process is working on the lab";

export const IMAGES = ["tiny", "full"] as const;
export type Image = (typeof IMAGES)[number];

/** What a node may run: the machine's own Pacemaker, or that of Debian's development suite in a tree of its own. */
export const PACEMAKERS = ["2.1", "3.0"] as const;
export type Pacemaker = (typeof PACEMAKERS)[number];

/**
 * What a node's PID 1 is: systemd, with journald, sshd and everything else of a machine; or a script that starts Corosync
 * and Pacemaker and nothing more.
 */
export const INITS = ["minimal", "systemd"] as const;
export type Init = (typeof INITS)[number];

/** What `up` was asked for, kept so that the other commands know. */
export interface Settings {
  readonly nodes: number;
  readonly image: Image;
  /** One for each node: a cluster may be in the middle of an upgrade. */
  readonly pacemaker: readonly Pacemaker[];
  /** Seconds that a node takes to boot after its BMC has switched it on. */
  readonly bootDelay: number;
  readonly init: Init;
  /** Nodes have the packages and sshd; no cluster is configured or started on them. */
  readonly bare: boolean;
  /** Network namespaces had no directory before: the lab was the first to make one. */
  readonly firstNamespaces: boolean;
}

/** What `down --keep-images` leaves for the next lab, below its directory. */
export const KEPT = { images: "images", roots: "roots" } as const;

export const LAB_SCHEME = "lab:";
const DEFAULT_DIRECTORY = "/var/lib/holdfast-lab";

const OVERLAYFS = 0x794c7630;

export class LabDirectory {
  readonly directory: string;

  /** @param directory absolute; not below /etc, whose copies in the nodes are stacked on it */
  constructor(directory: string) {
    if (!/^\/[\w./-]*\w$/.test(directory) || /^\/etc(\/|$)/.test(directory)) {
      throw new HoldfastError("usage", `a lab cannot be in ${directory}`, {
        hint: "HOLDFAST_LAB is an absolute path of letters, digits, '.', '-' and '_', outside /etc",
      });
    }
    this.directory = directory;
  }

  /** Labs in directories of different names do not meet. */
  get name(): string {
    return basename(this.directory);
  }

  /** Of its cluster, for `--cluster`; holds whatever HOLDFAST_LAB is where it is used. */
  get address(): string {
    return this.directory === DEFAULT_DIRECTORY ? LAB_SCHEME : `${LAB_SCHEME}${this.directory}`;
  }

  /** One `up` or `down` at a time. Outside the directory, which `down` removes. */
  get lock(): string {
    return `/run/${this.name}.lock`;
  }

  get settingsFile(): string {
    return join(this.directory, "lab.json");
  }

  /** The image store, which every node reads. */
  get images(): string {
    return join(this.directory, KEPT.images);
  }

  /** The tree of programs that a node sees: for the machine's own Pacemaker the machine's. */
  root(pacemaker: Pacemaker): string {
    return pacemaker === "2.1" ? "/" : join(this.directory, KEPT.roots, pacemaker);
  }

  /** Every change of power, with its time. */
  get powerLog(): string {
    return join(this.directory, "power.log");
  }

  /** Runs this program again, from the BMCs. */
  get launcher(): string {
    return join(this.directory, "holdfast");
  }

  /** Runs a command in a node, for those outside this program. */
  get enter(): string {
    return join(this.directory, "enter");
  }

  /** The program that ipmi_sim runs for a node's chassis. */
  get chassis(): string {
    return join(this.directory, "chassis");
  }

  get authkey(): string {
    return join(this.directory, "authkey");
  }

  /** Keys, known hosts and configuration of ssh; see ssh.ts. */
  get ssh(): string {
    return join(this.directory, "ssh");
  }

  node(node: LabNode): string {
    return join(this.directory, "nodes", node.name);
  }

  /** Names PID 1 of the node while it runs. */
  nodeProcess(node: LabNode): string {
    return join(this.node(node), "pid");
  }

  /** The process outside that waits for the node's PID 1. */
  nodeKeeper(node: LabNode): string {
    return join(this.node(node), "keeper");
  }

  /** Exists while the node's cable is pulled. */
  cutMark(node: LabNode): string {
    return join(this.node(node), "cut");
  }

  bmcProcess(node: LabNode): string {
    return join(this.bmc(node), "pid");
  }

  bmc(node: LabNode): string {
    return join(this.directory, "bmc", node.name);
  }

  /** Undefined when there is no lab here. */
  async settings(): Promise<Settings | undefined> {
    if (!existsSync(this.settingsFile)) return undefined;
    return JSON.parse(await readFile(this.settingsFile, "utf8")) as Settings;
  }

  /** The lab's nodes; all possible ones when its settings are lost. */
  async nodes(): Promise<readonly LabNode[]> {
    return labNodes((await this.settings())?.nodes ?? MAX_NODES, this.name);
  }

  async keep(settings: Settings): Promise<void> {
    await writeFile(this.settingsFile, `${JSON.stringify(settings)}\n`);
  }

  /** Throws `unsupported` where the kernel could not stack a node's file systems on the directory. */
  async checkDisk(): Promise<void> {
    let existing = this.directory;
    while (!existsSync(existing)) existing = dirname(existing);
    const { type } = await statfs(existing);
    if (type === OVERLAYFS) {
      throw new HoldfastError("unsupported", `${existing} is on overlayfs, which nodes cannot be stacked on`, {
        hint: "name a directory on a disk by HOLDFAST_LAB",
      });
    }
  }
}

export function defaultLabDirectory(env: Readonly<Record<string, string | undefined>>): LabDirectory {
  return new LabDirectory(env.HOLDFAST_LAB ?? DEFAULT_DIRECTORY);
}

/** A file of the package's `lab/` folder: the programs that run inside nodes. */
export function labFile(name: string): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, "package.json"))) {
    if (root === dirname(root)) throw new Error("this program is not inside its package");
    root = dirname(root);
  }
  return join(root, "lab", name);
}
