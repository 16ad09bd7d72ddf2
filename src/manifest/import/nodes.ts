/** The section of nodes, with the attributes that no agent writes and no role gives. */
import { isDrain } from "../../cib/drain.ts";
import { isWindow } from "../../cib/maintenance-window.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { plainMap } from "../words/plain.ts";
import { type ImportedCorosync, nodesBeyond } from "./corosync.ts";
import type { KnownParts } from "./known/known.ts";
import { isRunningAttribute } from "./source/left-alone.ts";
import { type Commented, plainSection, type Section } from "./yaml-text.ts";

interface Beside {
  readonly known: KnownParts;
  readonly corosync: ImportedCorosync | undefined;
  /** Gets a line for each set that is not said. */
  readonly left: string[];
}

export function nodesSection(nodes: readonly Element[], { known, corosync, left }: Beside): Section {
  const entries = nodes.map((node, index): Commented => {
    const all = elements(node, "instance_attributes").filter(
      (set) => elements(set).length > 0 && !isDrain(set) && !isWindow(set),
    );
    const sets = all.filter((set) => child(set, "rule") === undefined);
    const home = sets.find((set) => idOf(set) === `nodes-${get(node, "id")}`) ?? sets[0];
    for (const set of all.filter((other) => other !== home))
      left.push(
        `the attribute set ${idOf(set)} of ${get(node, "uname")}: a manifest says one set of a node, without a rule`,
      );
    const attributes = pairsSaid(
      home === undefined ? [] : [home],
      (key) => !isRunningAttribute(key) && !known.roleAttributes.has(key),
    );
    const utilization = pairsSaid(elements(node, "utilization").slice(0, 1), () => true);
    const kind = get(node, "type");
    const id = get(node, "id") ?? "";
    const said = plainMap({
      ...Object.fromEntries(known.ofNodes.get(get(node, "uname") ?? id) ?? []),
      id: kind === "remote" || id === String(index + 1) || !/^[1-9]\d{0,8}$/.test(id) ? undefined : id,
      type: kind === "remote" ? kind : undefined,
      attributes: attributes.size > 0 ? attributes : undefined,
      utilization: utilization.size > 0 ? utilization : undefined,
      addresses: corosync?.addresses.get(get(node, "uname") ?? id),
    });
    return { key: get(node, "uname") ?? id, value: said.size > 0 ? said : null, comments: [] };
  });
  if (corosync !== undefined) entries.push(...nodesBeyond(corosync, entries));
  if (entries.some((e) => e.value !== null)) return { key: "nodes", comments: [], entries };
  return plainSection(
    "nodes",
    entries.map((e) => e.key),
  );
}

export function pairsSaid(sets: readonly Element[], keep: (name: string) => boolean): ReadonlyMap<string, string> {
  const all = sets.flatMap((set) => elements(set, "nvpair"));
  return new Map(
    all.map((pair) => [get(pair, "name") ?? "", get(pair, "value") ?? ""] as const).filter(([name]) => keep(name)),
  );
}
