/** The use case of import: the configuration in force as a manifest. */

import { formatProblems } from "../../cib/problem.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { modelOf } from "../../corosync/model.ts";
import { manifestOfVariables } from "../../manifest/import/ha-cluster/manifest-of.ts";
import { importManifest } from "../../manifest/import/import.ts";
import type { Written } from "../desired.ts";
import { parsedConf } from "../parsed-conf.ts";
import { existingResource } from "./config.ts";

/**
 * The text of a manifest that changes nothing in the cluster; of some resources, if any are named.
 * @param conf the nodes' corosync.conf, which becomes a section of the manifest
 * Rejects with `missing` when one of the names is no resource, and with `invalid` for a file that Corosync cannot read.
 */
export async function importedManifest(
  cluster: Cluster,
  only: readonly string[],
  conf: Written | undefined,
): Promise<string> {
  const { cib } = await cluster.read();
  for (const id of only) existingResource(cib, id);
  return importManifest(cib, { only, corosync: conf && modelOf(parsedConf(conf)) });
}

/** Variables of the role ha_cluster as a manifest. Throws `invalid` with every place that cannot be read. */
export function convertedVariables({ path, text }: Written): string {
  const made = manifestOfVariables(text, path);
  if (made.ok) return made.text;
  const said = formatProblems(made.problems, made.about);
  throw new HoldfastError("invalid", [`${path} cannot be said as a manifest`, ...said].join("\n"), {
    problems: made.problems,
  });
}
