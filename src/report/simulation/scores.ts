/** The scores and capacities of the assignments, in the order in which they became final. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { inTableOrder } from "./table-order.ts";

export type Amounts = ReadonlyMap<string, number>;

export type ScoreRow =
  | { readonly kind: "score"; readonly text: string }
  | {
      readonly kind: "capacity";
      readonly node: string;
      readonly when: "Original" | "Remaining";
      readonly amounts: Amounts;
    }
  | { readonly kind: "use"; readonly resource: string; readonly node: string; readonly amounts: Amounts }
  /** Not a score: why an action that seems due is not taken. */
  | { readonly kind: "remark"; readonly text: string };

/** Scores, utilization or both, in their original order. */
export function scoreRows(s: ReadonlyModel, scores: boolean, uses: boolean): ScoreRow[] {
  const rows: ScoreRow[] = [];
  const { scoreLines, assignments } = s.notes ?? { scoreLines: [], assignments: [] };
  let line = 0;
  const scoresUntil = (end: number): void => {
    for (; line < end; line++) if (scores) rows.push({ kind: "score", text: scoreLines[line] ?? "" });
  };
  for (const { rsc, node, afterLines } of uses ? assignments : []) {
    scoresUntil(afterLines);
    rows.push({ kind: "use", resource: rsc.id, node: node.name, amounts: inTableOrder(rsc.utilization) });
  }
  scoresUntil(scoreLines.length);
  return rows;
}

/** Operations that do not run again although their digests differ. */
export function remarkRows(s: ReadonlyModel): ScoreRow[] {
  return (s.notes?.secretChanges ?? []).map(({ rsc, node, operation }) => {
    if (operation === undefined) return remark(`${rsc.id} for unfencing ${node.name} changed`);
    const { task, intervalMs, magic } = operation;
    return remark(`${readableInterval(intervalMs)}-interval ${task} for ${rsc.id} on ${node.name} changed: ${magic}`);
  });
}

function remark(what: string): ScoreRow {
  return { kind: "remark", text: `Only 'private' parameters to ${what}` };
}

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** `1m30s`; `0s` for none. */
function readableInterval(ms: number): string {
  let left = ms;
  let text = "";
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === "" ? "0s" : text;
}

function amountsText(amounts: Amounts): string {
  return [...amounts].map(([name, value]) => ` ${name}=${value}`).join("");
}

export function scoreRowText(row: ScoreRow): string {
  switch (row.kind) {
    case "score":
    case "remark":
      return row.text;
    case "capacity":
      return `${row.when}: ${row.node} capacity:${amountsText(row.amounts)}`;
    case "use":
      return `pcmk__assign_resource: ${row.resource} utilization on ${row.node}:${amountsText(row.amounts)}`;
  }
}

/** The nodes' capacity at this point of a run; a bundle's guest nodes have none of their own. */
export function capacityRows(s: ReadonlyModel, when: "Original" | "Remaining"): ScoreRow[] {
  return s.nodes
    .filter((node) => node.connection?.parent?.kind !== "bundle")
    .map((node) => ({ kind: "capacity", node: node.name, when, amounts: inTableOrder(node.utilization) }));
}
