/**
 * POSIX extended regular expressions, matched in time that grows with the text and not with the ways to match it: a CIB's
 * patterns come from outside, and a matcher that tries every way does not end with `(a+)+b` and forty a's. All ways are
 * followed at once, one unit of the text after the other. The leftmost of the longest matches counts, and a submatch takes
 * as much as it can. Source: POSIX.1, "Regular Expressions"; the machine is R. Pike's.
 */

import { type Anchor, type Fits, isWordUnit, parseExpression, type Syntax, SyntaxFault } from "./posix-syntax.ts";

/** The submatches of a text, the whole match first, an empty text for what took no part; undefined without a match. */
export type Matcher = (text: string) => readonly string[] | undefined;

type Step =
  | { readonly kind: "unit"; readonly fits: Fits }
  | { readonly kind: "place"; readonly place: Anchor }
  | { readonly kind: "save"; readonly slot: number }
  | { readonly kind: "fork"; first: number; second: number }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "matched" };

/** What is counted is written out as often; longer ones are taken for no expression. */
const MOST_STEPS = 20_000;

/** `undefined` when the text is not a valid expression. */
export function posixMatcher(expression: string): Matcher | undefined {
  try {
    const { syntax, groups } = parseExpression(expression);
    const steps: Step[] = [];
    compile({ kind: "group", index: 0, of: syntax }, steps);
    steps.push({ kind: "matched" });
    return (text) => run(steps, groups + 1, text);
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

function compile(syntax: Syntax, steps: Step[]): void {
  if (steps.length > MOST_STEPS) throw new SyntaxFault("too long when written out");
  switch (syntax.kind) {
    case "unit":
    case "place":
      steps.push(syntax);
      return;
    case "all":
      for (const part of syntax.parts) compile(part, steps);
      return;
    case "any":
      compileAny(syntax.parts, steps);
      return;
    case "group":
      steps.push({ kind: "save", slot: 2 * syntax.index });
      compile(syntax.of, steps);
      steps.push({ kind: "save", slot: 2 * syntax.index + 1 });
      return;
    case "repeat":
      compileRepeat(syntax, steps);
      return;
  }
}

function compileAny(parts: readonly Syntax[], steps: Step[]): void {
  const ends: { kind: "jump"; to: number }[] = [];
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1) compile(part, steps);
    else {
      const fork = { kind: "fork" as const, first: steps.length + 1, second: 0 };
      steps.push(fork);
      compile(part, steps);
      const jump = { kind: "jump" as const, to: 0 };
      steps.push(jump);
      ends.push(jump);
      fork.second = steps.length;
    }
  }
  for (const jump of ends) jump.to = steps.length;
}

function compileRepeat({ of, least, most }: Extract<Syntax, { kind: "repeat" }>, steps: Step[]): void {
  for (let i = 0; i < least; i++) compile(of, steps);
  if (most === Number.POSITIVE_INFINITY) {
    const fork = { kind: "fork" as const, first: steps.length + 1, second: 0 };
    steps.push(fork);
    compile(of, steps);
    steps.push({ kind: "jump", to: steps.indexOf(fork) });
    fork.second = steps.length;
    return;
  }
  const forks: { kind: "fork"; first: number; second: number }[] = [];
  for (let i = least; i < most; i++) {
    const fork = { kind: "fork" as const, first: steps.length + 1, second: 0 };
    steps.push(fork);
    forks.push(fork);
    compile(of, steps);
  }
  for (const fork of forks) fork.second = steps.length;
}

/** Where a way to match is, and where its submatches began and ended; -1 where they did not. */
interface Way {
  readonly step: number;
  readonly saved: readonly number[];
}

function run(steps: readonly Step[], groups: number, text: string): readonly string[] | undefined {
  let ways: Way[] = [];
  let best: readonly number[] | undefined;
  const nothing = new Array<number>(2 * groups).fill(-1);
  for (let at = 0; at <= text.length; at++) {
    const next: Way[] = [];
    const seen = new Set<number>();
    // Ways that began earlier come first, so that of two at one step the one further left stays.
    const position = { steps, text, at, seen };
    for (const way of ways) follow(position, way, next);
    if (best === undefined) follow(position, { step: 0, saved: nothing }, next);
    ways = [];
    for (const way of next) {
      const step = steps[way.step] as Step;
      if (step.kind === "matched") {
        if (best === undefined || isBetter(way.saved, best)) best = way.saved;
      } else if (step.kind === "unit" && at < text.length && step.fits(text[at] as string)) {
        ways.push({ step: way.step + 1, saved: way.saved });
      }
    }
    if (ways.length === 0 && best !== undefined) break;
  }
  if (best === undefined) return undefined;
  const found = best;
  return Array.from({ length: groups }, (_, i) => {
    const [from = -1, to = -1] = [found[2 * i], found[2 * i + 1]];
    return from < 0 || to < 0 ? "" : text.slice(from, to);
  });
}

const isBetter = (a: readonly number[], b: readonly number[]): boolean =>
  (a[0] as number) < (b[0] as number) || (a[0] === b[0] && (a[1] as number) > (b[1] as number));

/** A place in the text, and the steps that were reached there. */
interface Position {
  readonly steps: readonly Step[];
  readonly text: string;
  readonly at: number;
  readonly seen: Set<number>;
}

/** From a step to all those that take a unit, or that matched, without taking one; the preferred ones first. */
function follow({ steps, text, at, seen }: Position, from: Way, into: Way[]): void {
  const open: Way[] = [from];
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    if (seen.has(way.step)) continue;
    seen.add(way.step);
    const step = steps[way.step] as Step;
    switch (step.kind) {
      case "jump":
        open.push({ step: step.to, saved: way.saved });
        break;
      case "fork":
        open.push({ step: step.second, saved: way.saved }, { step: step.first, saved: way.saved });
        break;
      case "save":
        open.push({ step: way.step + 1, saved: way.saved.with(step.slot, at) });
        break;
      case "place":
        if (isPlace(step.place, text, at)) open.push({ step: way.step + 1, saved: way.saved });
        break;
      case "unit":
      case "matched":
        into.push(way);
        break;
    }
  }
}

function isPlace(place: Anchor, text: string, at: number): boolean {
  const before = at > 0 && isWordUnit(text[at - 1] as string);
  const after = at < text.length && isWordUnit(text[at] as string);
  switch (place) {
    case "begin":
      return at === 0;
    case "end":
      return at === text.length;
    case "word":
      return before !== after;
    case "no word":
      return before === after;
    case "word begins":
      return !before && after;
    case "word ends":
      return before && !after;
  }
}
