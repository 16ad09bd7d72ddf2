/** A CIB with nothing in it yet, as a new cluster and a manifest's first merge begin with. */
import { NEWEST } from "./release/table.ts";
import { type Element, element } from "./xml/tree.ts";

/**
 * The version of the cluster's protocol that this program speaks: that of the newest release known. It is written into a new CIB
 * (`crm_feature_set`), into a node's `#feature-set`, and into the history and graphs that are made here.
 */
export const FEATURE_SET = NEWEST.featureSet;

/** The schema of a new CIB: Pacemaker has it since 2.1.5, and it is the first to use Promoted throughout. */
const SCHEMA = "pacemaker-3.9";

/** The sections a configuration must have, in the order in which Pacemaker writes them. */
export function emptyConfiguration(): Element {
  const sections = ["crm_config", "nodes", "resources", "constraints"].map((name) => element(name));
  return element("configuration", {}, sections);
}

/**
 * The whole CIB at version 0.0.0, without quorum and with an empty status.
 *
 * @param configuration taken as it is
 */
export function emptyCib(configuration: Element = emptyConfiguration()): Element {
  const versions = { epoch: "0", num_updates: "0", admin_epoch: "0" };
  const attributes = { crm_feature_set: FEATURE_SET, "validate-with": SCHEMA, ...versions };
  return element("cib", attributes, [configuration, element("status")]);
}
