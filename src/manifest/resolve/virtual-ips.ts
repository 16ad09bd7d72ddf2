/**
 * Virtual IPs, as TripleO makes them: a primitive each, IPv6 with a prefix of 128 and a label that keeps it from being
 * chosen as a source address, and a service that it goes with. docs/tripleo/virtual-ips.md#the-resource
 */

import type { Place } from "../../cib/problem.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import type { Declared, DeclaredVirtualIp } from "../language/language.ts";
import type { Primitive, VirtualIp } from "../model/model.ts";
import type { Setting } from "../model/setting.ts";
import { textSetting } from "../model/setting.ts";
import { parseAddress } from "../read/address.ts";
import type { Located, Problems } from "../read/shape.ts";
import { overrideOperations } from "./operations.ts";
import { overrideParameters, overrideSettings } from "./settings.ts";

export interface VirtualIpEntry {
  readonly name: string | undefined;
  readonly address: Located<string>;
  readonly settings: Partial<DeclaredVirtualIp>;
  readonly service: string | undefined;
}

/** The service each goes with is needed before services are built: an agent may have to know its address. */
export function assignVirtualIps(
  declared: Declared,
  services: ReadonlySet<string>,
  problems: Problems,
): readonly VirtualIpEntry[] {
  const seen = new Map<string, Place>();
  return (declared["virtual-ips"] ?? []).map((item) => {
    const name = "key" in item ? item.key : undefined;
    const body = "key" in item ? item.value : item;
    const settings: Partial<DeclaredVirtualIp> = "address" in body ? body : {};
    const address = "address" in body ? body.address : body;
    const canonical = parseAddress(address.value)?.canonical ?? address.value;
    const first = seen.get(canonical);
    if (first !== undefined) {
      problems.add(
        "address-collision",
        address.at,
        `the address ${address.value} is already that of the virtual IP in line ${first.line}`,
      );
    } else seen.set(canonical, address.at);
    return { name, address, settings, service: companion(name, settings, services, problems) };
  });
}

function companion(
  name: string | undefined,
  settings: Partial<DeclaredVirtualIp>,
  services: ReadonlySet<string>,
  problems: Problems,
): string | undefined {
  const { with: chosen } = settings;
  if (chosen !== undefined) {
    if (services.has(chosen.value)) return chosen.value;
    problems.add(
      "unknown-service",
      chosen.at,
      `there is no service "${chosen.value}" in this manifest`,
      didYouMean(chosen.value, services),
    );
    return undefined;
  }
  const known = [...CATALOGUE.values()].filter((entry) => services.has(entry.name));
  const dashed = name?.replaceAll("_", "-");
  const taker =
    known.find((entry) => dashed !== undefined && entry.virtualIps?.named?.includes(dashed)) ??
    known.find((entry) => entry.virtualIps?.others);
  return taker?.name;
}

export function resolveVirtualIp(entry: VirtualIpEntry, secrets: ReadonlySet<string>, problems: Problems): VirtualIp {
  const { address, settings, service } = entry;
  const version = parseAddress(address.value)?.version ?? 4;
  const given = new Map<string, Setting>();
  given.set("cidr_netmask", textSetting(version === 4 ? "32" : "128"));
  given.set("ip", textSetting(address.value));
  if (version === 6) {
    given.set("lvs_ipv6_addrlabel", textSetting("true"));
    given.set("lvs_ipv6_addrlabel_value", textSetting("99"));
  }
  if (settings.nic !== undefined) given.set("nic", textSetting(settings.nic));
  const primitive: Primitive = {
    id: `ip-${address.value.replaceAll(":", ".")}`,
    agent: { standard: "ocf", provider: "heartbeat", type: "IPaddr2" },
    parameters: overrideParameters(given, settings.parameters, secrets, problems),
    meta: overrideSettings(new Map([["resource-stickiness", "INFINITY"]]), settings.meta, "meta_attributes", problems),
    operations: overrideOperations(
      [
        { name: "monitor", interval: "10s", timeout: "20s" },
        { name: "start", interval: "0s", timeout: "20s" },
        { name: "stop", interval: "0s", timeout: "20s" },
      ],
      settings.operations,
      problems,
    ),
  };
  return { name: entry.name, address: address.value, primitive, service };
}
