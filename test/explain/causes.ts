/**
 * Whether explanations tell the truth: what a sentence names is taken out of the CIB, and the answer has to change.
 *
 * Where it does not, there may be a second cause that would have done alone. Then the first has to do alone as well:
 * with the others gone what was decided stands, and with all of them gone it does not.
 */
import type { Element } from "../../src/cib/xml/tree.ts";
import type { Reference } from "../../src/report/explain/document.ts";
import { explainer } from "../../src/report/explain/read.ts";
import { type Sentence, sentences, verdicts } from "./sentences.ts";
import { has, withoutCause } from "./situations.ts";

export interface Asked {
  readonly resource: string;
  readonly on?: string | undefined;
}

export interface Tally {
  /** Elements taken away. */
  removals: number;
  /** Sentences that rested on one of them, and the answer changed; or did so together with the other causes. */
  decisive: number;
  shared: number;
}

export const newTally = (): Tally => ({ removals: 0, decisive: 0, shared: 0 });

interface Told {
  readonly asked: Asked;
  readonly sentences: ReadonlyMap<string, Sentence>;
  readonly verdicts: ReadonlyMap<string, string>;
}

export interface Wrong {
  /** Said although what it rests on is gone, or resting on what never was: false, whatever else there is. */
  readonly untrue: readonly string[];
  /** The answer is the same without its cause, and no other was found that explains it. */
  readonly idle: readonly string[];
}

/** @param most causes that are tried, spread over all that the answers name */
export function wrongSentences(
  cib: Element,
  now: number,
  questions: readonly Asked[],
  most: number,
  tally: Tally,
): Wrong {
  const told = tell(cib, now, questions);
  const named = new Map<string, Reference>();
  for (const t of told) for (const s of t.sentences.values()) for (const r of s.said.references) named.set(keyOf(r), r);
  const step = Math.max(1, Math.ceil(named.size / most));
  const untrue: string[] = [];
  const idle: string[] = [];
  for (const cause of [...named.values()].filter((_, i) => i % step === 0)) {
    if (!has(cib, cause.id)) {
      untrue.push(`${cause.id} is not in the CIB`);
      continue;
    }
    tally.removals++;
    const then = tell(withoutCause(cib, cause), now, questions);
    for (const before of told) {
      const after = then.find((t) => t.asked === before.asked);
      for (const [text, sentence] of before.sentences) {
        if (!restsOn(sentence, cause)) continue;
        // Without the resource itself nobody can ask.
        if (after === undefined || !sameVerdicts(before, after)) tally.decisive++;
        else if (isOneOfSeveral(cib, now, before, after, sentence, cause)) tally.shared++;
        else idle.push(`without ${cause.id} the answer is the same: ${text}`);
        if (after?.sentences.has(text) === true) untrue.push(`without ${cause.id} still: ${text}`);
      }
    }
  }
  return { untrue, idle };
}

const keyOf = ({ kind, id }: Reference): string => `${kind} ${id}`;

const restsOn = ({ said }: Sentence, cause: Reference): boolean =>
  said.references.some((r) => keyOf(r) === keyOf(cause));

/** What is decided concerns every node, whichever was asked about. */
function tell(cib: Element, now: number, questions: readonly Asked[]): Told[] {
  const explain = explainer(cib, now);
  return questions.flatMap((asked) => {
    const [answer, whole] = [explain(asked.resource, asked.on), explain(asked.resource)];
    if (!answer.ok || !whole.ok) return [];
    return [{ asked, sentences: sentences(answer.explanation), verdicts: verdicts(whole.explanation) }];
  });
}

function sameVerdicts(a: Told, b: Told): boolean {
  return a.verdicts.size === b.verdicts.size && [...a.verdicts].every(([about, v]) => b.verdicts.get(about) === v);
}

function isOneOfSeveral(
  cib: Element,
  now: number,
  before: Told,
  after: Told,
  sentence: Sentence,
  cause: Reference,
): boolean {
  const { about, said } = sentence;
  const known = others(before, about, [cause]);
  const replacing: Reference[] = [];
  // What takes its place may be taken in turn.
  let next: Told | undefined = after;
  for (let turn = 0; turn < 4 && next !== undefined; turn++) {
    const more = others(next, about, [cause, ...known, ...replacing]);
    if (more.length === 0) break;
    replacing.push(...more);
    next = tell([cause, ...replacing].reduce(withoutCause, cib), now, [before.asked])[0];
  }
  const along = said.references.filter((r) => keyOf(r) !== keyOf(cause));
  return [along, replacing, known, [...known, ...replacing]].some((rest) => {
    if (rest.length === 0) return false;
    const [alone] = tell(rest.reduce(withoutCause, cib), now, [before.asked]);
    const [none] = tell([cause, ...rest].reduce(withoutCause, cib), now, [before.asked]);
    const stands = alone?.verdicts.get(about) === before.verdicts.get(about);
    return alone !== undefined && stands && (none === undefined || !sameVerdicts(alone, none));
  });
}

/** What is named there besides. */
function others(told: Told, about: string, but: readonly Reference[]): Reference[] {
  const keys = new Set(but.map(keyOf));
  const found = new Map<string, Reference>();
  for (const s of told.sentences.values()) {
    if (s.about !== about) continue;
    for (const r of s.said.references) if (!keys.has(keyOf(r))) found.set(keyOf(r), r);
  }
  return [...found.values()];
}
