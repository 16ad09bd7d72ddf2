/**
 * A node that `holdfast drain` took out of service: a set of attributes of its own with `standby`, beside a pair that says
 * who and why. With an end it has a rule that a date ends, so that Pacemaker itself takes the node back at that moment,
 * whatever has become of the program that wrote it.
 */
import { replaced } from "./sections.ts";
import { endingRule, endOf, isSetOf, readSaid, type Said, saidPair } from "./timed-set.ts";
import { formatMoment } from "./value/date.ts";
import { descend, type Element, element, elements, get, idOf, withChildren } from "./xml/tree.ts";

/** The name of the pair that says who and why. */
const SAID = "holdfast-drain";

export interface Drain extends Said {
  readonly node: string;
  /** Epoch seconds at which it ends; undefined: until `holdfast undrain`. */
  readonly until: number | undefined;
  readonly set: Element;
}

/** Whether a set of a node's attributes is such a drain. */
export const isDrain = (set: Element): boolean => isSetOf(set, SAID);

/** In the order of the CIB; also those that are over. */
export function readDrains(cib: Element): Drain[] {
  const nodes = descend(cib, "configuration", "nodes");
  return (nodes === undefined ? [] : elements(nodes, "node")).flatMap((node) =>
    elements(node, "instance_attributes")
      .filter(isDrain)
      .map((set) => ({ node: get(node, "uname") ?? idOf(node), until: endOf(set), ...readSaid(set, SAID), set })),
  );
}

/** The CIB with the node in standby, in place of an earlier drain. @param node its element */
export function withDrain(cib: Element, node: Element, drain: Pick<Drain, "until" | "who" | "why">): Element {
  const { until, who, why } = drain;
  const id = `nodes-${idOf(node)}-${SAID}`;
  const set = element("instance_attributes", { id, score: "INFINITY" }, [
    ...(until === undefined ? [] : [endingRule(id, until)]),
    element("nvpair", { id: `${id}-standby`, name: "standby", value: "on" }),
    saidPair(id, SAID, { who, why }),
  ]);
  return replaced(
    cib,
    node,
    withChildren(node, [...node.children.filter((c) => c.kind !== "element" || !isDrain(c)), set]),
  );
}

/** Without its drain, whether that has an end or not; the same CIB where it has none. */
export function withoutDrain(cib: Element, node: Element): Element {
  const kept = node.children.filter((c) => c.kind !== "element" || c.name !== "instance_attributes" || !isDrain(c));
  return kept.length === node.children.length ? cib : replaced(cib, node, withChildren(node, kept));
}

/** As in "until 2026-11-29 14:30:00Z (alice@bastion: new disks)". */
export function drainText({ until, who, why }: Pick<Drain, "until" | "who" | "why">): string {
  const reason = [who, why].filter((text) => text !== "").join(": ");
  return `${until === undefined ? "until: holdfast undrain" : `until ${formatMoment(until)}`}${reason === "" ? "" : ` (${reason})`}`;
}
