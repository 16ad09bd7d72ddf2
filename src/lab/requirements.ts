/** The programs a lab needs, and the one command that installs the missing ones. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { HoldfastError, ifFails } from "../cluster/error.ts";

interface Requirement {
  readonly package: string;
  /** A program looked for in PATH, or an absolute path. */
  readonly needs: string;
}

/** Debian's package names. */
const REQUIREMENTS: readonly Requirement[] = [
  { package: "iproute2", needs: "ip" },
  { package: "util-linux", needs: "nsenter" },
  { package: "util-linux", needs: "unshare" },
  { package: "pacemaker", needs: "pacemakerd" },
  { package: "pacemaker-cli-utils", needs: "crm_mon" },
  { package: "corosync", needs: "corosync" },
  { package: "resource-agents", needs: "/usr/lib/ocf/resource.d/heartbeat/IPaddr2" },
  { package: "fence-agents", needs: "fence_ipmilan" },
  { package: "openipmi", needs: "ipmi_sim" },
  { package: "ipmitool", needs: "ipmitool" },
  { package: "podman", needs: "podman" },
  { package: "runc", needs: "runc" },
  { package: "systemd", needs: "/lib/systemd/systemd" },
  { package: "dbus", needs: "dbus-daemon" },
  { package: "openssh-server", needs: "sshd" },
  { package: "openssh-client", needs: "ssh-keygen" },
  { package: "mmdebstrap", needs: "mmdebstrap" },
];

/** Packages to install, each once, in the order of the list. Pure but for `present`. */
export async function missingPackages(present: (needs: string) => Promise<boolean>): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const requirement of REQUIREMENTS) if (!(await present(requirement.needs))) missing.add(requirement.package);
  return [...missing];
}

/** The packages that are missing on this machine. */
export async function packagesToInstall(): Promise<readonly string[]> {
  return missingPackages(onThisMachine);
}

/** Throws `forbidden` unless this is root, `unsupported` off Linux, `missing` with the command that installs. */
export async function checkMachine(): Promise<void> {
  if (process.platform !== "linux") throw new HoldfastError("unsupported", "the lab needs Linux");
  checkRoot();
  const missing = await packagesToInstall();
  if (missing.length > 0) {
    throw new HoldfastError("missing", `the lab needs packages that are not installed: ${missing.join(", ")}`, {
      hint: `apt-get install -y --no-install-recommends ${missing.join(" ")}`,
    });
  }
}

export function checkRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new HoldfastError("forbidden", "the lab makes namespaces and mounts, which only root may", {
    hint: "run it with sudo",
  });
}

async function onThisMachine(needs: string): Promise<boolean> {
  const directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];
  const paths = needs.startsWith("/") ? [needs] : directories.map((directory) => `${directory}/${needs}`);
  for (const path of paths) {
    if (await access(path, constants.X_OK).then(() => true, ifFails(false, "missing", "forbidden"))) return true;
  }
  return false;
}
