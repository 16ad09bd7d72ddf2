/** The section of Corosync, and the nodes' addresses, as the contents of a corosync.conf. */
import { parseDuration } from "../../cib/value/duration.ts";
import type { ConfContents, ConfPairs } from "../../corosync/write.ts";
import type { DeclaredCorosync } from "../language/corosync.ts";
import type { DeclaredSettings } from "../language/service.ts";
import type { Problems } from "../read/shape.ts";
import type { NodePlan } from "./nodes.ts";

/** Corosync's own limit of links. */
const MOST_LINKS = 8;

/** @param name of the cluster, if it has one */
export function resolveCorosync(
  declared: DeclaredCorosync,
  plans: readonly NodePlan[],
  name: string | undefined,
  problems: Problems,
): ConfContents {
  const nodes = plans.filter(({ settings }) => settings.type !== "remote");
  const members = nodes.map(({ name: called, id, host, settings }) => ({
    name: called,
    id,
    addresses: settings.addresses?.map(({ value }) => value) ?? [host],
  }));
  checkLinks(declared, nodes, problems);
  return {
    totem: totemOf(declared, name),
    links: linksOf(declared),
    members,
    quorum: quorumOf(declared, members.length),
    device: deviceOf(declared, members.length),
    logging: over(declared.logging === undefined ? LOGGING : new Map(), declared.logging),
  };
}

/** As pcs writes it. */
const LOGGING: ConfPairs = new Map([
  ["to_logfile", "yes"],
  ["logfile", "/var/log/corosync/corosync.log"],
  ["to_syslog", "yes"],
  ["timestamp", "on"],
]);

function checkLinks(declared: DeclaredCorosync, nodes: readonly NodePlan[], problems: Problems): void {
  if (nodes.length === 0)
    problems.add(
      "missing-nodes",
      declared.at,
      'expected the nodes of the cluster under "nodes" beside "corosync", found none',
    );
  const counts = nodes.map(({ settings }) => settings.addresses?.length ?? 1);
  const links = counts[0] ?? 0;
  const seen = new Map<string, string>();
  for (const [i, { name, at, settings }] of nodes.entries()) {
    const where = settings.keys?.get("addresses") ?? at;
    const own = counts[i] ?? 0;
    if (own !== links)
      problems.add("bad-value", where, `expected ${links} addresses of ${name}, one for each link, found ${own}`);
    if (own === 0 || own > MOST_LINKS)
      problems.add("bad-value", where, `expected 1 to ${MOST_LINKS} addresses of ${name}, found ${own}`);
    for (const { value, at: place } of settings.addresses ?? []) {
      const other = seen.get(value);
      if (other !== undefined) problems.add("duplicate-id", place, `${value} is already an address of ${other}`);
      seen.set(value, name);
    }
  }
  const said = declared.links?.length ?? 0;
  if (nodes.length > 0 && said > links)
    problems.add(
      "bad-value",
      declared.keys.get("links") ?? declared.at,
      `expected at most ${links} links, one for each address of a node, found ${said}`,
    );
  if (declared.transport !== undefined && declared.transport !== "knet") {
    const at = declared.keys.get("transport") ?? declared.at;
    if (links > 1) problems.add("bad-value", at, `several links need the transport knet, found ${declared.transport}`);
    if (declared.crypto !== undefined && declared.crypto !== "none")
      problems.add("bad-value", at, `encryption needs the transport knet, found ${declared.transport}`);
  }
}

function totemOf(declared: DeclaredCorosync, name: string | undefined): ConfPairs {
  const { transport = "knet", token, consensus, crypto } = declared;
  const encrypted = crypto === undefined ? transport === "knet" : crypto !== "none";
  const said = typeof crypto === "object" ? crypto : undefined;
  return over(
    pairsOf({
      version: "2",
      cluster_name: name,
      transport,
      token: milliseconds(token),
      consensus: milliseconds(consensus),
      link_mode: declared["link-mode"],
      crypto_cipher: encrypted ? (said?.cipher ?? "aes256") : "none",
      crypto_hash: encrypted ? (said?.hash ?? "sha256") : "none",
    }),
    declared.totem,
  );
}

function linksOf({ links = [] }: DeclaredCorosync): ReadonlyMap<number, ConfPairs> {
  const said = links.map((l): [number, ConfPairs] => [
    links.indexOf(l),
    pairsOf({
      knet_link_priority: l.priority,
      knet_ping_interval: milliseconds(l["ping-interval"]),
      knet_ping_timeout: milliseconds(l["ping-timeout"]),
      knet_pong_count: l["pong-count"],
      mcastport: l.port,
    }),
  ]);
  return new Map(said.filter(([, pairs]) => pairs.size > 0));
}

function quorumOf({ quorum, device }: DeclaredCorosync, members: number): ConfPairs {
  const two = quorum?.["two-node"] ?? (members === 2 && device === undefined);
  return pairsOf({
    provider: "corosync_votequorum",
    two_node: two ? "1" : undefined,
    wait_for_all: bit(quorum?.["wait-for-all"]),
    auto_tie_breaker: bit(quorum?.["auto-tie-breaker"]),
    last_man_standing: bit(quorum?.["last-man-standing"]),
  });
}

function deviceOf({ device }: DeclaredCorosync, members: number): ConfContents["device"] {
  if (device === undefined) return undefined;
  const { host, port, tls, algorithm = members % 2 === 0 ? "ffsplit" : "lms" } = device;
  return {
    settings: over(pairsOf({ model: "net" }), device.settings),
    net: over(pairsOf({ host, algorithm, port, tls }), device.net),
    heuristics: over(new Map(), device.heuristics),
  };
}

/** Corosync counts in milliseconds. */
function milliseconds(duration: string | undefined): string | undefined {
  const ms = parseDuration(duration);
  return ms === undefined ? undefined : String(ms);
}

const bit = (on: boolean | undefined): string | undefined => (on === undefined ? undefined : on ? "1" : "0");

function pairsOf(said: Readonly<Record<string, string | number | undefined>>): ConfPairs {
  return new Map(Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
}

/** With the writer's own keys, of which an empty one takes away. */
function over(given: ConfPairs, own: DeclaredSettings | undefined): ConfPairs {
  const pairs = new Map(given);
  for (const { key, value } of own ?? []) {
    if (value.value === null) pairs.delete(key);
    else pairs.set(key, value.value);
  }
  return pairs;
}
