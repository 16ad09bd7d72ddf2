/** What a manifest means for machines that are to become its cluster. */
import { HoldfastError } from "../cluster/error.ts";
import { FIRST_PORT } from "../corosync/defaults.ts";
import { type ConfChange, confChanges, takingOf } from "../corosync/difference.ts";
import { modelOf } from "../corosync/model.ts";
import { type ConfContents, writeConf } from "../corosync/write.ts";
import type { CreatePlan } from "../machines/create-plan.ts";
import { readManifest } from "../manifest/manifest.ts";
import type { Manifest } from "../manifest/model/model.ts";
import { settingsOf } from "../manifest/model/settings.ts";
import type { ConfComparison } from "../report/create/document.ts";
import type { Written } from "./desired.ts";
import { isConf, parsedConf } from "./parsed-conf.ts";
import { unusable } from "./unusable.ts";

const HEADER = `# Written by "holdfast cluster create" from the section "corosync" of a manifest.\n\n`;

/**
 * How a running cluster can take another corosync.conf. Throws `invalid` for a file that is not usable.
 * @param to a corosync.conf, or a manifest with its section
 * @param releases of Corosync on the nodes
 */
export function compareConfs(from: Written, to: Written, releases: readonly string[]): ConfComparison {
  const after = isConf(to) ? parsedConf(to) : parsedConf({ path: to.path, text: writeConf(corosyncIn(to).corosync) });
  const changes = confChanges(modelOf(parsedConf(from)), modelOf(after), releases);
  return comparisonOf(changes);
}

/** As a document. */
export function comparisonOf(changes: readonly ConfChange[]): ConfComparison {
  const taking = takingOf(changes);
  return {
    document: "corosync-comparison",
    version: 1,
    ...(taking === undefined ? {} : { taking }),
    changes: changes.map(({ before, after: next, ...change }) => ({
      ...change,
      ...(before === undefined ? {} : { before }),
      ...(next === undefined ? {} : { after: next }),
    })),
  };
}

/** Throws `invalid` for a manifest with any mistake, and for one without nodes or without its section of Corosync. */
export function creationPlan(file: Written, overwrite: boolean): CreatePlan {
  const { corosync, settings } = corosyncIn(file);
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

function corosyncIn(file: Written): Pick<Manifest, "settings"> & { readonly corosync: ConfContents } {
  const read = readManifest(file.text, file.path);
  if (!read.ok) throw unusable(file, read.problems);
  const { corosync, settings } = read.manifest;
  if (corosync !== undefined) return { corosync, settings };
  throw new HoldfastError("invalid", `${file.path} has no section "corosync"`, {
    hint: "corosync: {} takes the defaults for the nodes of the manifest",
  });
}
