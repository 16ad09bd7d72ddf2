/**
 * Leases as a CIB holds them: a named right to change something, one property set each, which Pacemaker does not read and
 * every tool shows. Its token is the configuration that the lease was taken with, `admin_epoch.epoch`: each commit makes that
 * grow, so that a later lease has a higher token although nothing stays behind of an earlier one.
 */

import { nameOfVersion } from "./change-record.ts";
import type { Version } from "./patch/version.ts";
import { withConfigurationSection } from "./sections.ts";
import { descend, type Element, element, elements, get, idOf, withChildren } from "./xml/tree.ts";

/** What a lease covers, or a change touches. */
export interface Cover {
  /** Every object: then the lists say nothing more. */
  readonly everything: boolean;
  /** Ids of whole resources: the outermost group, clone or bundle. */
  readonly resources: readonly string[];
  /** Nodes, with all that runs there. */
  readonly nodes: readonly string[];
  /** Nodes on which something happens to those resources; other resources there are free. */
  readonly on: readonly string[];
}

export interface Lease {
  readonly name: string;
  /** `user@host` */
  readonly owner: string;
  /** The process that renews it; undefined for one that a person took, which nothing renews. */
  readonly process: string | undefined;
  readonly why: string;
  /** By the cluster's own time, epoch seconds: for people, since clocks are never compared. */
  readonly since: number;
  /** Seconds of silence after which another may take it. */
  readonly ttl: number;
  readonly covers: Cover;
  readonly token: string;
}

export const NOTHING: Cover = { everything: false, resources: [], nodes: [], on: [] };
export const EVERYTHING: Cover = { ...NOTHING, everything: true };

const PREFIX = "holdfast-lease-";

/** Whether an element of this id is a lease. */
export const isLeaseId = (id: string): boolean => id.startsWith(PREFIX);

/** The token of a lease that the next commit after `version` takes. */
export function nextToken({ adminEpoch, epoch }: Pick<Version, "adminEpoch" | "epoch">): string {
  return nameOfVersion({ adminEpoch, epoch: epoch + 1, numUpdates: 0 });
}

/** Every lease of a CIB, in the order in which they stand. What was damaged by hand is no lease. */
export function leasesIn(cib: Element): Lease[] {
  const config = descend(cib, "configuration", "crm_config");
  if (config === undefined) return [];
  return elements(config, "cluster_property_set").flatMap((set) => (isLeaseId(idOf(set)) ? leaseOf(set) : []));
}

function leaseOf(set: Element): Lease[] {
  const pairs = new Map(elements(set, "nvpair").map((p) => [get(p, "name"), get(p, "value")]));
  const [owner, token] = [pairs.get("lease-owner"), pairs.get("lease-token")];
  if (owner === undefined || token === undefined) return [];
  return [
    {
      name: idOf(set).slice(PREFIX.length),
      owner,
      process: pairs.get("lease-process"),
      why: pairs.get("lease-why") ?? "",
      since: Number(pairs.get("lease-since") ?? 0),
      ttl: Number(pairs.get("lease-ttl") ?? 0),
      covers: coverOf(pairs.get("lease-covers") ?? ""),
      token,
    },
  ];
}

/** In place of one of the same name. */
export function withLease(cib: Element, lease: Lease): Element {
  const id = `${PREFIX}${lease.name}`;
  const pair = (name: string, value: string): Element =>
    element("nvpair", { id: `${id}-${name}`, name: `lease-${name}`, value });
  const set = element("cluster_property_set", { id }, [
    pair("owner", lease.owner),
    ...(lease.process === undefined ? [] : [pair("process", lease.process)]),
    pair("why", lease.why.replace(/\s+/g, " ").trim()),
    pair("since", String(lease.since)),
    pair("ttl", String(lease.ttl)),
    pair("covers", coverText(lease.covers)),
    pair("token", lease.token),
  ]);
  return withConfigurationSection(withoutLease(cib, lease.name), "crm_config", (all) =>
    withChildren(all, [...all.children, set]),
  );
}

/** Without the lease of that name; the same CIB where it has none. */
export function withoutLease(cib: Element, name: string): Element {
  const id = `${PREFIX}${name}`;
  return withConfigurationSection(cib, "crm_config", (all) => {
    const kept = all.children.filter((c) => c.kind !== "element" || idOf(c) !== id);
    return kept.length === all.children.length ? all : withChildren(all, kept);
  });
}

/** As it is written: `everything`, or such as `resource:web node:n1 on:n2`. */
export function coverText({ everything, resources, nodes, on }: Cover): string {
  if (everything) return "everything";
  return [
    ...resources.map((id) => `resource:${id}`),
    ...nodes.map((id) => `node:${id}`),
    ...on.map((id) => `on:${id}`),
  ].join(" ");
}

/** The reverse of {@link coverText}. */
export function coverOf(text: string): Cover {
  const words = text.split(/\s+/);
  const named = (kind: string): string[] =>
    words.flatMap((word) => (word.startsWith(`${kind}:`) ? [word.slice(kind.length + 1)] : []));
  return {
    everything: words.includes("everything"),
    resources: named("resource"),
    nodes: named("node"),
    on: named("on"),
  };
}

/** Both together. */
export function joined(a: Cover, b: Cover): Cover {
  if (a.everything || b.everything) return EVERYTHING;
  const both = (x: readonly string[], y: readonly string[]): string[] => [...new Set([...x, ...y])];
  return {
    everything: false,
    resources: both(a.resources, b.resources),
    nodes: both(a.nodes, b.nodes),
    on: both(a.on, b.on),
  };
}

/** Whether a cover has nothing in it. */
export function coversNothing({ everything, resources, nodes, on }: Cover): boolean {
  return !everything && resources.length + nodes.length + on.length === 0;
}

/** What two covers have in common, in words; empty when they do not meet. */
export function sharedBy(a: Cover, b: Cover): string[] {
  if (coversNothing(a) || coversNothing(b)) return [];
  if (a.everything && b.everything) return ["everything"];
  if (a.everything) return named(b);
  if (b.everything) return named(a);
  const nodes = [...common(a.nodes, b.nodes), ...common(a.nodes, b.on), ...common(a.on, b.nodes)];
  return [...new Set([...common(a.resources, b.resources), ...nodes])];
}

const common = (a: readonly string[], b: readonly string[]): string[] => a.filter((id) => b.includes(id));

const named = ({ resources, nodes, on }: Cover): string[] => {
  const what = [...resources, ...nodes];
  return what.length > 0 ? what : [...on];
};
