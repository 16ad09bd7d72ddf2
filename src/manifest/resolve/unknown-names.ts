/**
 * Warns of names that nothing will ever read: agents, parameters, operations, meta attributes and properties that neither
 * Pacemaker nor the agent's metadata know. Pacemaker takes them all. They are warned of, not refused: agents and releases
 * newer than the lists here exist, and so do attributes that people and their tools make for themselves.
 */

import { META_ATTRIBUTES, OPERATION_OPTIONS, OPERATIONS, PROPERTIES } from "../../cib/known-names.ts";
import type { Place } from "../../cib/problem.ts";
import { nearest } from "../../cib/value/nearest.ts";
import { AGENT_NAMES, AGENT_PARAMETERS } from "../catalogue/known-agents.ts";
import type { Declared } from "../language/language.ts";
import type { DeclaredParameters } from "../language/service.ts";
import { drafts } from "../model/draft.ts";
import type { Agent, Service } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import { declaredDevices } from "./fencing.ts";
import type { NodePlan } from "./nodes.ts";
import { pairsOf } from "./own.ts";
import { type OwnSections, ownPrimitives, settingsIn } from "./own-primitives.ts";
import type { ServiceEntry } from "./service.ts";
import type { VirtualIpEntry } from "./virtual-ips.ts";

const ADDRESS_AGENT = "ocf:heartbeat:IPaddr2";

interface Resolved {
  readonly entries: readonly ServiceEntry[];
  readonly services: readonly Service[];
  readonly virtualIps: readonly VirtualIpEntry[];
  readonly nodes: readonly NodePlan[];
  readonly own: OwnSections;
}

/** Warns of every name in the manifest that is not known. */
export function warnOfNames(declared: Declared, resolved: Resolved, problems: Problems): void {
  const warn = new Warner(problems);
  for (const { name, settings } of resolved.entries) {
    const agent = resolved.services.find((s) => s.name === name)?.primitive?.agent;
    if (settings.agent !== undefined) warn.agent(settings.agent, settings.keys?.get("agent"));
    warn.parameters(agent === undefined ? "" : nameOf(agent), settings.parameters);
    warn.operations(settings.operations);
    for (const meta of [settings.meta, settings["clone-meta"], settings["bundle-meta"]])
      warn.settings("meta attribute", meta, META_ATTRIBUTES);
  }
  for (const { settings } of resolved.virtualIps) {
    warn.parameters(ADDRESS_AGENT, settings.parameters);
    warn.operations(settings.operations);
    warn.settings("meta attribute", settings.meta, META_ATTRIBUTES);
  }
  warnOfFencing(declared, resolved.nodes, warn);
  warnOfOwn(resolved.own, warn);
  warn.settings("cluster property", pairsOf(declared, "properties"), PROPERTIES);
  warn.settings("meta attribute", pairsOf(declared, "resource-defaults"), META_ATTRIBUTES);
  warn.settings("operation option", pairsOf(declared, "operation-defaults"), OPERATION_OPTIONS);
}

function warnOfFencing(declared: Declared, nodes: readonly NodePlan[], warn: Warner): void {
  const devices = declaredDevices(declared, nodes);
  for (const device of devices) {
    if (device.agent !== undefined) warn.agent(`stonith:${device.agent}`, device.keys.get("agent"));
    const agent = device.agent ?? devices[0]?.agent;
    warn.parameters(agent === undefined ? "" : `stonith:${agent}`, device.parameters);
    warn.placeholders(device.parameters);
    warn.operations(device.operations);
  }
}

function warnOfOwn(own: OwnSections, warn: Warner): void {
  for (const { agent, at, parameters, meta, operations } of ownPrimitives(own)) {
    if (agent !== "") warn.agent(agent, at);
    warn.parameters(agent, parameters);
    warn.operations(operations);
    warn.settings("meta attribute", meta, META_ATTRIBUTES);
  }
  for (const holder of (own.get("resources") ?? []).flatMap(drafts)) {
    if (holder.name === "group" || holder.name === "clone" || holder.name === "bundle")
      warn.settings("meta attribute", settingsIn(holder, "meta_attributes"), META_ATTRIBUTES);
  }
}

function nameOf({ standard, provider, type }: Agent): string {
  return [standard, ...(provider === undefined ? [] : [provider]), type].join(":");
}

/** Pacemaker reads these of every fencing device. */
const OF_ALL_DEVICES = /^(pcmk_.*|provides|stonith-timeout)$/;

/** A name, and where it stands. */
interface Said {
  readonly key: string;
  readonly at: Place;
}

class Warner {
  readonly #problems: Problems;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  agent(name: string, at: Place | undefined): void {
    const [prefix, known] = [...AGENT_NAMES].find(([start]) => name.startsWith(start)) ?? [];
    if (at === undefined || prefix === undefined || known === undefined) return;
    const type = name.slice(prefix.length);
    if (known.has(type) || type.includes("/")) return;
    if (prefix === "stonith:") this.#unknown("fence agent", type, at, known);
    else this.#unknown("agent", name, at, known, prefix);
  }

  parameters(agent: string, declared: readonly Said[] | undefined): void {
    const known = AGENT_PARAMETERS.get(agent);
    if (known === undefined) return;
    for (const { key, at } of declared ?? []) {
      if (known.has(key) || (agent.startsWith("stonith:") && OF_ALL_DEVICES.test(key))) continue;
      this.#unknown(`parameter of ${agent}`, key, at, known);
    }
  }

  operations(declared: readonly Said[] | undefined): void {
    for (const { key, at } of declared ?? []) if (!OPERATIONS.has(key)) this.#unknown("operation", key, at, OPERATIONS);
  }

  settings(what: string, declared: readonly Said[] | undefined, known: ReadonlySet<string>): void {
    for (const { key, at } of declared ?? []) if (!known.has(key)) this.#unknown(what, key, at, known);
  }

  placeholders(declared: DeclaredParameters | undefined): void {
    for (const { value } of declared ?? []) {
      const word = typeof value.value === "string" ? /\{([\w-]+)\}/.exec(value.value)?.[1] : undefined;
      if (word !== undefined && word !== "node") this.#unknown("placeholder", `{${word}}`, value.at, ["{node}"]);
    }
  }

  #unknown(what: string, name: string, at: Place, known: Iterable<string>, prefix = ""): void {
    const near = nearest(name.slice(prefix.length), known);
    const hint = near === undefined ? undefined : `did you mean "${prefix}${near}"?`;
    this.#problems.warn("unknown-name", at, `no ${what} "${name}" is known`, hint);
  }
}
