/**
 * Third phase: references among the sections, the catalogue and the defaults, into a {@link Manifest} that leaves
 * nothing open but the values of secrets.
 */
import type { Place } from "../cib/problem.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import type { Declared } from "./language.ts";
import type { Constraint, FencingDevice, Manifest, Node, Secret, Service, VirtualIp } from "./model.ts";
import { didYouMean } from "./nearest.ts";
import { resolveConstraint } from "./resolve-constraints.ts";
import { resolveFencing } from "./resolve-fencing.ts";
import { type NodePlan, resolveNodes } from "./resolve-nodes.ts";
import { resolveService, type ServiceEntry } from "./resolve-service.ts";
import { readVirtualIps, resolveVirtualIp, type VirtualIpEntry } from "./resolve-virtual-ips.ts";
import { overrideSettings } from "./settings.ts";
import type { Problems } from "./shape.ts";

export function resolve(declared: Declared, file: string | undefined, problems: Problems): Manifest {
  const secrets = resolveSecrets(declared, problems);
  const secretNames = new Set(secrets.map((s) => s.name));
  const nodes = resolveNodes(declared, problems);
  const entries = serviceEntries(declared);
  const names = new Set(entries.map((e) => e.name));
  checkRoles(declared, names, problems);
  const virtualIpEntries = readVirtualIps(declared, names, problems);
  const services = resolveServices(declared, entries, nodes, virtualIpEntries, secretNames, problems);
  const virtualIps = virtualIpEntries.map((entry) => resolveVirtualIp(entry, secretNames, problems));
  const fencing = resolveFencing(declared, nodes, secretNames, problems);
  const constraints = resolveConstraints(declared, services, virtualIps, fencing, nodes, problems);
  checkIds(entries, services, virtualIpEntries, virtualIps, nodes, fencing, problems);
  return {
    file,
    runtime: declared.containers?.runtime ?? "podman",
    nodes: nodes.map((node) => resolveNode(node, services, problems)),
    services,
    virtualIps,
    fencing,
    ...resolveDefaults(declared, problems),
    constraints,
    secrets,
  };
}

function serviceEntries({ services }: Declared): readonly ServiceEntry[] {
  return (services ?? []).map((entry): ServiceEntry => {
    if ("key" in entry) return { name: entry.key, at: entry.at, settings: entry.value ?? {} };
    return { name: entry.value, at: entry.at, settings: {} };
  });
}

function checkRoles(declared: Declared, services: ReadonlySet<string>, problems: Problems): void {
  for (const { value } of declared.roles ?? []) {
    for (const service of value) {
      if (services.has(service.value)) continue;
      problems.add(
        "unknown-service",
        service.at,
        `there is no service "${service.value}" in this manifest`,
        didYouMean(service.value, services),
      );
    }
  }
}

function resolveServices(
  declared: Declared,
  entries: readonly ServiceEntry[],
  nodes: readonly NodePlan[],
  virtualIps: readonly VirtualIpEntry[],
  secrets: ReadonlySet<string>,
  problems: Problems,
): readonly Service[] {
  const { containers, tls } = declared;
  const runtime = containers?.runtime ?? "podman";
  const hosts = new Map(nodes.map((node) => [node.name, node.host]));
  const assigned = new Set((declared.roles ?? []).flatMap((role) => role.value.map((s) => s.value)));
  const seen = new Map<string, Place>();
  const services = entries.flatMap((entry) => {
    const first = seen.get(entry.name);
    if (first !== undefined)
      problems.add(
        "duplicate-id",
        entry.at,
        `the service "${entry.name}" is there twice; the first is in line ${first.line}`,
      );
    seen.set(entry.name, entry.at);
    const inRole = assigned.has(entry.name);
    const everywhere = !inRole && (assigned.size === 0 || !CATALOGUE.has(entry.name));
    if (!inRole && !everywhere) {
      const hint = `add it to one of ${(declared.roles ?? []).map((role) => role.key).join(", ")}`;
      problems.add(
        "service-without-role",
        entry.at,
        `no role names the service "${entry.name}", so it would run nowhere`,
        hint,
      );
    }
    const running = nodes.filter((node) => everywhere || (node.services?.has(entry.name) ?? true));
    if (inRole && running.length === 0)
      problems.add("service-without-node", entry.at, `no node has a role with the service "${entry.name}"`);
    const own = virtualIps.filter((ip) => ip.service === entry.name);
    if (entry.name === "ovn-dbs") checkOvn(entry, own, problems);
    const deployment = {
      runtime,
      image: (name: string) => imageName(containers, name),
      nodes: running.map((node) => node.name),
      host: (node: string) => hosts.get(node) ?? node,
      virtualIp: own[0]?.address.value,
      tls: {
        internal: tls?.internal ?? false,
        public: tls?.public ?? false,
        caFile: tls?.["ca-file"] ?? "/etc/ipa/ca.crt",
      },
    } as const;
    const service = resolveService(entry, { deployment, inRole, secrets, problems });
    return service === undefined || first !== undefined ? [] : [service];
  });
  const order = [...CATALOGUE.keys()];
  const rank = ({ name }: Service): number => (CATALOGUE.has(name) ? order.indexOf(name) : order.length);
  return services
    .map((s, i) => ({ s, i }))
    .sort((a, b) => rank(a.s) - rank(b.s) || a.i - b.i)
    .map(({ s }) => s);
}

/** OVN's agent does not start without the address that its databases are reached by. */
function checkOvn(entry: ServiceEntry, own: readonly VirtualIpEntry[], problems: Problems): void {
  const told = entry.settings.parameters?.some(({ key }) => key === "master_ip") ?? false;
  if (own.length > 0 || told) return;
  const hint = 'write one as {address: …, with: ovn-dbs}, or set the parameter "master_ip"';
  problems.add("missing-address", entry.at, "ovn-dbs needs a virtual IP that goes with it", hint);
}

function imageName(containers: Declared["containers"], name: string): string {
  const parts = [
    containers?.registry ?? "cluster.common.tag",
    containers?.namespace,
    `${containers?.prefix ?? ""}${name}`,
  ];
  return `${parts.filter((part) => part !== undefined && part !== "").join("/")}:${containers?.tag ?? "pcmklatest"}`;
}

function resolveNode(plan: NodePlan, services: readonly Service[], problems: Problems): Node {
  const given = new Map<string, string>();
  for (const { name, roleAttribute } of services) {
    if (roleAttribute !== undefined && (plan.services?.has(name) ?? true)) given.set(roleAttribute, "true");
  }
  return {
    id: plan.id,
    name: plan.name,
    attributes: overrideSettings(given, plan.settings.attributes, "other", problems),
  };
}

function resolveDefaults(
  declared: Declared,
  problems: Problems,
): Pick<Manifest, "properties" | "resourceDefaults" | "operationDefaults"> {
  const name = typeof declared.cluster === "string" ? declared.cluster : (declared.cluster?.name ?? "holdfast");
  const podman = (declared.containers?.runtime ?? "podman") === "podman";
  const properties = new Map([
    ["cluster-name", name],
    ["stonith-enabled", declared.fencing === "none" ? "false" : "true"],
  ]);
  return {
    properties: overrideSettings(properties, declared.properties, "cluster_property_set", problems),
    resourceDefaults: overrideSettings(
      new Map([["resource-stickiness", "INFINITY"]]),
      declared["resource-defaults"],
      "meta_attributes",
      problems,
    ),
    // podman takes its time; TripleO raised the timeout with it (facts/tripleo.md 4.1).
    operationDefaults: overrideSettings(
      new Map(podman ? [["timeout", "120s"]] : []),
      declared["operation-defaults"],
      "meta_attributes",
      problems,
    ),
  };
}

function resolveSecrets(declared: Declared, problems: Problems): readonly Secret[] {
  return (declared.secrets ?? []).flatMap(({ key: name, value }): Secret[] => {
    const { file, env, simulated } = value;
    if ((file === undefined) === (env === undefined)) {
      const found = file === undefined ? "neither" : "both";
      problems.add(
        "wrong-type",
        value.at,
        `expected either the key "file" or the key "env" for the secret "${name}", found ${found}`,
      );
      return [];
    }
    const from = file === undefined ? { env: env ?? "" } : { file };
    return [{ name, from, ...(simulated === true ? { simulated: `simulated-${name}` } : {}) }];
  });
}

function resolveConstraints(
  declared: Declared,
  services: readonly Service[],
  virtualIps: readonly VirtualIp[],
  fencing: readonly FencingDevice[],
  nodes: readonly NodePlan[],
  problems: Problems,
): readonly Constraint[] {
  const names = new Map<string, string>();
  for (const { primitive } of [...virtualIps, ...fencing]) names.set(primitive.id, primitive.id);
  for (const { name, id } of services) names.set(id, id).set(name, id);
  const nodeNames = new Set(nodes.map((node) => node.name));
  return (declared.constraints ?? []).flatMap((c) => resolveConstraint(c, names, nodeNames, problems) ?? []);
}

/** Ids are XML ids: unique in the whole CIB, whatever they name. */
function checkIds(
  entries: readonly ServiceEntry[],
  services: readonly Service[],
  virtualIpEntries: readonly VirtualIpEntry[],
  virtualIps: readonly VirtualIp[],
  nodes: readonly NodePlan[],
  fencing: readonly FencingDevice[],
  problems: Problems,
): void {
  const seen = new Map<string, string>();
  const claim = (id: string, owner: string, at: Place | undefined): void => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, owner);
    else if (at !== undefined)
      problems.add("duplicate-id", at, `the id "${id}" of ${owner} is already that of ${first}`);
  };
  for (const service of services) {
    const entry = entries.find((e) => e.name === service.name);
    claim(service.id, `the service "${service.name}"`, entry?.at);
    if (service.primitive !== undefined && service.primitive.id !== service.id) {
      claim(service.primitive.id, `the agent of "${service.name}"`, entry?.at);
    }
    for (const { id } of service.container?.mounts ?? []) {
      const at = entry?.settings.mounts?.find((m) => m.key === id)?.at ?? entry?.at;
      claim(id, `a mount of "${service.name}"`, at);
    }
  }
  for (const [i, { primitive }] of virtualIps.entries())
    claim(primitive.id, "a virtual IP", virtualIpEntries[i]?.address.at);
  for (const { primitive, target } of fencing) {
    claim(primitive.id, `a fencing device of "${target}"`, nodes.find((node) => node.name === target)?.at);
  }
}
