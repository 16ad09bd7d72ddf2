/** What a corosync.conf means: its parts by name. Where a key is written twice, the last one counts, as in Corosync. */
import { type ConfFile, type ConfItem, type ConfSection, items, sections } from "./syntax.ts";

/** The keys of a section with where each is written. */
export type ConfSettings = ReadonlyMap<string, ConfItem>;

interface ConfMember {
  readonly section: ConfSection;
  readonly name: string | undefined;
  readonly id: number | undefined;
  readonly votes: number;
  /** By the number of the link. */
  readonly addresses: ReadonlyMap<number, string>;
}

interface ConfLink {
  readonly section: ConfSection;
  readonly link: number;
  readonly settings: ConfSettings;
}

interface ConfDevice {
  readonly section: ConfSection;
  readonly settings: ConfSettings;
  /** Of the model `net`. */
  readonly net: ConfSettings;
  readonly heuristics: ConfSettings;
}

export interface CorosyncModel {
  readonly conf: ConfFile;
  readonly totem: ConfSettings;
  readonly links: readonly ConfLink[];
  readonly members: readonly ConfMember[];
  readonly quorum: ConfSettings;
  readonly device: ConfDevice | undefined;
  readonly logging: ConfSettings;
}

export function modelOf(conf: ConfFile): CorosyncModel {
  const quorums = sections(conf, "quorum");
  const device = quorums.flatMap((quorum) => sections(quorum, "device")).at(-1);
  return {
    conf,
    totem: settingsIn(sections(conf, "totem")),
    links: sections(conf, "totem").flatMap((totem) => sections(totem, "interface").map(linkOf)),
    members: sections(conf, "nodelist").flatMap((list) => sections(list, "node").map(memberOf)),
    quorum: settingsIn(quorums),
    device: device && {
      section: device,
      settings: settingsIn([device]),
      net: settingsIn(sections(device, "net")),
      heuristics: settingsIn(sections(device, "heuristics")),
    },
    logging: settingsIn(sections(conf, "logging")),
  };
}

/** The number of a setting; undefined where there is no such key, or no number in it. */
export function numberIn(settings: ConfSettings, key: string): number | undefined {
  const value = settings.get(key)?.value;
  return value !== undefined && /^\+?\d+$/.test(value) ? Number(value) : undefined;
}

/** Whether a switch of votequorum is on; undefined where it is not written. */
export function switchIn(settings: ConfSettings, key: string): boolean | undefined {
  const value = numberIn(settings, key);
  return value === undefined ? undefined : value !== 0;
}

function settingsIn(holders: readonly ConfSection[]): ConfSettings {
  return new Map(holders.flatMap((holder) => items(holder).map((item) => [item.key, item] as const)));
}

function linkOf(section: ConfSection): ConfLink {
  const settings = settingsIn([section]);
  return { section, settings, link: numberIn(settings, "linknumber") ?? numberIn(settings, "ringnumber") ?? 0 };
}

function memberOf(section: ConfSection): ConfMember {
  const settings = settingsIn([section]);
  const addresses = new Map<number, string>();
  for (const { key, value } of settings.values()) {
    const ring = /^ring(\d)_addr$/.exec(key)?.[1];
    if (ring !== undefined) addresses.set(Number(ring), value);
  }
  return {
    section,
    name: settings.get("name")?.value,
    id: numberIn(settings, "nodeid"),
    votes: numberIn(settings, "quorum_votes") ?? 1,
    addresses,
  };
}
