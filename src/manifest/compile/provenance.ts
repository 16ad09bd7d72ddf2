/**
 * Where in a manifest a part of the configuration was written: the key that says it, or the nearest one around that.
 * What the manifest says nothing of, such as a part of a catalogue's service, belongs to the entry it came with.
 */
import type { Place } from "../../cib/problem.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import type { Manifest } from "../model/model.ts";
import type { ClusterSetting, SettingSection } from "../model/settings.ts";
import type { Value } from "../read/value.ts";
import { draftsById, placeOfOwn } from "./own-places.ts";

type Path = readonly string[];

interface Found {
  readonly at: Place;
  /** How many steps of the path there are in the manifest. */
  readonly depth: number;
}

/** As far as the path goes: maps by key, lists by the text or the name of an item. */
function find(value: Value, path: Path): Found | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return undefined;
  if (value.kind === "map") {
    const entry = value.entries.find((e) => e.key === step);
    if (entry === undefined) return undefined;
    const deeper = find(entry.value, rest);
    return deeper === undefined ? { at: entry.keyAt, depth: 1 } : { ...deeper, depth: deeper.depth + 1 };
  }
  if (value.kind !== "list") return undefined;
  const item = value.items.find((i) => nameOf(i) === step);
  if (item === undefined) return undefined;
  const deeper = find(item, rest);
  return deeper === undefined ? { at: item.at, depth: 1 } : { ...deeper, depth: deeper.depth + 1 };
}

function nameOf(item: Value): string | undefined {
  if (item.kind === "scalar") return item.text;
  if (item.kind !== "map") return undefined;
  const name = item.entries.find((e) => e.key === "name" || e.key === "address")?.value;
  return name?.kind === "scalar" ? name.text : undefined;
}

/** Keys of a service that say what the element says. */
function insideService(trail: readonly Element[], attribute: string | undefined): Path[] {
  const target = trail.at(-1);
  if (target === undefined) return [];
  const name = get(target, "name") ?? "";
  const holder = trail.at(-2)?.name;
  switch (target.name) {
    case "storage-mapping":
      return [["mounts", idOf(target)]];
    case "storage":
      return [["mounts"]];
    case "network":
      return [["control-port"]];
    case "podman":
    case "docker":
      return attribute === undefined ? [] : [[attribute]];
    case "op":
      return [["operations", name]];
    case "nvpair":
      if (holder === "instance_attributes") return [["parameters", name]];
      return ["meta", "bundle-meta", "clone-meta"].map((key) => [key, name]);
    default:
      return [];
  }
}

/** Where what is said of a resource stands; the most telling first. */
function bases(manifest: Manifest, id: string): Path[] {
  const service = manifest.services.find((s) => s.id === id || s.primitive?.id === id);
  if (service !== undefined) return [["services", service.name]];
  const ip = manifest.virtualIps.find((v) => v.primitive.id === id);
  if (ip !== undefined)
    return [...(ip.name === undefined ? [] : [["virtual-ips", ip.name]]), ["virtual-ips", ip.address]];
  const device = manifest.fencing.find((d) => d.primitive.id === id);
  if (device !== undefined) return fencingOf(device.target);
  return [];
}

const fencingOf = (node: string): Path[] => [["nodes", node, "fencing"], ["fencing", "devices", node], ["fencing"]];

/** What sections that hold pairs are called in a manifest. */
const PAIRS: ReadonlyMap<string, SettingSection> = new Map<string, SettingSection>([
  ["crm_config", "properties"],
  ["rsc_defaults", "resource-defaults"],
  ["op_defaults", "operation-defaults"],
]);

function paths(manifest: Manifest, trail: readonly Element[], attribute: string | undefined): Path[] {
  const [section, object, ...inside] = trail.slice(2);
  const target = trail.at(-1);
  if (section === undefined || object === undefined || target === undefined) return [];
  const name = get(target, "name") ?? "";
  const pairs = PAIRS.get(section.name);
  if (pairs !== undefined) return [[pairs, name]];
  switch (section.name) {
    case "resources":
      return bases(manifest, idOf(object)).flatMap((base) => [
        ...insideService([object, ...inside], attribute).map((path) => [...base, ...path]),
        base,
      ]);
    case "constraints":
      return ["rsc", "first", "with-rsc"].flatMap((side) => bases(manifest, get(object, side) ?? ""));
    case "fencing-topology":
      return fencingOf(get(object, "target") ?? "");
    case "nodes": {
      const node = get(object, "uname") ?? "";
      return [["nodes", node, "attributes", name], ...(name.endsWith("-role") ? [["roles"]] : []), ["nodes", node]];
    }
    default:
      return [];
  }
}

/** The cluster-wide setting that a pair is. */
function settingAt(manifest: Manifest, trail: readonly Element[]): ClusterSetting | undefined {
  const section = PAIRS.get(trail[2]?.name ?? "");
  const pair = trail.at(-1);
  const name = pair === undefined ? undefined : get(pair, "name");
  return section === undefined ? undefined : manifest.settings.find((s) => s.section === section && s.name === name);
}

/**
 * @param written the manifest's text, as it was read
 * @returns of elements from the root of a CIB down to one, and of one of its attributes, where that was written
 */
export function whereWritten(
  manifest: Manifest,
  written: Value,
): (trail: readonly Element[], attribute: string | undefined) => Place | undefined {
  const drafts = draftsById(manifest);
  return (trail, attribute) => {
    const object = trail[3];
    const own = object === undefined ? undefined : placeOfOwn(trail.slice(3), drafts);
    if (own !== undefined) return own;
    const setting = settingAt(manifest, trail);
    if (setting !== undefined) return setting.origin.at;
    let best: Found | undefined;
    for (const path of paths(manifest, trail, attribute)) {
      const found = find(written, path);
      if (found === undefined) continue;
      if (found.depth === path.length) return found.at;
      if (best === undefined || found.depth > best.depth) best = found;
    }
    return best?.at;
  };
}
