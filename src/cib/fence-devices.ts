/**
 * The fence devices of a configuration, and which nodes each can fence. Source: Pacemaker Explained, "Fencing"; parameters
 * `pcmk_host_list` and `pcmk_host_map`.
 */
import { descend, type Element, elements, get, idOf, walk } from "./xml/tree.ts";

export interface FenceDevice {
  readonly id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Enabled devices, in configuration order. */
export function fenceDevices(cib: Element): FenceDevice[] {
  const resources = descend(cib, "configuration", "resources");
  const found: FenceDevice[] = [];
  for (const e of resources === undefined ? [] : walk(resources)) {
    if (e.name !== "primitive" || get(e, "class") !== "stonith") continue;
    if (pairs(e, "meta_attributes")["target-role"]?.toLowerCase() === "stopped") continue;
    found.push({ id: idOf(e), type: get(e, "type") ?? "", parameters: pairs(e, "instance_attributes") });
  }
  return found;
}

/** Pairs of all sets of a kind, rules aside; of two with one name the first. */
export function pairs(e: Element, tag: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const set of elements(e, tag)) {
    for (const pair of elements(set, "nvpair")) {
      const name = get(pair, "name") ?? "";
      if (!values.has(name)) values.set(name, get(pair, "value") ?? "");
    }
  }
  return Object.fromEntries(values);
}

/** Whether it lists the node; one that lists none is taken to find out for itself. */
export function listsTarget(device: FenceDevice, target: string): boolean {
  const { pcmk_host_list: list, pcmk_host_map: map } = device.parameters;
  if (list === undefined && map === undefined) return true;
  const names = [
    ...(list ?? "").split(/[\s,;]+/),
    ...(map ?? "").split(/[\s;]+/).map((pair) => pair.split(/[:=]/)[0] ?? ""),
  ];
  return names.includes(target);
}
