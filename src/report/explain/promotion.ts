/** The reasons why an instance of a promotable clone is promoted or not. */
import { formatScore } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyClone, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { ReadonlyWhy, ScoreRecord } from "../../scheduler/why/recorder.ts";
import { entries, type Trace } from "../../scheduler/why/traced-table.ts";
import { unavailableReasons } from "./availability.ts";
import { contributionsOf } from "./contributions.ts";
import type { Contribution, PromotionExplanation, Reason } from "./document.ts";
import { listText } from "./place-text.ts";
import { noQuorum } from "./quorum.ts";
import { configuredId, metaReference } from "./references.ts";

/** How the reasons against promotion begin. */
export const NOT_PROMOTED = "it is not promoted: ";

export function explainPromotion(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
): PromotionExplanation | undefined {
  const instance = instanceOf(rsc);
  const clone = instance?.parent;
  if (instance === undefined || clone?.kind !== "clone") return undefined;
  const record = recordOf(why, instance);
  if (record === undefined) return undefined;
  const contributions = record.node === undefined ? [] : parts(s, why, record, record.trace);
  return {
    score: formatScore(record.score),
    contributions,
    reasons: [
      rsc.nextRole === Role.promoted
        ? whyPromoted(s, why, clone, record, contributions)
        : whyNot(s, why, clone, record, contributions),
    ],
  };
}

/** The instance of a promotable clone that has the role; for a member of a cloned group, its group. */
function instanceOf(rsc: ReadonlyResource): ReadonlyResource | undefined {
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    if (at.parent?.kind === "clone" && at.parent.promotable) return at;
  }
  return undefined;
}

function recordOf(why: ReadonlyWhy, instance: ReadonlyResource): ScoreRecord | undefined {
  return why.scores.findLast((r) => r.step === "promotion" && r.rsc === instance);
}

/** The clone's score for a node includes the instance's score, which has its own parts. */
function parts(s: ReadonlyModel, why: ReadonlyWhy, record: ScoreRecord, trace: Trace | undefined): Contribution[] {
  const { rsc, node } = record;
  if (node === undefined) return [];
  return entries(trace).flatMap((entry): Contribution[] => {
    if (entry.cause.kind === "promotion-priority")
      return parts(s, why, record, why.priorities.get(entry.cause.instance));
    return contributionsOf(why, { s, rsc, node }, { ...entry, before: undefined });
  });
}

const TIE = "with equal scores, those already promoted come first, then those first in order";

function whyPromoted(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  clone: ReadonlyClone,
  record: ScoreRecord,
  contributions: readonly Contribution[],
): Reason {
  const references = contributions.flatMap((c) => c.references);
  const others = why.scores.filter((r) => r.step === "promotion" && r.rsc.parent === clone && r.rsc !== record.rsc);
  const max = clone.promotedMax;
  // The first is promoted whatever promoted-max is.
  const isFirst = others.every((o) => o.score < record.score || o.rsc.nextRole !== Role.promoted);
  const because =
    contributions.length === 0 ? "" : ` (${contributions.map((c) => `${c.score}: ${c.text}`).join("; ")})`;
  const equal = others.some((o) => o.score === record.score) ? `; ${TIE}` : "";
  const place =
    others.length === 0 || max > others.length
      ? `${max} may be promoted`
      : `the best ${max === 1 ? "one is" : `${max} are`} promoted, and the others have ${listText(others.map((o) => formatScore(o.score)))}${equal}`;
  return {
    code: "promoted",
    text: `it is promoted: its promotion score is ${formatScore(record.score)}${because}; ${place}`,
    references: [...references, ...(isFirst ? [] : metaReference(s, clone, "promoted-max", "1"))],
  };
}

/** Where the limit is set, or can be. */
function limitText(s: ReadonlyModel, clone: ReadonlyClone): string {
  const whole = clone.parent?.kind === "bundle" ? clone.parent : clone;
  const isSet = whole.kind === "bundle" || metaReference(s, clone, "promoted-max").length > 0;
  return `promoted-max${isSet ? "" : ", 1 by default,"} of ${configuredId(s, whole) ?? whole.id}`;
}

/** It is among those that would be promoted, if the policy for the loss of quorum did not keep it from that. */
function heldByQuorum(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  clone: ReadonlyClone,
  record: ScoreRecord,
): Reason | undefined {
  const { quorumPolicy } = s.options;
  if (s.quorate || (quorumPolicy !== "demote" && quorumPolicy !== "freeze")) return undefined;
  const rank = why.scores
    .filter((r) => r.step === "promotion" && r.rsc.parent === clone && r.score >= 0)
    .findIndex((r) => r.rsc === record.rsc);
  return rank >= 0 && rank < clone.promotedMax ? noQuorum(s) : undefined;
}

function whyNot(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  clone: ReadonlyClone,
  record: ScoreRecord,
  contributions: readonly Contribution[],
): Reason {
  const references = contributions.flatMap((c) => c.references);
  if (record.node === undefined)
    return { code: "not-promoted-stopped", text: `${NOT_PROMOTED}it will not run`, references: [] };
  if (record.score < 0) {
    const because = contributions.filter((c) => c.score.startsWith("-")).map((c) => c.text);
    return {
      code: "not-promoted-score",
      text: `${NOT_PROMOTED}its promotion score is ${formatScore(record.score)}${because.length === 0 ? "" : `, because ${listText(because)}`}`,
      references,
    };
  }
  const unusable = unavailableReasons(s, record.node)[0];
  const quorum = unusable === undefined ? heldByQuorum(s, why, clone, record) : undefined;
  if (quorum !== undefined) return { ...quorum, text: `${NOT_PROMOTED}${quorum.text}` };
  if (unusable !== undefined)
    return { code: unusable.code, text: `${NOT_PROMOTED}${unusable.text}`, references: unusable.references };
  const winners = why.scores.filter(
    (r) => r.step === "promotion" && r.rsc.parent === clone && r.rsc !== record.rsc && r.rsc.nextRole === Role.promoted,
  );
  if (winners.length > 0) {
    const names = winners.map((w) => `${w.rsc.id} on ${w.node?.name} (${formatScore(w.score)})`);
    const tie = winners.some((w) => w.score === record.score) ? `; ${TIE}` : "";
    return {
      code: "not-promoted-limit",
      text: `${NOT_PROMOTED}only ${clone.promotedMax} may be (${limitText(s, clone)}), and ${listText(names)} ${winners.length === 1 ? "comes" : "come"} before it with ${formatScore(record.score)}${tie}`,
      references,
    };
  }
  return {
    code: "not-promoted",
    text: `it is not promoted, though its promotion score is ${formatScore(record.score)}`,
    references,
  };
}
