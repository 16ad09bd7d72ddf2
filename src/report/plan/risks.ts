/**
 * What of a change takes away the protection of a cluster that runs something, or reaches what the change is not about. A
 * plan shows it in red, and apply asks for it by its code: `--yes` alone is not enough. On a cluster without resources there
 * is nothing to lose yet. Source: Pacemaker Explained, "Cluster Options".
 */

import { fenceDevices, listsTarget } from "../../cib/fence-devices.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { clusterProperty, durationProperty } from "../../cib/value/property.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { listText } from "../explain/place-text.ts";
import type { Difference, Risk } from "./document.ts";

export interface RiskInput {
  readonly before: Element;
  readonly after: Element;
  /** Ids of the manifest's objects; undefined where the change is not a manifest's. */
  readonly owned: ReadonlySet<string> | undefined;
  /** Epoch seconds. */
  readonly now: number;
  /** That the plan lists, with their places. */
  readonly differences: readonly Difference[];
}

export function readRisks(input: RiskInput): Risk[] {
  const { before } = input;
  if (topLevel(before).length === 0) return [];
  const risks = [
    ...switchedOff(input, "fencing-off", ["fencing-enabled", "stonith-enabled"], {
      text: "fencing is switched off",
      reason: "a node that hangs or is cut off is taken for stopped, so what runs there can run twice",
    }),
    ...switchedOff(input, "startup-fencing-off", ["startup-fencing", "startup-fencing"], {
      text: "nodes that were never seen are no longer fenced (startup-fencing)",
      reason: "one that runs resources without being a member is not known to",
    }),
    ...unfenced(input),
    ...quorumPolicy(input),
    ...defaultsOfOthers(input),
  ];
  return risks.map((risk) => {
    const where = input.differences.find((d) => d.part === risk.object)?.where;
    return where === undefined ? risk : { ...risk, where };
  });
}

function topLevel(cib: Element): readonly Element[] {
  const resources = descend(cib, "configuration", "resources");
  return resources === undefined ? [] : elements(resources).filter((e) => e.name !== "template");
}

/** A property that is true by default, and now is not. */
function switchedOff(
  { before, after, now }: RiskInput,
  code: Risk["code"],
  [name, object]: readonly [string, string],
  said: Pick<Risk, "text" | "reason">,
): Risk[] {
  const isOn = (cib: Element): boolean => parseBoolean(clusterProperty(cib, name, now) ?? "true") !== false;
  return isOn(before) && !isOn(after) ? [{ code, object, ...said }] : [];
}

/** Nodes that no device fences any more, while fencing is on. */
function unfenced({ before, after, now }: RiskInput): Risk[] {
  if (parseBoolean(clusterProperty(after, "fencing-enabled", now) ?? "true") === false) return [];
  const canBeFenced = (cib: Element): ((node: string) => boolean) => {
    const devices = fenceDevices(cib);
    // A negative one is computed, and means one too.
    const watchdog = clusterProperty(cib, "fencing-watchdog-timeout", now) ?? "0";
    const self = watchdog.startsWith("-") || (durationProperty(cib, "fencing-watchdog-timeout", now) ?? 0) > 0;
    return (node) => self || devices.some((device) => listsTarget(device, node));
  };
  const [was, is] = [canBeFenced(before), canBeFenced(after)];
  const nodes = descend(after, "configuration", "nodes");
  const names = (nodes === undefined ? [] : elements(nodes, "node")).map((node) => get(node, "uname") ?? idOf(node));
  return names
    .filter((node) => was(node) && !is(node))
    .map((node) => ({
      code: "node-unfenced",
      object: node,
      text: `no fence device is left for ${node}`,
      reason: "when it is lost, what ran there is recovered nowhere until someone confirms that it is off",
    }));
}

/** From the safest. */
const POLICIES = ["suicide", "fence", "stop", "demote", "freeze", "ignore"];

const WEAKER: ReadonlyMap<string, string> = new Map([
  ["ignore", "each half of a divided cluster runs alone, and what they share can run twice"],
  ["freeze", "nodes without quorum keep what they run until they are fenced"],
  ["demote", "nodes without quorum keep what they run, demoted, until they are fenced"],
]);

function quorumPolicy({ before, after, now }: RiskInput): Risk[] {
  const policy = (cib: Element): string => (clusterProperty(cib, "no-quorum-policy", now) ?? "stop").toLowerCase();
  const [was, is] = [policy(before), policy(after)];
  const reason = WEAKER.get(is);
  if (reason === undefined || POLICIES.indexOf(is) <= POLICIES.indexOf(was)) return [];
  const text = `what happens without quorum is weakened (no-quorum-policy: ${was} -> ${is})`;
  return [{ code: "quorum-weakened", object: "no-quorum-policy", text, reason }];
}

const MOST_NAMED = 5;

/** Defaults that also reach resources which the manifest does not have. */
function defaultsOfOthers({ before, after, owned }: RiskInput): Risk[] {
  if (owned === undefined) return [];
  const others = topLevel(before).filter((e) => !owned.has(idOf(e)));
  return ["rsc_defaults", "op_defaults"].flatMap((section) => {
    const [was, is] = [pairsIn(before, section), pairsIn(after, section)];
    const changed = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
    return changed.flatMap((name): Risk[] => {
      const touched = section === "rsc_defaults" ? others.filter((e) => !hasMeta(e, name)) : others;
      if (touched.length === 0) return [];
      const [from, to] = [was.get(name) ?? "(not set)", is.get(name) ?? "(not set)"];
      const what = section === "rsc_defaults" ? "the resource default" : "the operation default";
      return [
        {
          code: "defaults-of-others",
          object: name,
          text: `${what} ${name} (${from} -> ${to}) also counts for ${named(touched.map(idOf))}`,
          reason: "the manifest does not have them",
        },
      ];
    });
  });
}

/** By name; the values of several sets side by side. */
function pairsIn(cib: Element, section: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const sets = descend(cib, "configuration", section);
  for (const pair of sets === undefined ? [] : walk(sets)) {
    if (pair.name !== "nvpair") continue;
    const name = get(pair, "name") ?? "";
    const others = found.get(name);
    const value = get(pair, "value") ?? "";
    found.set(name, others === undefined ? value : `${others}, ${value}`);
  }
  return found;
}

function hasMeta(rsc: Element, name: string): boolean {
  return elements(rsc, "meta_attributes").some((set) => elements(set, "nvpair").some((p) => get(p, "name") === name));
}

function named(ids: readonly string[]): string {
  const rest = ids.length - MOST_NAMED;
  return listText(rest > 0 ? [...ids.slice(0, MOST_NAMED), `${rest} more`] : ids);
}
