/** Every failure that `whatif` has a question for, of the kinds named: each forecast that did not hold, with what came. */
import type { Question } from "../../src/report/whatif/document.ts";
import { atRest, enact, foretell, held, placesIn, returned } from "./drill.ts";

interface Judged {
  /** `node-fails pg-a`, with what differs. Empty: every forecast held. */
  readonly apart: Readonly<Record<string, readonly string[]>>;
  /** Instances that are not there again once the node that was lost is back. */
  readonly notBack: Readonly<Record<string, number>>;
  readonly enacted: number;
  /** Failures that the simulated world has nothing to break for. */
  readonly skipped: readonly string[];
  /** What was due before anything had failed. */
  readonly due: number;
}

export async function judged(example: string, kinds: ReadonlySet<Question["kind"]>): Promise<Judged> {
  const rest = await atRest(example);
  const running = placesIn(rest).length;
  const { outcomes, due } = foretell(rest);
  const apart: Record<string, readonly string[]> = {};
  const notBack: Record<string, number> = {};
  const skipped: string[] = [];
  let enacted = 0;
  for (const outcome of outcomes) {
    const { question } = outcome;
    if (outcome.unnoticed || !kinds.has(question.kind)) continue;
    const label = `${question.kind} ${question.kind === "resource-fails" ? `${question.resource} on ` : ""}${question.node}`;
    const after = enact(rest, question);
    if (after === undefined) {
      skipped.push(label);
      continue;
    }
    enacted++;
    const wrong = held(rest, outcome, after);
    if (wrong.length > 0) apart[label] = wrong;
    if (question.kind !== "node-fails") continue;
    returned(after, question.node);
    const missing = running - placesIn(after).length;
    if (missing !== 0) notBack[label] = missing;
  }
  return { apart, notBack, enacted, skipped, due: due.length };
}
