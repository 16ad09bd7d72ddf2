/** What-if as text: a matrix of resources by what happens to nodes, and a line for each resource that fails. */
import type { Outcome, Question, Service, WhatIf } from "./document.ts";

export function whatIfLines(document: WhatIf): string[] {
  const ofNodes = document.outcomes.filter((o) => o.question.kind !== "resource-fails");
  const ofResources = document.outcomes.filter((o) => o.question.kind === "resource-fails");
  return [
    ...(ofNodes.length === 0 ? [] : matrix(document.resources, ofNodes)),
    ...(ofNodes.length > 0 && ofResources.length > 0 ? [""] : []),
    ...(ofResources.length === 0 ? [] : ["When a resource fails once:", ...ofResources.flatMap(failureLines)]),
  ];
}

function questionText(q: Question): string {
  switch (q.kind) {
    case "node-fails":
      return `${q.node} fails`;
    case "node-standby":
      return `${q.node} standby`;
    case "resource-fails":
      return `${q.resource} on ${q.node}`;
  }
}

function matrix(resources: readonly string[], outcomes: readonly Outcome[]): string[] {
  const head = ["", ...outcomes.map((o) => questionText(o.question))];
  const quorum = ["(quorum)", ...outcomes.map((o) => (o.quorate ? "kept" : "LOST"))];
  const fenced = ["(fenced)", ...outcomes.map((o) => o.fenced.join(" ") || "-")];
  const rows = [head, quorum, fenced, ...resources.map((rsc) => [rsc, ...outcomes.map((o) => cell(rsc, o))])];
  const widths = head.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `-` when nothing happens to it. */
function cell(rsc: string, outcome: Outcome): string {
  const service = outcome.services.find((x) => x.resource === rsc);
  const to = outcome.moved.filter((m) => m.resource === rsc || m.resource.startsWith(`${rsc}-`)).map((m) => m.to);
  if (service === undefined) return to.length > 0 ? `-> ${to.join(" ")}` : "-";
  if (service.before > 0 && service.after === 0) return "LOST";
  const words: string[] = [];
  if (service.after !== service.before) words.push(`${service.after} of ${service.before}`);
  if (to.length > 0) words.push(`-> ${to.join(" ")}`);
  words.push(...promotionWords(service, outcome));
  if (words.length === 0 && service.interrupted) words.push("restarts");
  return words.join(", ");
}

function promotionWords(service: Service, outcome: Outcome): string[] {
  const { promotedBefore = 0, promotedAfter = 0 } = service;
  if (promotedBefore > 0 && promotedAfter === 0) return ["none promoted"];
  const on = outcome.promoted
    .filter((p) => p.node.startsWith(`${service.resource}-`))
    .map((p) => p.node.slice(service.resource.length + 1));
  return on.length > 0 && service.interrupted ? [`promotes ${on.join(" ")}`] : [];
}

function failureLines(o: Outcome): string[] {
  const title = `  ${questionText(o.question)}: `;
  if (o.unnoticed) return [`${title}nobody would notice, as no monitor looks at it`];
  const self = o.question.kind === "resource-fails" ? o.question.resource : "";
  const restarts = o.restarted.filter((r) => r !== self);
  const parts = [
    ...(o.restarted.includes(self) ? ["restarted in place"] : []),
    ...o.moved.map((m) => (m.resource === self ? `moves to ${m.to}` : `${m.resource} moves to ${m.to}`)),
    ...(restarts.length > 0 ? [`restarts ${restarts.join(", ")}`] : []),
    ...o.promoted.map((p) => `${p.resource} is promoted on ${p.node}`),
    ...o.fenced.map((n) => `${n} is fenced`),
    ...(o.lost.length > 0 ? [`LOST: ${o.lost.join(", ")}`] : []),
    ...o.services
      .filter((x) => x.after > 0 && x.after < x.before)
      .map((x) => `${x.resource} goes on with ${x.after} of ${x.before}`),
    ...(o.blocked.length > 0 ? [`blocked: ${o.blocked.join(", ")}`] : []),
  ];
  const interrupted = o.services.filter((x) => x.interrupted && !o.lost.includes(x.resource)).map((x) => x.resource);
  return [
    `${title}${parts.length === 0 ? "nothing happens" : parts.join("; ")}${interrupted.length === 0 ? "" : ` (interrupts ${interrupted.join(", ")})`}`,
  ];
}
