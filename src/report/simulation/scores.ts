/** The scores and capacities that led to the assignments, in the order they became final. */
import type { Scheduler, ScoreLine } from "../../scheduler/model/scheduler.ts";

export type Amounts = ReadonlyMap<string, number>;

export type ScoreRow =
  | { readonly kind: "score"; readonly text: string }
  | {
      readonly kind: "capacity";
      readonly node: string;
      readonly when: "Original" | "Remaining";
      readonly amounts: Amounts;
    }
  | { readonly kind: "use"; readonly resource: string; readonly node: string; readonly amounts: Amounts };

export function scoreRows(lines: readonly ScoreLine[]): ScoreRow[] {
  return lines.map(({ text }) => ({ kind: "score", text }));
}

function amountsText(amounts: Amounts): string {
  return [...amounts].map(([name, value]) => ` ${name}=${value}`).join("");
}

export function scoreRowText(row: ScoreRow): string {
  switch (row.kind) {
    case "score":
      return row.text;
    case "capacity":
      return `${row.when}: ${row.node} capacity:${amountsText(row.amounts)}`;
    case "use":
      return `pcmk__assign_resource: ${row.resource} utilization on ${row.node}:${amountsText(row.amounts)}`;
  }
}

/** What nodes have at this moment of a run. */
export function capacityRows(s: Scheduler, when: "Original" | "Remaining"): ScoreRow[] {
  return s.nodes.map((node) => ({ kind: "capacity", node: node.name, when, amounts: new Map(node.utilization) }));
}
