/** What a verb has done, as text: a sentence for each object, then what the cluster does because of it, then what verify finds. */
import { changeLines } from "../changes/text.ts";
import type { Plan } from "../plan/document.ts";
import { warningText } from "../plan/text-risks.ts";
import type { Done } from "./document.ts";

/** A standby can move dozens of resources; the plan lists them all. */
const MOST_SHOWN = 12;

export function doneLines({ objects, plan, changed }: Done): string[] {
  return [...objects.map(({ text }) => text), ...(changed && plan !== undefined ? consequences(plan) : [])];
}

function consequences(plan: Plan): string[] {
  const lines = changeLines({ nodes: plan.nodes, resources: plan.resources });
  const shown = lines.slice(0, MOST_SHOWN).map((line) => `  * ${line}`);
  if (lines.length > shown.length) shown.push(`  and ${lines.length - shown.length} more`);
  return [...shown, ...plan.warnings.map(warningText)];
}
