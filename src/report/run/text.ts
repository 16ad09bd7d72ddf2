/** Runs in words. */
import type { RunPlan, RunShown } from "./document.ts";

/** @param date says a moment of epoch seconds */
export function runLines(run: RunShown, date: (moment: number) => string): string[] {
  const { id, state, title, who, why, since, ended, did, of, step, reason, carried } = run;
  const over = ended === undefined ? "" : `, ended ${date(ended)}`;
  const gone = carried?.gone === true ? "; the process that carried it has ended" : "";
  return [
    `${id} ${state}: ${title}`,
    `  begun ${date(since)} by ${who}${why === "" ? "" : ` (${why})`}${over}${gone}`,
    ...(of === 0 ? [] : [`  ${did.length} of ${of} done${did.length === 0 ? "" : `: ${did.join(", ")}`}`]),
    ...(step === undefined ? [] : [`  last step: ${step.text}`]),
    ...(reason === undefined ? [] : [`  ${state} because: ${reason}`]),
    ...(state === "paused" ? [`  continue: holdfast run resume ${id}    take back: holdfast run undo ${id}`] : []),
  ];
}

export function runPlanLines({ title, items, estimateMs }: Pick<RunPlan, "title" | "items" | "estimateMs">): string[] {
  const seconds = (ms: number): string => `about ${Math.round(ms / 1000)} s`;
  if (items.length === 0) return [`${title}: nothing is to be done.`];
  return [
    `${title}:`,
    ...items.flatMap(({ text, interrupts, estimateMs: ms }, i) => [
      `  ${i + 1}. ${text} (${seconds(ms)})`,
      ...interrupts.map(({ kind, resource, from, to }) => `     ${kind} ${resource}${placed(from, to)}`),
    ]),
    `In all ${seconds(estimateMs)}. Between two steps everything has to be whole.`,
  ];
}

function placed(from: string | undefined, to: string | undefined): string {
  if (from !== undefined && to !== undefined && from !== to) return ` from ${from} to ${to}`;
  const at = from ?? to;
  return at === undefined ? "" : ` on ${at}`;
}
