/** The reasons why the scheduler chose a primitive's node, and not each of the others. */

import { formatScore } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import type { Candidate, Choice, ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { total } from "../../scheduler/why/traced-table.ts";
import { unavailableReasons } from "./availability.ts";
import { overruled } from "./beyond-scores.ts";
import { choiceOf } from "./candidates.ts";
import { contributionsOf } from "./contributions.ts";
import type { Contribution, NodeExplanation, Reason } from "./document.ts";
import { nodeText } from "./place-text.ts";
import { remedies } from "./remedies.ts";

interface Weighed {
  readonly candidate: Candidate;
  readonly contributions: readonly Contribution[];
}

export function explainNodes(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): NodeExplanation[] {
  const choice = choiceOf(s, why, rsc);
  const weighed = choice.candidates.map((candidate): Weighed => {
    const about = { s, rsc, node: candidate.node };
    return { candidate, contributions: contributionsOf(why, about, candidate.trace) };
  });
  const winner = weighed.find((w) => w.candidate.node === rsc.assigned);
  const rule = overruled(s, why, rsc);
  return weighed.map((w): NodeExplanation => {
    const chosen = w === winner;
    const reasons = chosen ? [whyHere(s, w, weighed, choice, rule)] : whyNot(s, w, winner, choice, rule);
    const about = { s, rsc, node: w.candidate.node };
    return {
      node: w.candidate.node.name,
      score: formatScore(total(w.candidate.trace)),
      contributions: w.contributions,
      chosen,
      available: unavailableReasons(s, w.candidate.node).length === 0,
      reasons,
      wouldTake: chosen ? [] : remedies(why, about, w.candidate, winner, rule),
    };
  });
}

/** The most sentences of one kind; further ones are only counted. */
const MANY = 3;

const isUsable = (c: Candidate): boolean => c.available && c.score >= 0;

function whyHere(
  s: ReadonlyModel,
  here: Weighed,
  all: readonly Weighed[],
  choice: Choice,
  rule: Reason | undefined,
): Reason {
  if (rule !== undefined) return rule;
  const { node } = here.candidate;
  const usable = all.filter((w) => isUsable(w.candidate));
  const others = usable.filter((w) => w !== here);
  if (others.length === 0) {
    return usable.length === 0
      ? {
          code: "container-starts-first",
          text: `${nodeText(node)} will be available once its container runs`,
          references: [],
        }
      : { code: "only-node", text: `${nodeText(node)} is the only node that can run it`, references: [] };
  }
  const best = Math.max(...others.map((w) => w.candidate.score));
  const own = here.candidate.score;
  const references = here.contributions.flatMap((c) => c.references);
  if (own > best)
    return {
      code: "highest-score",
      text: `${nodeText(node)} has the highest score, ${formatScore(own)}${partsText(here.contributions)}; the next best has ${formatScore(best)}`,
      references,
    };
  const equals = others.filter((w) => w.candidate.score === own);
  return {
    code: "tie-won",
    text: `${nodeText(node)} has the highest score, ${formatScore(own)}, as ${equals.length === 1 ? "has one other node" : `have ${equals.length} others`}; ${tieText(s, here, equals, choice)}`,
    references: [],
  };
}

/** A score of one part is not said twice. */
function partsText(parts: readonly Contribution[]): string {
  const [only, ...more] = parts;
  if (only === undefined) return "";
  if (more.length === 0) return `: ${only.text}`;
  return ` (${parts.map((c) => `${c.score}: ${c.text}`).join("; ")})`;
}

function tieText(s: ReadonlyModel, here: Weighed, equals: readonly Weighed[], choice: Choice): string {
  const { node, assigned } = here.candidate;
  if (choice.prefer === node)
    return choice.active === node ? "it runs there already" : "it was to be kept there if nothing else was better";
  if (choice.active === node && here.candidate.score > 0) return "it runs there already";
  if (s.options.placementStrategy === "balanced")
    return "it has most capacity left, or else the fewest resources assigned";
  const least = Math.min(...equals.map((w) => w.candidate.assigned));
  if (assigned < least) return `it was given the fewest resources so far, ${assigned} against ${least}`;
  if (choice.active === node) return "it runs there already";
  return "it is the first of them by name";
}

function whyNot(
  s: ReadonlyModel,
  there: Weighed,
  winner: Weighed | undefined,
  choice: Choice,
  rule: Reason | undefined,
): Reason[] {
  const { node, score } = there.candidate;
  if (rule !== undefined) return [rule];
  const bans = there.contributions.filter((c) => c.score === "-INFINITY");
  const own = bans.filter((c) => c.cause !== "colocated");
  const out: Reason[] = unavailableReasons(s, node);
  out.push(...own.filter((b) => !out.some((r) => r.text === b.text)).map(reasonOf));
  // The scores of dependents are reasons only if there is no other reason against the node.
  if (out.length === 0) out.push(...bans.slice(0, MANY).map(reasonOf));
  if (bans.length > MANY && own.length === 0)
    out.push({ code: "more", text: `and ${bans.length - MANY} more like that`, references: [] });
  if (out.length > 0) return out;
  if (score < 0) {
    const against = there.contributions.filter((c) => c.score.startsWith("-"));
    return against.map((c) => ({
      code: "score-below-zero",
      text: `${c.text} (${c.score}), which leaves a score below zero, ${formatScore(score)}`,
      references: c.references,
    }));
  }
  return winner === undefined ? [] : [lost(s, there, winner, choice)];
}

/** Without its part of the score. */
const reasonOf = ({ code, text, references }: Contribution): Reason => ({ code, text, references });

function lost(s: ReadonlyModel, there: Weighed, winner: Weighed, choice: Choice): Reason {
  const name = nodeText(winner.candidate.node);
  const difference = winner.candidate.score - there.candidate.score;
  if (difference > 0) {
    const parts = [
      ...there.contributions.map((c) => `${c.score} here: ${c.text}`),
      ...winner.contributions.map((c) => `${c.score} there: ${c.text}`),
    ];
    return {
      code: "lower-score",
      text: `${name} has a higher score, ${formatScore(winner.candidate.score)} against ${formatScore(there.candidate.score)} (${parts.join("; ")})`,
      references: [...there.contributions, ...winner.contributions].flatMap((c) => c.references),
    };
  }
  return {
    code: "tie-lost",
    text: `${name} has the same score, and ${tieText(s, winner, [there], choice)}`,
    references: [],
  };
}
