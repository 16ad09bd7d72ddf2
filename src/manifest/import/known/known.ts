/**
 * What of a configuration the catalogue and the other short words of a manifest say, and how: services with what differs
 * from the catalogue, their virtual IPs, fencing by node, roles, a profile. Each is found by what it would compile to.
 */
import { type Element, idOf } from "../../../cib/xml/tree.ts";
import { type Plain, type PlainMap, plainMap } from "../../words/plain.ts";
import type { Commented, Section } from "../yaml-text.ts";
import { bundlesOf, type KnownBundle } from "./bundles.ts";
import { containersOf, domainOf, imageOf, tlsOf } from "./deployment.ts";
import { type Differences, differences } from "./differences.ts";
import { fencingOf } from "./fencing.ts";
import { profileOf } from "./profile.ts";
import { rolesOf } from "./roles.ts";
import type { Search } from "./search.ts";
import { virtualIpsOf } from "./virtual-ips.ts";

export interface KnownParts {
  /** Before the nodes: profile, roles. */
  readonly first: readonly Section[];
  /** After them: containers, services and what goes with them. */
  readonly sections: readonly Section[];
  /** The domain of the nodes' internal API, which the section of the cluster says. */
  readonly domain: string | undefined;
  /** What a node says beside its attributes, by name. */
  readonly ofNodes: ReadonlyMap<string, PlainMap>;
  /** Node attributes that follow from roles. */
  readonly roleAttributes: ReadonlySet<string>;
  /** Resources, constraints and levels that are said, by id, each with the part that says it: a service, or a section. */
  readonly partOf: ReadonlyMap<string, string>;
  /** Cluster-wide settings that follow from a section or the profile, as `SECTION NAME`. */
  readonly settings: ReadonlySet<string>;
}

export const NOTHING_KNOWN: KnownParts = {
  first: [],
  sections: [],
  domain: undefined,
  ofNodes: new Map(),
  roleAttributes: new Set(),
  partOf: new Map(),
  settings: new Set(),
};

/** @param comments what there is to say of a resource beside its settings */
export function whatIsKnown(search: Search, comments: (resource: Element) => readonly string[]): KnownParts {
  const { configuration, without } = search;
  const bundles = bundlesOf(search);
  const fencing = fencingOf(search);
  const profile = profileOf(configuration, bundles, without);
  if (bundles.length === 0 && fencing === undefined && profile === undefined) return NOTHING_KNOWN;
  const domain = domainOf(bundles);
  const containers = containersOf(bundles);
  const ips = virtualIpsOf(search, bundles, comments);
  const tls = tlsOf(bundles);
  const roles = rolesOf(configuration, bundles);
  const services = bundles.flatMap((bundle): Said[] => {
    const deployment = {
      runtime: bundle.runtime,
      image: imageOf(containers),
      nodes: bundle.nodes,
      host: (node: string) => (domain === undefined ? node : `${node}.${domain}`),
      virtualIp: ips.addressOf.get(bundle.name),
      tls,
    } as const;
    const said = differences(bundle, bundle.build(deployment), search.secrets);
    return said === undefined ? [] : [{ bundle, said, comments: comments(bundle.element) }];
  });
  const left = new Set(services.map(({ bundle }) => bundle.name));
  const goneIps = ips.all.filter((ip) => !left.has(ip.service));
  if (services.length < bundles.length || goneIps.length > 0) {
    // What they have in common was found with those that cannot be said.
    const failed = bundles.map(({ name }) => name).filter((name) => !left.has(name));
    return whatIsKnown({ ...search, without: new Set([...without, ...failed]) }, comments);
  }
  const partOf = new Map<string, string>([...ips.partOf, ...(fencing?.partOf ?? [])]);
  for (const { bundle } of services)
    for (const id of [idOf(bundle.element), bundle.location]) partOf.set(id, bundle.name);
  return {
    first: [...(profile === undefined ? [] : [profile.section]), ...(services.length === 0 ? [] : roles.sections)],
    sections: [
      ...section(
        "containers",
        services.length === 0 ? new Map() : containersSaid(containers, bundles, profile?.runtime),
      ),
      ...section("tls", services.length === 0 ? new Map() : tlsSaid(tls)),
      ...(services.length === 0 ? [] : [servicesSection(services)]),
      ...(ips.section === undefined ? [] : [ips.section]),
      ...(fencing === undefined ? [] : [fencing.section]),
    ],
    domain,
    ofNodes: services.length === 0 ? new Map() : roles.ofNodes,
    roleAttributes: new Set(bundles.map((bundle) => bundle.roleAttribute)),
    partOf,
    settings: new Set([...(fencing === undefined ? [] : ["properties stonith-enabled"]), ...(profile?.settings ?? [])]),
  };
}

interface Said {
  readonly bundle: KnownBundle;
  readonly said: Differences;
  readonly comments: readonly string[];
}

function servicesSection(services: readonly Said[]): Section {
  const isPlain = services.every(({ said, comments }) => said.size === 0 && comments.length === 0);
  if (isPlain) return { key: "services", comments: [], entries: services.map(({ bundle }) => bundle.name) };
  const entries = services.map(
    ({ bundle, said, comments }): Commented => ({ key: bundle.name, value: said.size === 0 ? null : said, comments }),
  );
  return { key: "services", comments: [], entries };
}

function containersSaid(
  containers: ReturnType<typeof containersOf>,
  bundles: readonly KnownBundle[],
  ofProfile: "podman" | "docker" | undefined,
): PlainMap {
  const runtime = bundles[0]?.runtime ?? "podman";
  return plainMap({ runtime: runtime === (ofProfile ?? "podman") ? undefined : runtime, ...containers });
}

function tlsSaid({ internal, public: isPublic, caFile }: ReturnType<typeof tlsOf>): PlainMap {
  return plainMap({
    internal: internal ? "true" : undefined,
    public: isPublic ? "true" : undefined,
    "ca-file": internal && caFile !== "/etc/ipa/ca.crt" ? caFile : undefined,
  });
}

function section(key: string, said: PlainMap): readonly Section[] {
  return said.size === 0 ? [] : [{ key, comments: [], entries: said as Plain }];
}
