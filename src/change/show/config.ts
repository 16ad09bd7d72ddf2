/** The use case of config: the configuration in force, as a document or as the CIB's own text. */
import { masked } from "../../cib/masked.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { Configuration } from "../../report/config/document.ts";
import { configuredResource, configuredResourceIds, readConfiguration } from "../../report/config/read.ts";

/** Rejects with `missing` when one of the names is no resource. */
export async function showConfiguration(cluster: Cluster, only: readonly string[]): Promise<Configuration> {
  const { cib } = await cluster.read();
  for (const id of only) existingResource(cib, id);
  return readConfiguration(cib, only);
}

export interface XmlRequest {
  /** Ids of resources; empty for the whole CIB. */
  readonly only: readonly string[];
  readonly secrets: "shown" | "hidden";
}

/** The text of the CIB, or of some resources. Rejects with `missing` when one of the names is no resource. */
export async function configurationXml(cluster: Cluster, { only, secrets }: XmlRequest): Promise<string> {
  const { cib } = await cluster.read();
  const shown = secrets === "shown" ? cib : masked(cib);
  return only.length === 0 ? printXml(shown) : only.map((id) => printXml(existingResource(shown, id))).join("");
}

/** Throws `missing` when there is no such resource. */
export function existingResource(cib: Element, id: string): Element {
  const resource = configuredResource(cib, id);
  if (resource !== undefined) return resource;
  throw missing(`there is no resource "${id}"`, id, configuredResourceIds(cib));
}
