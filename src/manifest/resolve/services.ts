/** The services section: which services, on which nodes, and what of the other sections their entries depend on. */
import type { Place } from "../../cib/problem.ts";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import type { Declared } from "../language/language.ts";
import type { Service } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import { runtimeOf } from "./cluster-settings.ts";
import type { NodePlan } from "./nodes.ts";
import { resolveService, type ServiceEntry } from "./service.ts";
import type { VirtualIpEntry } from "./virtual-ips.ts";

export function serviceEntries({ services }: Declared): readonly ServiceEntry[] {
  return (services ?? []).map((entry): ServiceEntry => {
    if ("key" in entry) return { name: entry.key, at: entry.at, settings: entry.value ?? {} };
    return { name: entry.value, at: entry.at, settings: {} };
  });
}

/** What of the other sections services depend on. */
interface Surroundings {
  readonly nodes: readonly NodePlan[];
  readonly virtualIps: readonly VirtualIpEntry[];
  /** Their names. */
  readonly secrets: ReadonlySet<string>;
}

/** In the order in which TripleO creates them, then the writer's own. */
export function resolveServices(
  declared: Declared,
  entries: readonly ServiceEntry[],
  { nodes, virtualIps, secrets }: Surroundings,
  problems: Problems,
): readonly Service[] {
  const { containers, tls } = declared;
  const runtime = runtimeOf(declared);
  const hosts = new Map(nodes.map((node) => [node.name, node.host]));
  const assigned = new Set((declared.roles ?? []).flatMap((role) => role.value.map((s) => s.value)));
  const seen = new Map<string, Place>();
  const services = entries.flatMap((entry) => {
    const first = seen.get(entry.name);
    if (first !== undefined)
      problems.add("duplicate-id", entry.at, `duplicate service "${entry.name}"; the first is in line ${first.line}`);
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
    // With an unknown role, which nodes run the service is not known either.
    if (inRole && running.length === 0 && nodes.every((node) => node.rolesAreKnown))
      problems.add("service-without-node", entry.at, `no node has a role with the service "${entry.name}"`);
    if (nodes.length === 0 && runsOnEachNode(entry))
      problems.add("missing-key", entry.at, `expected at least one node: "${entry.name}" runs once on each`);
    const own = virtualIps.filter((ip) => ip.service === entry.name);
    if (own.length === 0) checkAddress(entry, problems);
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

/** How many instances it has is not written, so it is as many as there are nodes for it. */
function runsOnEachNode({ name, settings }: ServiceEntry): boolean {
  return settings.replicas === undefined && (CATALOGUE.has(name) || settings.image !== undefined);
}

/** A service without a virtual IP of its own, whose agent may need its address. */
function checkAddress({ name, at, settings }: ServiceEntry, problems: Problems): void {
  const parameter = CATALOGUE.get(name)?.addressParameter;
  if (parameter === undefined || settings.parameters?.some(({ key }) => key === parameter)) return;
  const hint = `write one as {address: …, with: ${name}}, or set the parameter "${parameter}"`;
  problems.add("missing-address", at, `${name} needs a virtual IP that goes with it`, hint);
}

function imageName(containers: Declared["containers"], name: string): string {
  const parts = [
    containers?.registry ?? "cluster.common.tag",
    containers?.namespace,
    `${containers?.prefix ?? ""}${name}`,
  ];
  return `${parts.filter((part) => part !== undefined && part !== "").join("/")}:${containers?.tag ?? "pcmklatest"}`;
}
