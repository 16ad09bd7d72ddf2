/** A corosync.conf as the manifest's section of Corosync, which compiles to a file that means the same. */
import { type ConfSettings, type CorosyncModel, switchIn } from "../../corosync/model.ts";
import { type Plain, type PlainMap, plainMap } from "../words/plain.ts";
import type { Commented } from "./yaml-text.ts";

export interface ImportedCorosync {
  /** The keys of the section. */
  readonly entries: PlainMap;
  /** Addresses by name of the node, from link 0 on. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly ids: ReadonlyMap<string, number>;
  /** What has no word in the language, one sentence each. */
  readonly left: readonly string[];
}

export function importCorosync(model: CorosyncModel): ImportedCorosync {
  const totem = valuesOf(model.totem);
  const take = (key: string): string | undefined => taken(totem, key);
  take("version");
  take("cluster_name");
  const transport = take("transport");
  const [cipher, hash, secauth] = [take("crypto_cipher"), take("crypto_hash"), take("secauth")];
  const known = new Map([...model.links].sort((a, b) => a.link - b.link).map((l) => [l.link, valuesOf(l.settings)]));
  const links = Array.from({ length: Math.max(-1, ...known.keys()) + 1 }, (_, i) => linkOf(known.get(i) ?? new Map()));
  const left = [...known].flatMap(([link, values]) => {
    for (const key of ["linknumber", "ringnumber"]) values.delete(key);
    return [...values.keys()].map((key) => `${key} of link ${link}`);
  });
  return {
    entries: plainMap({
      transport: transport === "knet" ? undefined : transport,
      token: inUnits(take("token")),
      consensus: inUnits(take("consensus")),
      crypto: cryptoOf({ transport: transport ?? "knet", cipher, hash, secauth }),
      "link-mode": take("link_mode"),
      links: links.some((l) => l.size > 0) ? links : undefined,
      quorum: quorumOf(model, left),
      device: deviceOf(model),
      totem: totem.size > 0 ? totem : undefined,
      logging: valuesOf(model.logging),
    }),
    addresses: new Map(
      model.members.flatMap(({ name, addresses }) =>
        name === undefined ? [] : [[name, [...addresses].sort(([a], [b]) => a - b).map(([, address]) => address)]],
      ),
    ),
    ids: new Map(model.members.flatMap(({ name, id }) => (name === undefined || id === undefined ? [] : [[name, id]]))),
    left: [...left, ...othersIn(model)],
  };
}

/** Entries of the nodes that the CIB does not have yet. @param known those that it has */
export function nodesBeyond({ addresses, ids }: ImportedCorosync, known: readonly Commented[]): readonly Commented[] {
  const names = new Set(known.map(({ key }) => key));
  return [...addresses]
    .filter(([name]) => !names.has(name))
    .map(([name, own]) => {
      const id = ids.get(name);
      const value = plainMap({ id: id === undefined ? undefined : String(id), addresses: own });
      return { key: name, value, comments: [] };
    });
}

const valuesOf = (settings: ConfSettings): Map<string, string> =>
  new Map([...settings].map(([key, { value }]) => [key, value]));

function taken(values: Map<string, string>, key: string): string | undefined {
  const value = values.get(key);
  values.delete(key);
  return value;
}

const inUnits = (ms: string | undefined): string | undefined =>
  ms === undefined ? undefined : /000$/.test(ms) ? `${ms.slice(0, -3)}s` : `${ms}ms`;

interface Crypto {
  readonly transport: string;
  readonly cipher: string | undefined;
  readonly hash: string | undefined;
  readonly secauth: string | undefined;
}

/** Undefined where it is the manifest's default. */
function cryptoOf({ transport, cipher, hash, secauth }: Crypto): Plain | undefined {
  const on = secauth === "on";
  const [c, h] = [cipher ?? (on ? "aes256" : "none"), hash ?? (on ? "sha256" : "none")];
  if (c === "none" && h === "none") return transport === "knet" ? "none" : undefined;
  const said = plainMap({ cipher: c === "aes256" ? undefined : c, hash: h === "sha256" ? undefined : h });
  return said.size === 0 ? undefined : said;
}

function linkOf(values: Map<string, string>): PlainMap {
  return plainMap({
    priority: taken(values, "knet_link_priority"),
    "ping-interval": inUnits(taken(values, "knet_ping_interval")),
    "ping-timeout": inUnits(taken(values, "knet_ping_timeout")),
    "pong-count": taken(values, "knet_pong_count"),
    port: taken(values, "mcastport"),
  });
}

const QUORUM = ["wait_for_all", "auto_tie_breaker", "last_man_standing"] as const;

function quorumOf({ quorum, members, device }: CorosyncModel, left: string[]): Plain | undefined {
  const two = switchIn(quorum, "two_node") ?? false;
  const said = plainMap({
    "two-node": two === (members.length === 2 && device === undefined) ? undefined : String(two),
    ...Object.fromEntries(
      QUORUM.map((key) => {
        const on = switchIn(quorum, key);
        return [key.replaceAll("_", "-"), on === undefined ? undefined : String(on)];
      }),
    ),
  });
  for (const key of quorum.keys())
    if (!["provider", "two_node", ...QUORUM].includes(key)) left.push(`the key ${key} of the section quorum`);
  return said.size === 0 ? undefined : said;
}

function deviceOf({ device }: CorosyncModel): Plain | undefined {
  if (device === undefined) return undefined;
  const [net, settings, heuristics] = [device.net, device.settings, device.heuristics].map(valuesOf);
  if (net === undefined || settings === undefined || heuristics === undefined) throw new Error("three are asked for");
  settings.delete("model");
  return plainMap({
    host: taken(net, "host") ?? "",
    algorithm: taken(net, "algorithm"),
    port: taken(net, "port"),
    tls: taken(net, "tls"),
    net: net.size > 0 ? net : undefined,
    settings: settings.size > 0 ? settings : undefined,
    heuristics: heuristics.size > 0 ? heuristics : undefined,
  });
}

const KNOWN = new Set(["totem", "nodelist", "quorum", "logging"]);

function othersIn({ conf, members }: CorosyncModel): string[] {
  const sections = conf.children.flatMap((c) =>
    c.kind === "section" && !KNOWN.has(c.name) ? [`the section ${c.name} of corosync.conf`] : [],
  );
  const loggers = conf.children.some(
    (c) => c.kind === "section" && c.name === "logging" && c.children.some((inner) => inner.kind === "section"),
  );
  const votes = members.flatMap(({ name, votes: own }) => (own === 1 ? [] : [`quorum_votes of ${name ?? "a node"}`]));
  return [...sections, ...votes, ...(loggers ? ["the sections inside logging of corosync.conf"] : [])];
}
