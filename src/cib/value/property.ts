/**
 * One cluster property: the sets of `crm_config` in the order Pacemaker reads them, `cib-bootstrap-options` before all
 * others, under its present name or the one it had before. The scheduler, which needs all of them and notes what the
 * clock will change, has its own reading in `scheduler/model/options.ts`. Source: Pacemaker Explained, "Cluster options".
 */

import { child, type Element, get } from "../xml/tree.ts";
import { parseInterval } from "./duration.ts";
import { indexById } from "./element-index.ts";
import { pairsInForce } from "./nvpair.ts";

/** The set that is read before all others, whatever their scores. */
export const FIRST_SET = "cib-bootstrap-options";

/** The names properties had before Pacemaker 3.0.2, by their present ones. */
export const FORMER_NAMES: ReadonlyMap<string, string> = new Map<string, string>([
  ["fencing-enabled", "stonith-enabled"],
  ["fencing-action", "stonith-action"],
  ["fencing-timeout", "stonith-timeout"],
  ["fencing-watchdog-timeout", "stonith-watchdog-timeout"],
  ["fencing-max-attempts", "stonith-max-attempts"],
  ["stop-removed-resources", "stop-orphan-resources"],
  ["cancel-removed-actions", "stop-orphan-actions"],
]);

/**
 * The property as written; undefined where no set in force has it. A property that was renamed is asked for by its
 * present name, which goes before the former one.
 *
 * @param now epoch seconds, at which rules are evaluated; where it is left out, a set with a date rule counts as at the
 * epoch, which is right for properties that no one puts below a rule, such as `cluster-name` and `dc-version`
 */
export function clusterProperty(cib: Element, name: string, now = 0): string | undefined {
  const configuration = child(cib, "configuration");
  return configuration === undefined ? undefined : propertyIn(configuration, name, now);
}

/** The same of a `<configuration>`. */
export function propertyIn(configuration: Element, name: string, now = 0): string | undefined {
  const config = child(configuration, "crm_config");
  if (config === undefined) return undefined;
  const former = FORMER_NAMES.get(name);
  let formerValue: string | undefined;
  for (const pair of pairsInForce(config, "cluster_property_set", { now, byId: indexById(configuration) }, FIRST_SET)) {
    const written = get(pair, "name");
    const value = get(pair, "value");
    if (value === undefined) continue;
    if (written === name) return value;
    if (written === former && former !== undefined) formerValue ??= value;
  }
  return formerValue;
}

/** A property that is a duration or interval, in milliseconds; undefined where it is not set or is no duration. */
export function durationProperty(cib: Element, name: string, now: number): number | undefined {
  return parseInterval(clusterProperty(cib, name, now));
}
