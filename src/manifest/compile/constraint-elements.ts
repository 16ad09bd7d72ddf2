/**
 * Constraints and fencing levels as elements, as TripleO makes them.
 * docs/tripleo/ids-and-constraints.md#the-complete-set
 */
import { type Element, element } from "../../cib/xml/tree.ts";
import { type FencingDevice, hasRoles, type Service, type VirtualIp } from "../model/model.ts";

/**
 * Where the role attribute is set and nowhere else; a score of 0, so no node is preferred.
 * docs/tripleo/ids-and-constraints.md#placement-by-role-attribute
 */
export function roleLocation(resource: string, attribute: string): Element {
  const id = `location-${resource}`;
  const expression = { attribute, id: `${id}-rule-expr`, operation: "eq", value: "true" };
  return element("rsc_location", { id, "resource-discovery": "exclusive", rsc: resource }, [
    element("rule", { id: `${id}-rule`, score: "0" }, [element("expression", expression)]),
  ]);
}

/**
 * The address goes where the service is: to the promoted instance once that is promoted, or to any instance, before
 * which it is started when both start at once (so that the service can bind it).
 * docs/tripleo/virtual-ips.md#constraints, docs/tripleo/virtual-ips.md#ovns-address
 */
export function virtualIpConstraints(ip: VirtualIp, service: Service | undefined): Element[] {
  if (service === undefined) return [];
  const { id } = ip.primitive;
  const location = service.roleAttribute === undefined ? [] : [roleLocation(id, service.roleAttribute)];
  const colocation = { id: `colocation-${id}-${service.id}-INFINITY`, rsc: id };
  if (!hasRoles(service)) {
    return [
      ...location,
      element("rsc_order", {
        first: id,
        "first-action": "start",
        id: `order-${id}-${service.id}-Optional`,
        kind: "Optional",
        // biome-ignore lint/suspicious/noThenProperty: an attribute's name
        then: service.id,
        "then-action": "start",
      }),
      element("rsc_colocation", { ...colocation, score: "INFINITY", "with-rsc": service.id }),
    ];
  }
  return [
    ...location,
    element("rsc_order", {
      first: service.id,
      "first-action": "promote",
      id: `order-${service.id}-${id}-Optional`,
      kind: "Optional",
      // biome-ignore lint/suspicious/noThenProperty: an attribute's name
      then: id,
      "then-action": "start",
    }),
    element("rsc_colocation", {
      ...colocation,
      "rsc-role": "Started",
      score: "INFINITY",
      "with-rsc": service.id,
      "with-rsc-role": "Promoted",
    }),
  ];
}

/** docs/tripleo/fencing.md#a-device-and-its-own-node */
export function avoidOwnNode({ primitive: { id }, target, avoid }: FencingDevice): Element[] {
  if (avoid === undefined) return [];
  return [element("rsc_location", { id: `location-${id}-${target}-${avoid}`, node: target, rsc: id, score: avoid })];
}

/** One level for each target and index, of all devices that have it, in their order. docs/tripleo/fencing.md#levels */
export function levelElements(devices: readonly FencingDevice[]): Element[] {
  const levels = new Map<string, { target: string; level: number; ids: string[] }>();
  for (const { target, level, primitive } of devices) {
    const id = `fl-${target}-${level}`;
    const entry = levels.get(id) ?? { target, level, ids: [] };
    entry.ids.push(primitive.id);
    levels.set(id, entry);
  }
  return [...levels].map(([id, { target, level, ids }]) =>
    element("fencing-level", { devices: ids.join(","), id, index: String(level), target }),
  );
}
