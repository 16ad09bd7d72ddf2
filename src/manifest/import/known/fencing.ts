/**
 * Fencing by node: devices with the ids that the section `fencing` gives, each kept off its own node and in a level of it.
 * What all devices of one agent have is said once.
 */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { type Element, get, idOf } from "../../../cib/xml/tree.ts";
import { avoidOwnNode, levelElements } from "../../compile/constraint-elements.ts";
import { overlay } from "../../merge/overlay.ts";
import type { FencingDevice, Primitive } from "../../model/model.ts";
import { isMap, type Plain, type PlainMap, plainMap } from "../../words/plain.ts";
import type { Section } from "../yaml-text.ts";
import { pairsIn, primitiveDifferences } from "./differences.ts";
import { inSection, settingOf } from "./in-section.ts";
import type { Search } from "./search.ts";

interface KnownFencing {
  readonly section: Section;
  readonly partOf: ReadonlyMap<string, string>;
}

interface KnownDevice extends FencingDevice {
  readonly mac: string | undefined;
  /** By the keys of a device. */
  readonly said: PlainMap;
}

const PART = "fencing";
const AVOID = "-10000";

export function fencingOf(search: Search): KnownFencing | undefined {
  const { configuration, without } = search;
  if (without.has(PART) || parseBoolean(settingOf(configuration, "crm_config", "stonith-enabled")) !== true)
    return undefined;
  const levels = inSection(configuration, "fencing-topology");
  const candidates = inSection(configuration, "resources").flatMap((e) => deviceOf(e, levels, search) ?? []);
  const ids = new Set(candidates.map(({ primitive }) => primitive.id));
  const isWhole = (level: Element): boolean =>
    (get(level, "devices") ?? "").split(",").every((id) => ids.has(id.trim()));
  const broken = new Set(levels.filter((level) => !isWhole(level)).flatMap((level) => get(level, "target") ?? []));
  const names = inSection(configuration, "nodes").map((node) => get(node, "uname") ?? "");
  const devices = candidates.filter(({ target }) => !broken.has(target) && names.includes(target));
  if (
    devices.length < 2 ||
    !levelElements(devices).every((wanted) => levels.some((l) => idOf(l) === idOf(wanted) && overlay(l, wanted) === l))
  )
    return undefined;
  const known = devices.flatMap((device) => [device.primitive.id, ...avoidOwnNode(device).map(idOf)]);
  return {
    section: { key: PART, comments: [], entries: said(devices, names) },
    partOf: new Map([...known, ...levelElements(devices).map(idOf)].map((id) => [id, PART])),
  };
}

function deviceOf(e: Element, levels: readonly Element[], { configuration, secrets }: Search): KnownDevice | undefined {
  const [id, agent] = [idOf(e), get(e, "type") ?? ""];
  if (e.name !== "primitive" || get(e, "class") !== "stonith" || !id.startsWith(`stonith-${agent}-`)) return undefined;
  const level = levels.filter((l) => (get(l, "devices") ?? "").split(",").some((device) => device.trim() === id));
  const target = level[0] && get(level[0], "target");
  const name = id.slice(`stonith-${agent}-`.length);
  const mac = /^[0-9a-f]{12}$/.test(name) ? name : undefined;
  if (level.length !== 1 || target === undefined || (mac === undefined && name !== target)) return undefined;
  const primitive: Primitive = {
    id,
    agent: { standard: "stonith", type: agent },
    parameters: new Map(),
    meta: new Map(),
    operations: [{ name: "monitor", interval: "60s" }],
  };
  const index = Number(level[0] && get(level[0], "index"));
  const device = { primitive, target, level: index, avoid: AVOID };
  const there = inSection(configuration, "constraints");
  const isKept = avoidOwnNode(device).every((wanted) =>
    there.some((c) => idOf(c) === idOf(wanted) && c.name === wanted.name && overlay(c, wanted) === c),
  );
  const about = there.filter((c) => get(c, "rsc") === id);
  const found = isKept && about.length === 1 ? primitiveDifferences(e, primitive, secrets) : undefined;
  if (found === undefined || found.has("meta")) return undefined;
  const parameters = pairsIn(e, "instance_attributes");
  const said = found.get("parameters");
  const others = isMap(said) ? new Map(said) : new Map<string, Plain>();
  if (parameters?.get("pcmk_host_list") === target && !parameters.has("pcmk_host_map")) others.delete("pcmk_host_list");
  return { ...device, mac, said: new Map([...found, ["parameters", others]]) };
}

/** The section, for nodes in their order. */
function said(devices: readonly KnownDevice[], nodes: readonly string[]): PlainMap {
  const agents = devices.map(({ primitive }) => primitive.agent.type);
  const agent = [...new Set(agents)].sort((a, b) => count(agents, b) - count(agents, a))[0] ?? "";
  const alike = devices.filter(({ primitive }) => primitive.agent.type === agent);
  const shared = alike.length < 2 ? new Map<string, Plain>() : sharedParameters(alike);
  const byNode = nodes.flatMap((node): [string, Plain][] => {
    const own = devices.filter(({ target }) => target === node).map((device) => deviceSaid(device, agent, shared));
    // Without a line of its own it would get a device of the section's agent.
    if (own.length === 0) return [[node, []]];
    const [first] = own;
    return own.length === 1 && first !== undefined ? (first.size === 0 ? [] : [[node, first]]) : [[node, own]];
  });
  const { delay, rest } = delayOf(shared);
  return plainMap({
    agent,
    delay,
    parameters: rest.size === 0 ? undefined : rest,
    devices: byNode.length === 0 ? undefined : new Map(byNode),
  });
}

/** The delay has a key of its own. */
function delayOf(shared: PlainMap): { readonly delay?: string; readonly rest: PlainMap } {
  const delay = shared.get("delay");
  if (typeof delay !== "string" || !/^[1-9]\d*$/.test(delay)) return { rest: shared };
  return { delay: `${delay}s`, rest: new Map([...shared].filter(([key]) => key !== "delay")) };
}

function deviceSaid({ primitive, mac, level, target, said }: KnownDevice, agent: string, shared: PlainMap): PlainMap {
  const isShared = primitive.agent.type === agent;
  const all = parametersOf(said);
  const own = [...all].filter(([key, value]) => !isShared || !isSame(filled(shared.get(key), target), value));
  const more = [...said].filter(([key]) => key !== "parameters");
  return new Map([
    ...plainMap({
      agent: isShared ? undefined : primitive.agent.type,
      mac: mac?.replace(/..(?=.)/g, "$&:"),
      level: level === 1 ? undefined : String(level),
      parameters: own.length === 0 ? undefined : new Map(own),
    }),
    ...more,
  ]);
}

/** Those that all have, with the same value or one that differs in the node's name alone. */
function sharedParameters(devices: readonly KnownDevice[]): PlainMap {
  const [first] = devices;
  const shared = new Map<string, Plain>();
  for (const [key, value] of first === undefined ? [] : parametersOf(first.said)) {
    const pattern = typeof value === "string" && first !== undefined ? value.replaceAll(first.target, "{node}") : value;
    for (const candidate of [value, pattern]) {
      if (shared.has(key)) continue;
      if (devices.every((d) => isSame(filled(candidate, d.target), parametersOf(d.said).get(key))))
        shared.set(key, candidate);
    }
  }
  return shared;
}

function parametersOf(said: PlainMap): PlainMap {
  const parameters = said.get("parameters");
  return isMap(parameters) ? parameters : new Map();
}

function filled(value: Plain | undefined, node: string): Plain | undefined {
  return typeof value === "string" ? value.replaceAll("{node}", node) : value;
}

/** Texts, and references to one secret. */
function isSame(a: Plain | undefined, b: Plain | undefined): boolean {
  if (isMap(a) && isMap(b)) return a.get("secret") === b.get("secret");
  return a !== undefined && a === b;
}

function count(all: readonly string[], of: string): number {
  return all.filter((one) => one === of).length;
}
