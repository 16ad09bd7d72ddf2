/** One past configuration, by its version. */
import { parseVersion, type Version } from "../../cib/patch/version.ts";
import { type Element, element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";

/** A past configuration as a CIB, without a status. Rejects with `missing` when it is not kept, `usage` for no version. */
export async function pastCib(cluster: Cluster, version: string): Promise<Element> {
  const { adminEpoch, epoch } = parsedVersion(version);
  const configuration = await cluster.configurationAt(`${adminEpoch}.${epoch}`);
  return cibOf(configuration, { adminEpoch, epoch });
}

const cibOf = (configuration: Element, { adminEpoch, epoch }: Pick<Version, "adminEpoch" | "epoch">): Element =>
  element("cib", { admin_epoch: String(adminEpoch), epoch: String(epoch), num_updates: "0" }, [configuration]);

/** Throws `usage` for what is no version. */
export function parsedVersion(version: string): Version {
  const found = parseVersion(version);
  if (found !== undefined) return found;
  throw new HoldfastError("usage", `"${version}" is no version of a configuration, such as 0.17`, {
    hint: "see: holdfast history",
  });
}
