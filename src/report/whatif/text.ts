/** What-if as text: matrices of resources by node failure and standby, and a sentence for each resource's failure. */
import { changeLines } from "../changes/text.ts";
import type { Outcome, Question, ServiceOutcome, WhatIf } from "./document.ts";
import { failuresLines } from "./text-failures.ts";

/** @param width of the terminal; matrices are split and sentences broken to fit it */
export function whatIfLines(document: WhatIf, width?: number): string[] {
  const of = (kind: Question["kind"]): Outcome[] => document.outcomes.filter((o) => o.question.kind === kind);
  const [failing, standby, resources] = [of("node-fails"), of("node-standby"), of("resource-fails")];
  const parts = [
    dueLines(document),
    matrixLines("When a node fails:", document.resources, failing, width),
    matrixLines("When a node goes to standby:", document.resources, standby, width),
    failuresLines(resources, width),
  ].filter((lines) => lines.length > 0);
  if (document.outcomes.length === 0) parts.push(["Nothing to ask: no node is online, or no resource runs."]);
  return parts.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]));
}

function dueLines({ due }: WhatIf): string[] {
  // All transitions share one set of columns, since each continues the one before.
  const all = { nodes: due.flatMap((d) => d.nodes), resources: due.flatMap((d) => d.resources) };
  const lines = [...new Set(changeLines(all))].map((line) => `  ${line}`);
  return lines.length === 0 ? [] : ["Already due, and assumed done below:", ...lines];
}

function matrixLines(
  title: string,
  resources: readonly string[],
  outcomes: readonly Outcome[],
  width: number | undefined,
): string[] {
  if (outcomes.length === 0) return [];
  const labels = ["", "(quorum)", "(fenced)", ...resources].map((label) => `  ${label}`);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const columns = outcomes.map((o) => [
    "node" in o.question ? o.question.node : "",
    o.quorate ? "kept" : "LOST",
    o.fenced.join(" ") || "-",
    ...resources.map((rsc) => cell(rsc, o)),
  ]);
  const blocks = fitting(columns, labelWidth, width).map((block) =>
    labels.map((label, row) => {
      const cells = block.map((column) => (column[row] ?? "").padEnd(widthOf(column)));
      return [label.padEnd(labelWidth), ...cells].join("  ").trimEnd();
    }),
  );
  return [title, ...blocks.flatMap((lines, i) => (i === 0 ? lines : ["", ...lines]))];
}

const widthOf = (column: readonly string[]): number => Math.max(...column.map((text) => text.length));

/** Splits columns into groups that fit the width, with at least one column each. */
function fitting(columns: readonly string[][], labelWidth: number, width: number | undefined): string[][][] {
  const blocks: string[][][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const column of columns) {
    const needs = 2 + widthOf(column);
    if (used + needs > (width ?? Number.POSITIVE_INFINITY) || blocks.length === 0) {
      blocks.push([]);
      used = labelWidth;
    }
    blocks.at(-1)?.push(column);
    used += needs;
  }
  return blocks;
}

/** The resource's cell; `-` for no change. */
function cell(rsc: string, outcome: Outcome): string {
  const service = outcome.services.find((x) => x.resource === rsc);
  const to = outcome.moved.filter((m) => m.service === rsc).map((m) => m.to);
  if (service === undefined) return to.length > 0 ? `-> ${to.join(" ")}` : "-";
  if (service.before > 0 && service.after === 0) return "LOST";
  const words: string[] = [];
  if (service.after !== service.before) words.push(`${service.after} of ${service.before}`);
  if (to.length > 0) words.push(`-> ${to.join(" ")}`);
  words.push(...promotionWords(service, outcome));
  if (words.length === 0 && service.interrupted) words.push("restarts");
  return words.join(", ");
}

function promotionWords(service: ServiceOutcome, outcome: Outcome): string[] {
  const { promotedBefore = 0, promotedAfter = 0, interrupted } = service;
  if (promotedBefore > 0 && promotedAfter === 0) return ["none promoted"];
  const now = outcome.promoted.filter((p) => p.service === service.resource).map((p) => p.resource);
  return now.length > 0 && interrupted ? [`promotes ${now.join(" ")}`] : [];
}
