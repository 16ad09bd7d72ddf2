/** A new corosync.conf from its contents: sections in the order of corosync.conf(5), two spaces a level. */

export type ConfPairs = ReadonlyMap<string, string>;

export interface ConfContents {
  readonly totem: ConfPairs;
  /** Of the links that differ from the defaults, by number. */
  readonly links: ReadonlyMap<number, ConfPairs>;
  readonly members: readonly {
    readonly name: string;
    readonly id: number;
    /** From link 0 on. */
    readonly addresses: readonly string[];
  }[];
  readonly quorum: ConfPairs;
  readonly device:
    | { readonly settings: ConfPairs; readonly net: ConfPairs; readonly heuristics: ConfPairs }
    | undefined;
  readonly logging: ConfPairs;
}

export function writeConf({ totem, links, members, quorum, device, logging }: ConfContents): string {
  const interfaces = [...links].map(([link, pairs]) =>
    section("interface", new Map([["linknumber", String(link)], ...pairs]), []),
  );
  const nodes = members.map(({ name, id, addresses }) => {
    const rings = addresses.map((address, link): [string, string] => [`ring${link}_addr`, address]);
    return section("node", new Map([["name", name], ["nodeid", String(id)], ...rings]), []);
  });
  const inner = (name: string, pairs: ConfPairs): string[] => (pairs.size === 0 ? [] : section(name, pairs, []));
  const devices =
    device === undefined
      ? []
      : section("device", device.settings, [...inner("net", device.net), ...inner("heuristics", device.heuristics)]);
  return [
    ...section("totem", totem, interfaces.flat()),
    "",
    ...section("nodelist", new Map(), nodes.flat()),
    "",
    ...section("quorum", quorum, devices),
    "",
    ...section("logging", logging, []),
    "",
  ].join("\n");
}

function section(name: string, pairs: ConfPairs, inner: readonly string[]): string[] {
  const lines = [...[...pairs].map(([key, value]) => `${key}: ${value}`), ...inner];
  return [`${name} {`, ...lines.map((line) => `  ${line}`), "}"];
}
