/**
 * Nodes and what each is to run. A role is a list of services; a node without roles has them all, and without any
 * roles every node runs every service.
 */

import type { Place } from "../../cib/problem.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import type { Declared } from "../language/language.ts";
import type { DeclaredDevice, DeclaredNode } from "../language/nodes.ts";
import type { Problems } from "../read/shape.ts";

export interface NodePlan {
  readonly name: string;
  readonly id: number;
  readonly at: Place;
  /** The name other nodes reach its internal API by. */
  readonly host: string;
  readonly settings: Partial<DeclaredNode>;
  readonly devices: readonly DeclaredDevice[] | undefined;
  /** `undefined`: all. */
  readonly services: ReadonlySet<string> | undefined;
  /** Whether the manifest declares each role the node has. */
  readonly rolesAreKnown: boolean;
}

export function resolveNodes(declared: Declared, problems: Problems): readonly NodePlan[] {
  const roles = new Map((declared.roles ?? []).map((r) => [r.key, new Set(r.value.map((s) => s.value))]));
  const domain = typeof declared.cluster === "object" ? declared.cluster.domain : undefined;
  const seen = new Map<string, Place>();
  const ids = new Set<number>();
  const nodes = flatten(declared);
  const chosen = new Set(nodes.map((n) => n.settings.id));
  let next = 1;
  return nodes.flatMap(({ name, at, settings }) => {
    const first = seen.get(name);
    if (first !== undefined) {
      problems.add("duplicate-id", at, `duplicate node "${name}"; the first is in line ${first.line}`);
      return [];
    }
    seen.set(name, at);
    let id = settings.id;
    if (id === undefined) {
      while (chosen.has(next) || ids.has(next)) next++;
      id = next;
    } else if (ids.has(id))
      problems.add("duplicate-id", settings.keys?.get("id") ?? at, `the node id ${id} is already that of another node`);
    ids.add(id);
    const host = settings.host ?? (domain === undefined ? name : `${name}.${domain}`);
    const { fencing } = settings;
    const devices = fencing === undefined ? undefined : Array.isArray(fencing) ? fencing : [fencing as DeclaredDevice];
    const rolesAreKnown = (settings.roles ?? []).every((role) => roles.has(role.value));
    const services = servicesOf(settings, roles, problems);
    return [{ name, id, at, host, settings, devices, services, rolesAreKnown }];
  });
}

interface NodeEntry {
  readonly name: string;
  readonly at: Place;
  readonly settings: Partial<DeclaredNode>;
}

function flatten({ nodes }: Declared): readonly NodeEntry[] {
  return (nodes ?? []).map((node): NodeEntry => {
    if ("key" in node) return { name: node.key, at: node.at, settings: node.value ?? {} };
    if ("value" in node) return { name: node.value, at: node.at, settings: {} };
    return { name: node.name.value, at: node.name.at, settings: node };
  });
}

function servicesOf(
  settings: Partial<DeclaredNode>,
  roles: ReadonlyMap<string, ReadonlySet<string>>,
  problems: Problems,
): ReadonlySet<string> | undefined {
  if (settings.roles === undefined) {
    return roles.size === 0 ? undefined : new Set([...roles.values()].flatMap((services) => [...services]));
  }
  const services = new Set<string>();
  for (const { value, at } of settings.roles) {
    const role = roles.get(value);
    if (role === undefined)
      problems.add(
        "unknown-role",
        at,
        `there is no role "${value}"`,
        didYouMean(value, roles.keys()) ?? 'declare it under "roles"',
      );
    for (const service of role ?? []) services.add(service);
  }
  return services;
}
