/**
 * What differs between two corosync.conf files in meaning, and how a running cluster can take each difference. Source:
 * corosync.conf(5), corosync-cfgtool(8), votequorum(5), exec/cfg.c and exec/votequorum.c of Corosync 3.1, and what pcs demands.
 */
import { compareDottedVersions } from "../cib/value/dotted-version.ts";
import { effectiveTotem, PRESENT_RELEASE } from "./defaults.ts";
import type { ConfSettings, CorosyncModel } from "./model.ts";
import { type ConfNode, items } from "./syntax.ts";

/**
 * `reload`: corosync-cfgtool -R takes it. `restart`: every Corosync is stopped and started, under resources that stay (detach,
 * restart, reattach). `refuse`: not in one step.
 */
export type Taking = "reload" | "restart" | "refuse";

export interface ConfChange {
  /** Such as `totem.token`, `nodelist.node controller-0`. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly taking: Taking;
  /** One sentence without a full stop. */
  readonly reason: string;
}

type Verdict = readonly [taking: Taking, reason: string];

/** @param releases of Corosync on the nodes, such as `3.1.7`; without one those of today are meant */
export function confChanges(
  before: CorosyncModel,
  after: CorosyncModel,
  releases: readonly string[],
): readonly ConfChange[] {
  const [release = PRESENT_RELEASE] = [...releases].sort(compareDottedVersions);
  const changes = changesFor(before, after, release);
  if (new Set(releases).size < 2) return changes;
  return changes.map((c) => (c.taking === "reload" ? { ...c, taking: "refuse", reason: SKEW } : c));
}

const SKEW = "the nodes have different releases of Corosync, between which a reload is not supported: upgrade first";

function changesFor(before: CorosyncModel, after: CorosyncModel, release: string): readonly ConfChange[] {
  const knet = [before, after].every((model) => effectiveTotem(model, release).transport === "knet");
  const rules: Rules = { release, knet };
  return [
    ...pairChanges("totem", before.totem, after.totem, (key, from, to) => totemVerdict(key, from, to, rules)),
    ...linkChanges(before, after, rules),
    ...memberChanges(before, after, rules),
    ...pairChanges("quorum", before.quorum, after.quorum, quorumVerdict),
    ...deviceChanges(before, after),
    ...otherChanges(before, after),
  ];
}

/** The gravest: what all changes together need. Undefined for no change. */
export function takingOf(changes: readonly ConfChange[]): Taking | undefined {
  return (["refuse", "restart", "reload"] as const).find((taking) => changes.some((c) => c.taking === taking));
}

interface Rules {
  readonly release: string;
  /** Both files use knet. */
  readonly knet: boolean;
}

const RELOADED: Verdict = ["reload", "Corosync takes it while it runs"];

/** exec/cfg.c: keys whose change a reload ignores, or refuses with a message in the log. */
const FIXED = new Set(["version", "threads", "ip_version", "ip_dscp", "netmtu", "transport", "cluster_name"]);
const CRYPTO = new Set(["secauth", "crypto_hash", "crypto_cipher", "crypto_model", "keyfile", "key"]);

function totemVerdict(key: string, from: string | undefined, to: string | undefined, { release }: Rules): Verdict {
  if (key === "version" && to !== "2") return ["refuse", "Corosync knows the version 2 alone"];
  if (key === "cluster_uuid") return ["restart", "it says which cluster this is"];
  if (key === "config_version" && (to === undefined || Number(to) < Number(from ?? 0)))
    return ["refuse", "Corosync takes a lower config_version for an older file, and stops"];
  if (FIXED.has(key)) return ["restart", `Corosync reads ${key} at its start alone`];
  if (CRYPTO.has(key) && compareDottedVersions(release, "3.1.0") < 0)
    return ["restart", "before Corosync 3.1.0 encryption is not reloaded"];
  return RELOADED;
}

type Judge = (key: string, from: string | undefined, to: string | undefined) => Verdict;

function pairChanges(path: string, before: ConfSettings, after: ConfSettings, judge: Judge): ConfChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [from, to] = [before.get(key)?.value, after.get(key)?.value];
    if (from === to) return [];
    const [taking, reason] = judge(key, from, to);
    return [{ path: `${path}.${key}`, before: from, after: to, taking, reason }];
  });
}

function linkChanges(before: CorosyncModel, after: CorosyncModel, { knet }: Rules): ConfChange[] {
  const settings = (model: CorosyncModel, link: number): ConfSettings =>
    model.links.find((l) => l.link === link)?.settings ?? new Map();
  const links = new Set([...before.links, ...after.links].map(({ link }) => link));
  return [...links].flatMap((link) =>
    pairChanges(`totem.interface ${link}`, settings(before, link), settings(after, link), (key) => {
      if (key === "linknumber" || key === "ringnumber") return ["reload", "it only names the link"];
      if (!knet) return ["restart", "links of udp and udpu are set up at the start alone"];
      return key.startsWith("knet_") && key !== "knet_transport"
        ? RELOADED
        : ["restart", `Corosync reads ${key} at its start alone`];
    }).filter(({ path }) => !/\.(?:link|ring)number$/.test(path)),
  );
}

function memberChanges(before: CorosyncModel, after: CorosyncModel, { knet }: Rules): ConfChange[] {
  const byName = (model: CorosyncModel) => new Map(model.members.map((m) => [m.name ?? `${m.id}`, m]));
  const [old, next] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name): ConfChange[] => {
    const [from, to] = [old.get(name), next.get(name)];
    const path = `nodelist.node ${name}`;
    const shown = (id: number | undefined): string => `nodeid ${id ?? "unknown"}`;
    if (from === undefined) {
      const reason = "the file is reloaded on the members first, then Corosync starts on the new node";
      return [{ path, before: undefined, after: shown(to?.id), taking: "reload", reason }];
    }
    if (to === undefined) {
      const reason = "Corosync is stopped on the node that leaves, then the members reload the file";
      return [{ path, before: shown(from.id), after: undefined, taking: "reload", reason }];
    }
    const changes: ConfChange[] = [];
    const add = (key: string, values: readonly [string | undefined, string | undefined], verdict: Verdict): void => {
      const [a, b] = values;
      if (a !== b)
        changes.push({ path: `${path}.${key}`, before: a, after: b, taking: verdict[0], reason: verdict[1] });
    };
    add("nodeid", [from.id, to.id].map((id) => id?.toString()) as [string | undefined, string | undefined], [
      "refuse",
      "the id is how quorum and Pacemaker know the node: remove the node and add it",
    ]);
    add("quorum_votes", [`${from.votes}`, `${to.votes}`], RELOADED);
    for (const link of new Set([...from.addresses.keys(), ...to.addresses.keys()])) {
      const [a, b] = [from.addresses.get(link), to.addresses.get(link)];
      const moved = a !== undefined && b !== undefined;
      add(
        `ring${link}_addr`,
        [a, b],
        !knet
          ? ["restart", "links of udp and udpu are set up at the start alone"]
          : moved
            ? ["restart", "the address of a link is not moved under it: add another link, and remove this one"]
            : ["reload", "knet adds and removes links while it runs"],
      );
    }
    return changes;
  });
}

/** votequorum(5): the others need a restart. */
const VOTES = new Set(["expected_votes", "votes", "two_node"]);

const quorumVerdict: Judge = (key) =>
  VOTES.has(key) ? RELOADED : ["restart", `Corosync reads ${key} of the section quorum at its start alone`];

function deviceChanges({ device: before }: CorosyncModel, { device: after }: CorosyncModel): ConfChange[] {
  const reason = "Corosync takes it while it runs; corosync-qdevice is restarted on each node after it";
  const none: ConfSettings = new Map();
  return (["settings", "net", "heuristics"] as const).flatMap((part) =>
    pairChanges(
      part === "settings" ? "quorum.device" : `quorum.device.${part}`,
      before?.[part] ?? none,
      after?.[part] ?? none,
      () => ["reload", reason],
    ),
  );
}

const MODELLED = /^(?:totem(?:\.interface)?|nodelist(?:\.node)?|quorum(?:\.device(?:\..*)?)?)$/;

/** Logging, and what the model does not have, by path; of several alike all values together. */
function otherChanges(before: CorosyncModel, after: CorosyncModel): ConfChange[] {
  const [old, next] = [valuesByPath(before.conf, ""), valuesByPath(after.conf, "")];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((path) => {
    const [from, to] = [old.get(path)?.join(", "), next.get(path)?.join(", ")];
    if (from === to) return [];
    const [taking, reason]: Verdict = /^logging\./.test(path)
      ? RELOADED
      : ["restart", "Corosync reads this section at its start alone"];
    return [{ path, before: from, after: to, taking, reason }];
  });
}

function valuesByPath(
  holder: { readonly children: readonly ConfNode[] },
  path: string,
  found = new Map<string, string[]>(),
): Map<string, string[]> {
  if (!MODELLED.test(path))
    for (const { key, value } of items(holder)) {
      const whole = path === "" ? key : `${path}.${key}`;
      found.set(whole, [...(found.get(whole) ?? []), value]);
    }
  for (const c of holder.children)
    if (c.kind === "section") valuesByPath(c, path === "" ? c.name : `${path}.${c.name}`, found);
  return found;
}
