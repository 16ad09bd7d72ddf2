/**
 * The fence devices of a configuration, and which nodes each claims by its parameters. Source: Pacemaker Explained, "Fencing";
 * pacemaker-fenced(7): `pcmk_host_check`, `pcmk_host_list`, `pcmk_host_map`.
 */
import { HOLDERS } from "./resource-elements.ts";
import { descend, type Element, elements, get, idOf } from "./xml/tree.ts";

export interface FenceDevice {
  readonly id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Enabled devices, in configuration order. */
export function fenceDevices(cib: Element): FenceDevice[] {
  return allFenceDevices(cib).filter(({ enabled }) => enabled);
}

/** All devices, in configuration order; `enabled` is false for one with target-role=Stopped, its own or of what it is in. */
export function allFenceDevices(cib: Element): (FenceDevice & { readonly enabled: boolean })[] {
  const resources = descend(cib, "configuration", "resources");
  if (resources === undefined) return [];
  const templates = new Map(elements(resources, "template").map((e) => [idOf(e), e]));
  return devicesIn(resources, true, templates);
}

function devicesIn(
  parent: Element,
  enabled: boolean,
  templates: ReadonlyMap<string, Element>,
): (FenceDevice & { readonly enabled: boolean })[] {
  return elements(parent).flatMap((e) => {
    if (HOLDERS.has(e.name)) return devicesIn(e, enabled && !isStopped([e]), templates);
    if (e.name !== "primitive") return [];
    const template = templates.get(get(e, "template") ?? "");
    const sources = template === undefined ? [e] : [e, template];
    const from = (name: string): string | undefined => get(e, name) ?? (template && get(template, name));
    if (from("class") !== "stonith") return [];
    const parameters = Object.assign({}, ...sources.toReversed().map((s) => pairs(s, "instance_attributes")));
    return [{ id: idOf(e), type: from("type") ?? "", parameters, enabled: enabled && !isStopped(sources) }];
  });
}

const isStopped = (sources: readonly Element[]): boolean =>
  sources
    .map((e) => pairs(e, "meta_attributes")["target-role"])
    .find((role) => role !== undefined)
    ?.toLowerCase() === "stopped";

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

/** `listed`: by its parameters; `any`: it claims every node; `asked`: it, or its agent, is asked; `not`: it is for other nodes. */
export type Claim = "listed" | "any" | "asked" | "not";

/** How a device's parameters answer whether it can fence a node; names are compared without regard to case. */
export function claimOf({ parameters }: FenceDevice, target: string): Claim {
  if (parameters.pcmk_host_check?.toLowerCase() === "none") return "any";
  const names = namedTargets((name) => parameters[name]);
  if (names === undefined) return "asked";
  return names.some((name) => name.toLowerCase() === target.toLowerCase()) ? "listed" : "not";
}

/** Whether it may be for the node, as far as its parameters say. */
export const listsTarget = (device: FenceDevice, target: string): boolean => claimOf(device, target) !== "not";

/** The nodes that a device's parameters name; undefined where they leave it to the device. */
export function namedTargets(parameter: (name: string) => string | undefined): readonly string[] | undefined {
  const check = parameter("pcmk_host_check")?.toLowerCase();
  if (check === "dynamic-list" || check === "status" || check === "none") return undefined;
  const [list, map] = [parameter("pcmk_host_list"), parameter("pcmk_host_map")];
  if (list === undefined && map === undefined && check !== "static-list") return undefined;
  return [
    ...(list ?? "").split(/[\s,;]+/),
    ...(map ?? "").split(/[\s;]+/).map((pair) => pair.split(/[:=]/)[0] ?? ""),
  ].filter((name) => name !== "");
}
