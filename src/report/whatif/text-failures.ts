/** The failure of each resource, in a sentence. */
import type { Outcome } from "./document.ts";

export function failuresLines(outcomes: readonly Outcome[], width: number | undefined): string[] {
  if (outcomes.length === 0) return [];
  const unnoticed = outcomes.filter((o) => o.unnoticed).map(nameOf);
  const sentences = [
    ...outcomes.filter((o) => !o.unnoticed).map((o) => `${nameOf(o)} on ${o.question.node}: ${whatHappens(o)}`),
    ...(unnoticed.length === 0 ? [] : [`Not detected, without a recurring monitor: ${unnoticed.join(", ")}`]),
  ];
  return ["When a resource fails once:", ...sentences.flatMap((text) => broken(text, width))];
}

function nameOf({ question }: Outcome): string {
  return question.kind === "resource-fails" ? question.resource : question.node;
}

function whatHappens(o: Outcome): string {
  const self = nameOf(o);
  const along = o.restarted.filter((r) => r !== self);
  const parts = [
    ...(o.restarted.includes(self)
      ? [`restarted in place${along.length > 0 ? `, and so ${areText(along)}` : ""}`]
      : []),
    ...o.moved.filter((m) => m.resource === self).map((m) => `moves to ${m.to}`),
    ...o.moved.filter((m) => m.resource !== self).map((m) => `${m.resource} moves to ${m.to}`),
    ...(along.length > 0 && !o.restarted.includes(self) ? [`${along.join(", ")} ${isAre(along)} restarted`] : []),
    ...o.promoted.map((p) => `${p.resource} is promoted on ${p.node}`),
    ...o.fenced.map((n) => `${n} is fenced`),
    ...(o.lost.length > 0 ? [`LOST: ${o.lost.join(", ")}`] : []),
    ...o.services
      .filter((x) => x.after > 0 && x.after < x.before)
      .map((x) => `${x.resource} continues with ${x.after} of ${x.before}`),
    ...(o.blocked.length > 0 ? [`blocked: ${o.blocked.join(", ")}`] : []),
  ];
  const down = o.services.filter((x) => x.interrupted && x.resource !== self && !o.lost.includes(x.resource));
  const names = down.map((x) => x.resource);
  if (names.length > 0) parts.push(`${names.join(", ")} ${isAre(names)} interrupted`);
  return parts.length === 0 ? "nothing happens" : parts.join("; ");
}

const isAre = (names: readonly string[]): string => (names.length === 1 ? "is" : "are");

const areText = (names: readonly string[]): string => `${isAre(names)} ${names.join(", ")}`;

/** Indents the text and, if there is a width, breaks it at spaces, with a deeper indent after the first line. */
function broken(text: string, width: number | undefined): string[] {
  const lines: string[] = [];
  let line = " ";
  for (const word of text.split(" ")) {
    if (width !== undefined && line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "     ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
