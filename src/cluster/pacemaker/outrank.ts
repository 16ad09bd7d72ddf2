/**
 * Makes sure that a change stays when a node comes back that does not have it. A node that was cut off still takes
 * changes from its own tools, each of which raises its `epoch`. When it joins again, Pacemaker gives all nodes the CIB
 * with the highest version, be it that of the node that was cut off: what the majority had acknowledged meanwhile is then
 * lost without a word (seen on 2.1.5 and 3.0.3: docs/pacemaker/cib-changes.md#a-node-that-comes-back). `admin_epoch`
 * counts for more than `epoch` and no tool raises it by itself, so that a majority that raises it outranks all of them.
 */

import { withRecord } from "../../cib/change-record.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import type { Change } from "../../cib/patch/patch.ts";
import { readVersion, type Version, withVersion } from "../../cib/patch/version.ts";
import { type Element, withChildren } from "../../cib/xml/tree.ts";

/** The next configuration of a CIB, above every other history of it: a patch's changes, and what they lead to. */
export interface Raised {
  readonly changes: readonly Change[];
  readonly source: Version;
  readonly target: Version;
  readonly wanted: Element;
}

/**
 * @param lagging the nodes whose configuration is outranked, for the record
 * The record of the reason is part of it: a node writes its CIB to its disk only when something of the configuration
 * changes, and a raised counter that is on no disk does not outlast a power failure.
 */
export function raised(cib: Element, lagging: readonly string[], who: string): Raised {
  const source = readVersion(cib);
  const target = { adminEpoch: source.adminEpoch + 1, epoch: source.epoch + 1, numUpdates: 0 };
  const why = `outranks what ${lagging.join(", ")} may bring back`;
  const wanted = withRecord(cib, target, { who, why });
  // A modification replaces all attributes, so the result has those that stay too.
  const root = withChildren(withVersion(cib, { adminEpoch: target.adminEpoch }), []);
  const raise: Change = {
    operation: "modify",
    path: "/cib",
    changes: [{ name: "admin_epoch", value: String(target.adminEpoch) }],
    result: root,
  };
  return { changes: [raise, ...diffConfiguration(cib, wanted).changes], source, target, wanted };
}
