/**
 * What a cluster's configuration holds and no manifest should: what Pacemaker and agents write as they run, and what
 * operators switch. It is left alone: a manifest that does not say it does not change it.
 */

import { PROPERTIES } from "../../../cib/known-names.ts";
import { isWindow } from "../../../cib/maintenance-window.ts";
import { isOwnRecord } from "../../../cib/own-records.ts";
import { RESOURCES } from "../../../cib/resource-elements.ts";
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { child, type Element, elements, get, idOf, withChildren, type XmlNode } from "../../../cib/xml/tree.ts";

const OF_PACEMAKER = new Set([
  "dc-version",
  "cluster-infrastructure",
  "have-watchdog",
  "last-lrm-refresh",
  "cluster-name",
]);

/** Whether a cluster property is written by Pacemaker. The name of the cluster has a section of its own. */
export function isPacemakers(property: string): boolean {
  return OF_PACEMAKER.has(property);
}

/** Whether a property set is an agent's or a tool's: none of its properties is one that Pacemaker reads. */
export function isAgentsSet(set: Element): boolean {
  if (isOwnRecord(idOf(set)) || isWindow(set)) return true;
  const pairs = elements(set, "nvpair");
  return (
    pairs.length > 0 && child(set, "rule") === undefined && pairs.every((p) => !PROPERTIES.has(get(p, "name") ?? ""))
  );
}

const OF_OPERATORS = new Set(["standby", "maintenance", "terminate", "probe_complete", "shutdown"]);
const OF_AGENTS =
  /^(hana_|lpa_|pgsql-|db2hadr-|master-|rmq-node-attr|fail-count-|last-failure-|azure-events|#health)|_reint$|^lsn_location/;

/** Whether a node attribute is written by agents, or switched by operators. */
export function isRunningAttribute(name: string): boolean {
  return OF_OPERATORS.has(name) || OF_AGENTS.test(name);
}

/** Why a constraint is no configuration; `undefined` for one that is. */
export function whyTemporary(constraint: Element): string | undefined {
  const id = idOf(constraint);
  if (/^cli-(ban|prefer|standby)-/.test(id)) return "left by crm_resource or pcs (move, ban)";
  if (id.startsWith("drbd-fence-by-handler-")) return "made by DRBD's fence handler, which takes it away again";
  return undefined;
}

/** A meta attribute by which operators hold a resource back, and what they did with it. */
function switchedOff(pair: Element): string | undefined {
  const [name, value] = [get(pair, "name"), get(pair, "value") ?? ""];
  if (name === "target-role") return /^started$/i.test(value) ? "enabled" : `disabled (target-role=${value})`;
  if (name === "is-managed" && parseBoolean(value) === false) return "unmanaged";
  if (name === "maintenance" && parseBoolean(value) === true) return "in maintenance";
  return undefined;
}

/** A resource without what operators have switched, and what that was. */
export function withoutSwitches(resource: Element): { readonly rest: Element; readonly switched: readonly string[] } {
  const switched: string[] = [];
  const visit = (e: Element, id: string): Element =>
    withChildren(
      e,
      e.children.flatMap((c): readonly XmlNode[] => {
        if (c.kind !== "element") return [c];
        if (isWindow(c)) {
          switched.push(`${id} is in maintenance for a while now`);
          return [];
        }
        if (e.name !== "meta_attributes" || c.name !== "nvpair") return [visit(c, isResource(c) ? idOf(c) : id)];
        const how = switchedOff(c);
        if (how !== undefined && how !== "enabled") switched.push(`${id} is ${how} now`);
        return how === undefined ? [c] : [];
      }),
    );
  return { rest: visit(resource, idOf(resource)), switched };
}

function isResource({ name }: Element): boolean {
  return RESOURCES.has(name);
}
