/** C05. */
import { type Element, get, idOf } from "../../../cib/xml/tree.ts";
import type { Breach, LintRule } from "../rule/rule.ts";

const isStart = (action: string | undefined): boolean => action === undefined || action === "start";

export const orderCircle: LintRule = {
  id: "C05",
  severity: "error",
  title: "orders go in a circle",
  why: "none of the resources in it starts",
  fix: "take out one of the orders",
  source: "Pacemaker Explained, Ordering",
  check: ({ section }) => {
    const orders = section("constraints").filter(
      (e) =>
        e.name === "rsc_order" &&
        get(e, "first") !== undefined &&
        get(e, "kind") !== "Optional" &&
        get(e, "kind") !== "Serialize" &&
        isStart(get(e, "first-action")) &&
        isStart(get(e, "then-action") ?? get(e, "first-action")),
    );
    const after = new Map<string, Element[]>();
    for (const order of orders) {
      const first = get(order, "first") ?? "";
      after.set(first, [...(after.get(first) ?? []), order]);
    }
    const reaches = (from: string, to: string): boolean => {
      const seen = new Set<string>();
      const open = [from];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (at === to) return true;
        if (seen.has(at)) continue;
        seen.add(at);
        open.push(...(after.get(at) ?? []).map((e) => get(e, "then") ?? ""));
      }
      return false;
    };
    return orders.flatMap((at): Breach[] =>
      reaches(get(at, "then") ?? "", get(at, "first") ?? "")
        ? [{ at, text: `${idOf(at)} is part of a circle: ${get(at, "first")} follows ${get(at, "then")} too` }]
        : [],
    );
  },
};
