/**
 * Fencing levels. Of nodes by name: the levels in their order, each a device or a list of devices that are used together.
 * Of nodes by pattern or attribute, and with indexes or ids of one's own: a list.
 */
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import * as type from "../read/field-types.ts";
import { described, dictionary, either, list, located, mapped, record, type Shape } from "../read/shape.ts";
import { type Plain, plainMap } from "./plain.ts";
import { Build, type Make, type Word } from "./word.ts";

const devices = either(
  mapped(type.name, (one): readonly string[] => [one]),
  list(type.name, "devices"),
);

const fields = record(
  "a fencing level",
  { devices: described(devices, "A device, or devices that are used together.", { example: ["pdu-1", "pdu-2"] }) },
  {
    target: described(type.nodeName, "Node that is fenced so. Either this, pattern or attribute.", { example: "a" }),
    pattern: described(type.text, "Regular expression that the names of nodes match.", { example: "compute-.*" }),
    attribute: described(type.settingName, "Node attribute that nodes are chosen by.", { example: "rack" }),
    value: described(type.text, "Value of the attribute.", { example: "r1" }),
    level: described(type.integer(1, 9), "When it is tried: a higher level when the one before failed.", {
      default: 1,
      example: 2,
    }),
    id: described(type.name, "Id of the level. Default: made as pcs makes it.", { example: "pdus-of-a" }),
  },
);

const one: Shape<Make> = mapped(fields, (said, at, problems) => {
  const found = ["target", "pattern", "attribute"].filter((key) => said.keys.has(key));
  if (found.length !== 1 || (said.attribute === undefined) !== (said.value === undefined)) {
    const message = "expected one of target, pattern, and attribute with value in a fencing level";
    problems.add("missing-key", at, message);
    return undefined;
  }
  return (owner) => {
    const subject = said.target ?? said.pattern?.replace(/[^A-Za-z0-9_.-]/g, "") ?? `${said.attribute}-${said.value}`;
    const level = said.level ?? 1;
    const build = new Build({ ...owner, id: said.id ?? `fl-${subject}-${level}` });
    build.set("target", said.target);
    build.set("target-pattern", said.pattern);
    build.set("target-attribute", said.attribute);
    build.set("target-value", said.value);
    build.set("index", String(level));
    build.set("devices", said.devices.join(","));
    return build.draft("fencing-level");
  };
});

/** An item of the list. */
export const fencingLevel: Word = {
  shape: one,
  write(e: Element) {
    const list = (get(e, "devices") ?? "").split(",").map((device) => device.trim());
    return plainMap({
      target: get(e, "target"),
      pattern: get(e, "target-pattern"),
      attribute: get(e, "target-attribute"),
      value: get(e, "target-value"),
      level: get(e, "index") === "1" ? undefined : get(e, "index"),
      devices: list.length === 1 ? list[0] : list,
    });
  },
};

type Levels = readonly DraftElement[];

export const fencingLevels: Shape<Levels> = either(
  mapped(
    dictionary(type.nodeName, list(located(devices), "levels"), "nodes to their levels"),
    (nodes): Levels =>
      nodes.flatMap(({ key: target, value }) =>
        value.map(({ value: used, at }, index) => {
          const build = new Build({ id: `fl-${target}-${index + 1}`, at });
          build.set("target", target);
          build.set("index", String(index + 1));
          build.set("devices", used.join(","));
          return build.draft("fencing-level");
        }),
      ),
  ),
  mapped(
    list(located(one), "fencing levels"),
    (levels): Levels => levels.map(({ value, at }) => value({ id: "", at })),
  ),
);

/** The map of nodes, where all levels can be said so; `undefined` where a list must be. */
export function writeLevels(levels: readonly Element[]): Plain | undefined {
  const byNode = new Map<string, (readonly [number, Plain])[]>();
  for (const e of levels) {
    const [target, index] = [get(e, "target"), get(e, "index")];
    if (target === undefined || idOf(e) !== `fl-${target}-${index}`) return undefined;
    const used = (get(e, "devices") ?? "").split(",").map((device) => device.trim());
    byNode.set(target, [...(byNode.get(target) ?? []), [Number(index), used.length === 1 ? (used[0] ?? "") : used]]);
  }
  const said = new Map<string, Plain>();
  for (const [target, list] of byNode) {
    const sorted = list.toSorted(([a], [b]) => a - b);
    if (sorted.some(([index], i) => index !== i + 1)) return undefined;
    said.set(
      target,
      sorted.map(([, used]) => used),
    );
  }
  return said;
}
