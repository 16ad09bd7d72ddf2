/** What a manifest means for machines that are to become its cluster. */
import { formatProblems } from "../cib/problem.ts";
import { HoldfastError } from "../cluster/error.ts";
import { type ConfContents, writeConf } from "../corosync/write.ts";
import type { CreatePlan } from "../machines/create-plan.ts";
import { readManifest } from "../manifest/manifest.ts";
import { settingsOf } from "../manifest/model/settings.ts";
import type { Written } from "./desired.ts";

/** Of link 0; each other link has the next one. Source: corosync.conf(5) */
const FIRST_PORT = 5405;

const HEADER = `# Written by "holdfast cluster create" from the section "corosync" of a manifest.\n\n`;

/** Throws `invalid` for a manifest with any mistake, and for one without nodes or without its section of Corosync. */
export function creationPlan({ path, text }: Written, overwrite: boolean): CreatePlan {
  const read = readManifest(text, path);
  if (!read.ok)
    throw new HoldfastError("invalid", [`${path} is not usable`, ...formatProblems(read.problems, text)].join("\n"), {
      problems: read.problems,
    });
  const { corosync, settings } = read.manifest;
  if (corosync === undefined)
    throw new HoldfastError("invalid", `${path} has no section "corosync"`, {
      hint: "corosync: {} takes the defaults for the nodes of the manifest",
    });
  if (corosync.device !== undefined)
    throw new HoldfastError("unsupported", "a quorum device is not set up by this command", {
      hint: "create the cluster without it, and add it with pcs quorum device add",
    });
  const properties = settingsOf(settings, "properties");
  const watchdog = ["fencing-watchdog-timeout", "stonith-watchdog-timeout"].map((name) => properties.get(name));
  return {
    nodes: corosync.members,
    conf: HEADER + writeConf(corosync),
    encrypted: (corosync.totem.get("crypto_hash") ?? "none") !== "none",
    ports: portsOf(corosync),
    overwrite,
    needsWatchdog: watchdog.some((value) => value !== undefined && !/^0+[a-z]*$/.test(value)),
  };
}

function portsOf({ members, links }: ConfContents): readonly number[] {
  const count = members[0]?.addresses.length ?? 0;
  return Array.from({ length: count }, (_, link) => Number(links.get(link)?.get("mcastport") ?? FIRST_PORT + link));
}
