/** Virtual IPs that go with a known service: by their id, and by the constraints that such an address has. */
import { type Element, idOf } from "../../../cib/xml/tree.ts";
import { CATALOGUE } from "../../catalogue/catalogue.ts";
import { virtualIpConstraints } from "../../compile/constraint-elements.ts";
import { overlay } from "../../merge/overlay.ts";
import { parseAddress } from "../../read/address.ts";
import { Problems } from "../../read/shape.ts";
import { resolveVirtualIp } from "../../resolve/virtual-ips.ts";
import { type Plain, plainMap } from "../../words/plain.ts";
import { withoutSwitches } from "../source/left-alone.ts";
import type { Commented, Section } from "../yaml-text.ts";
import type { KnownBundle } from "./bundles.ts";
import { pairsIn, primitiveDifferences } from "./differences.ts";
import { inSection } from "./in-section.ts";
import { plainDeployment } from "./plain-deployment.ts";
import type { Search } from "./search.ts";

interface KnownIp {
  /** The service it goes with. */
  readonly service: string;
  readonly said: Plain;
  readonly ids: readonly string[];
}

interface KnownIps {
  readonly all: readonly KnownIp[];
  readonly section: Section | undefined;
  readonly partOf: ReadonlyMap<string, string>;
  /** The address of a service that has one of its own. */
  readonly addressOf: ReadonlyMap<string, string>;
}

const PART = "virtual-ips";

export function virtualIpsOf(
  search: Search,
  bundles: readonly KnownBundle[],
  comments: (resource: Element) => readonly string[],
): KnownIps {
  const addressOf = new Map<string, string>();
  const found = search.without.has(PART) ? [] : inSection(search.configuration, "resources");
  const entries: Commented[] = [];
  const all = found.flatMap((e): KnownIp[] => {
    const address = pairsIn(e, "instance_attributes")?.get("ip");
    if (e.name !== "primitive" || address === undefined || parseAddress(address) === undefined) return [];
    const ip = bundles.flatMap((bundle) => knownIp(e, address, bundle, search) ?? [])[0];
    if (ip === undefined) return [];
    if (!addressOf.has(ip.service)) addressOf.set(ip.service, address);
    entries.push({ key: "", value: ip.said, comments: comments(e) });
    return [ip];
  });
  return {
    all,
    section: all.length === 0 ? undefined : { key: PART, comments: [], entries },
    partOf: new Map(all.flatMap(({ ids }) => ids.map((id): [string, string] => [id, PART]))),
    addressOf,
  };
}

function knownIp(
  e: Element,
  address: string,
  bundle: KnownBundle,
  { configuration, secrets }: Search,
): KnownIp | undefined {
  const at = { line: 1, column: 1 };
  const entry = { name: undefined, address: { value: address, at }, settings: {}, service: bundle.name };
  const usual = resolveVirtualIp(entry, new Set(), new Problems());
  const constraints = virtualIpConstraints(usual, bundle.build(plainDeployment(bundle)));
  const there = inSection(configuration, "constraints");
  const isThere = constraints.every((wanted) => {
    const now = there.find((c) => idOf(c) === idOf(wanted));
    return now !== undefined && now.name === wanted.name && overlay(now, wanted) === now;
  });
  const { rest } = withoutSwitches(e);
  const said = isThere ? primitiveDifferences(rest, usual.primitive, secrets) : undefined;
  if (said === undefined) return undefined;
  const { nic, parameters } = interfaceOf(said.get("parameters"));
  const others = CATALOGUE.get(bundle.name)?.virtualIps?.others === true;
  const more = plainMap({ with: others ? undefined : bundle.name, nic, parameters });
  const rare = [...said].filter(([key]) => key !== "parameters");
  const keys = new Map([...plainMap({ address }), ...more, ...rare]);
  return { service: bundle.name, said: keys.size === 1 ? address : keys, ids: [idOf(e), ...constraints.map(idOf)] };
}

/** The interface has a key of its own. */
function interfaceOf(parameters: Plain | undefined): { readonly nic?: string; readonly parameters?: Plain } {
  if (!(parameters instanceof Map)) return {};
  const nic: unknown = parameters.get("nic");
  if (typeof nic !== "string") return { parameters };
  const rest = new Map([...parameters].filter(([key]) => key !== "nic"));
  return rest.size === 0 ? { nic } : { nic, parameters: rest };
}
