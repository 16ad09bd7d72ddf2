/**
 * The fencing levels of a node. One entry of the topology counts: that of the node's name if there is one, else one whose
 * pattern or attribute fits. Levels of different entries are never put together. Source: Pacemaker Explained, "Fencing
 * topologies"; the fencer's search for a topology (a table by target, looked up by name first and then in no order at all:
 * here the first of the document).
 */
import { pairs } from "../../cib/fence-devices.ts";
import { descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { posixMatcher } from "../constraints/posix.ts";
import { leadingInteger } from "../model/integer.ts";

/** Devices that all have to succeed. */
interface Level {
  /** 1 to 9. */
  readonly index: number;
  /** In the order they are asked. */
  readonly devices: readonly string[];
}

export interface Topology {
  readonly by: "name" | "pattern" | "attribute";
  /** The name, the pattern, or `attribute=value`. */
  readonly value: string;
  /** By index, lowest first. */
  readonly levels: readonly Level[];
  /** Ids of levels that fit the node too and are never used for it, with the reason. */
  readonly unused: readonly { readonly id: string; readonly why: "OtherEntry" | "BadIndex" }[];
  /** Several patterns or attributes fit, and which of them counts is not defined. */
  readonly ambiguous: boolean;
}

/** Undefined where no level is for the node. */
export function topologyOf(cib: Element, target: string): Topology | undefined {
  const section = descend(cib, "configuration", "fencing-topology");
  const all = section === undefined ? [] : elements(section, "fencing-level");
  const fitting = all.flatMap((level) => {
    const entry = entryOf(level);
    return entry !== undefined && fits(cib, level, entry, target) ? [{ level, entry }] : [];
  });
  const keys = [...new Set(fitting.map(({ entry }) => keyOf(entry)))];
  const named = fitting.find(({ entry }) => entry.by === "name");
  const chosen = (named ?? fitting[0])?.entry;
  if (chosen === undefined) return undefined;
  const byIndex = new Map<number, string[]>();
  const unused: Topology["unused"][number][] = [];
  for (const { level, entry } of fitting) {
    const index = leadingInteger(get(level, "index")) ?? 0;
    if (keyOf(entry) !== keyOf(chosen)) unused.push({ id: idOf(level), why: "OtherEntry" });
    else if (index < 1 || index > 9) unused.push({ id: idOf(level), why: "BadIndex" });
    else byIndex.set(index, [...(byIndex.get(index) ?? []), ...devicesOf(level)]);
  }
  return {
    ...chosen,
    levels: [...byIndex].map(([index, devices]) => ({ index, devices })).sort((a, b) => a.index - b.index),
    unused,
    ambiguous: named === undefined && keys.length > 1,
  };
}

type Entry = Pick<Topology, "by" | "value">;

const keyOf = ({ by, value }: Entry): string => `${by} ${value}`;

function entryOf(level: Element): Entry | undefined {
  const [name, pattern, attribute] = ["target", "target-pattern", "target-attribute"].map((a) => get(level, a));
  if (name !== undefined) return { by: "name", value: name };
  if (pattern !== undefined) return { by: "pattern", value: pattern };
  return attribute === undefined
    ? undefined
    : { by: "attribute", value: `${attribute}=${get(level, "target-value") ?? ""}` };
}

function fits(cib: Element, level: Element, { by, value }: Entry, target: string): boolean {
  switch (by) {
    case "name":
      return value.toLowerCase() === target.toLowerCase();
    case "pattern":
      // A pattern that is no regular expression matches nothing.
      return posixMatcher(value)?.(target) !== undefined;
    case "attribute": {
      const nodes = descend(cib, "configuration", "nodes");
      const node = nodes === undefined ? undefined : elements(nodes, "node").find((n) => get(n, "uname") === target);
      const attribute = get(level, "target-attribute") ?? "";
      return node !== undefined && pairs(node, "instance_attributes")[attribute] === get(level, "target-value");
    }
  }
}

const devicesOf = (level: Element): string[] =>
  (get(level, "devices") ?? "")
    .split(",")
    .map((d) => d.trim())
    .filter((d) => d !== "");
