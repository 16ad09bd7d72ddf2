/**
 * Second phase: shapes that values must have. A shape reads a value into data or reports what was found and what was
 * expected, and prints itself as JSON Schema, so that editors and this program cannot disagree about the language.
 */

import type { Place, Problem } from "../../cib/problem.ts";
import type { ProblemCode } from "../../cib/problem-code.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { describeValue, type MapEntry, type Value } from "./value.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/** Collects problems; reading continues, so that one run shows all of them. */
export class Problems {
  readonly list: Problem[] = [];
  /** What is taken as it is, and is probably not what was meant. */
  readonly warnings: Problem[] = [];

  add(code: ProblemCode, where: Place, message: string, hint?: string): void {
    note(this.list, { code, message, where, ...(hint === undefined ? {} : { hint }) });
  }

  warn(code: ProblemCode, where: Place, message: string, hint?: string): void {
    note(this.warnings, { code, message, where, ...(hint === undefined ? {} : { hint }) });
  }
}

/** What a template says wrongly is met once for each that is made of it. */
function note(list: Problem[], problem: Problem): void {
  if (!list.some((p) => p.where === problem.where && p.message === problem.message)) list.push(problem);
}

export interface Shape<T> {
  /** Follows "expected", as in "a whole number". */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** Whether a value is of the kind this shape wants, so that the right one of several alternatives complains. */
  fits(value: Value): boolean;
  /** `undefined` when a problem was reported. */
  read(value: Value, problems: Problems): T | undefined;
}

export type Read<S> = S extends Shape<infer T> ? T : never;

function wrongType(value: Value, expected: string, problems: Problems): undefined {
  problems.add("wrong-type", value.at, `expected ${expected}, found ${describeValue(value)}`);
  return undefined;
}

export interface TextRule<T> {
  readonly expected: string;
  readonly schema?: JsonSchema;
  /** The datum, or `undefined` when the text is not one. */
  parse(text: string, quoted: boolean): T | undefined;
}

/** A scalar that means something. */
export function scalar<T>(rule: TextRule<T>): Shape<T> {
  return {
    expected: rule.expected,
    schema: rule.schema ?? { type: "string" },
    fits: (value) => value.kind === "scalar",
    read(value, problems) {
      if (value.kind !== "scalar") return wrongType(value, rule.expected, problems);
      const datum = rule.parse(value.text, value.quoted);
      if (datum === undefined)
        problems.add("bad-value", value.at, `expected ${rule.expected}, found ${describeValue(value)}`);
      return datum;
    },
  };
}

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  const expected = words.length === 1 ? `"${words[0]}"` : `one of ${words.join(", ")}`;
  const base = scalar<T>({ expected, schema: { enum: words }, parse: (text) => words.find((word) => word === text) });
  return {
    ...base,
    read(value, problems) {
      if (value.kind !== "scalar" || words.includes(value.text as T)) return base.read(value, problems);
      problems.add(
        "bad-value",
        value.at,
        `expected ${expected}, found ${describeValue(value)}`,
        didYouMean(value.text, words),
      );
      return undefined;
    },
  };
}

/** An empty value, where that means something: take away what would be there. */
export const nothing: Shape<null> = {
  expected: "nothing",
  schema: { type: "null" },
  fits: (value) => value.kind === "empty",
  read: (value, problems) => (value.kind === "empty" ? null : wrongType(value, "nothing", problems)),
};

export function either<T extends readonly Shape<unknown>[]>(...shapes: T): Shape<Read<T[number]>> {
  const expected = shapes.map((shape) => shape.expected).join(" or ");
  return {
    expected,
    schema: { anyOf: shapes.map((shape) => shape.schema) },
    fits: (value) => shapes.some((shape) => shape.fits(value)),
    read(value, problems) {
      const shape = shapes.find((s) => s.fits(value));
      if (shape === undefined) return wrongType(value, expected, problems);
      return shape.read(value, problems) as Read<T[number]> | undefined;
    },
  };
}

/** What a datum comes to; `undefined` when that reported a problem. */
export function mapped<T, U>(
  shape: Shape<T>,
  become: (datum: T, at: Place, problems: Problems) => U,
): Shape<NonNullable<U>> {
  return {
    ...shape,
    read(value, problems) {
      const datum = shape.read(value, problems);
      return datum === undefined ? undefined : (become(datum, value.at, problems) ?? undefined);
    },
  };
}

export interface Located<T> {
  readonly value: T;
  readonly at: Place;
}

/** Keeps where a datum was written, for what can only be judged later. */
export function located<T>(shape: Shape<T>): Shape<Located<T>> {
  return {
    ...shape,
    read(value, problems) {
      const datum = shape.read(value, problems);
      return datum === undefined ? undefined : { value: datum, at: value.at };
    },
  };
}

export function list<T>(item: Shape<T>, what: string): Shape<readonly T[]> {
  return {
    expected: `a list of ${what}`,
    schema: { type: "array", items: item.schema },
    fits: (value) => value.kind === "list",
    read(value, problems) {
      if (value.kind !== "list") return wrongType(value, `a list of ${what}`, problems);
      return value.items.flatMap((entry) => item.read(entry, problems) ?? []);
    },
  };
}

export interface Entry<T> {
  readonly key: string;
  /** Where the key stands. */
  readonly at: Place;
  readonly value: T;
}

/** A map whose keys are the writer's own: names of nodes, of parameters. */
export function dictionary<T>(key: Shape<string>, item: Shape<T>, what: string): Shape<readonly Entry<T>[]> {
  return {
    expected: `a map of ${what}`,
    schema: { type: "object", additionalProperties: item.schema, propertyNames: key.schema },
    fits: (value) => value.kind === "map",
    read(value, problems) {
      if (value.kind !== "map") return wrongType(value, `a map of ${what}`, problems);
      return value.entries.flatMap((entry) => {
        const name = key.read({ kind: "scalar", at: entry.keyAt, text: entry.key, quoted: true }, problems);
        const datum = item.read(entry.value, problems);
        return name === undefined || datum === undefined ? [] : [{ key: name, at: entry.keyAt, value: datum }];
      });
    },
  };
}

/** What a key means, for editors and for docs/manifest.md; a record takes no key without it. */
export interface Described<T> extends Shape<T> {
  readonly description: string;
}

export interface Notes {
  /** What leaving the key out means, where one value says it. */
  readonly default?: string | number | boolean;
  readonly example?: unknown;
}

export function described<T>(shape: Shape<T>, description: string, notes: Notes = {}): Described<T> {
  const schema = {
    title: shape.expected,
    ...shape.schema,
    description,
    ...(notes.default === undefined ? {} : { default: notes.default }),
    ...(notes.example === undefined ? {} : { examples: [notes.example] }),
  };
  return { ...shape, description, schema };
}

type Fields = Readonly<Record<string, Described<unknown>>>;

export type RecordOf<R extends Fields, O extends Fields> = { readonly [K in keyof R]: Read<R[K]> } & {
  readonly [K in keyof O]?: Read<O[K]>;
} & { readonly at: Place; readonly keys: ReadonlyMap<string, Place> };

/** A map whose keys are the language's; `keys` tells where each was written. */
export function record<const R extends Fields, const O extends Fields>(
  what: string,
  required: R,
  optional: O,
): Shape<RecordOf<R, O>> {
  const known = new Map(Object.entries({ ...required, ...optional }));
  return {
    expected: what,
    schema: {
      title: what,
      type: "object",
      properties: Object.fromEntries([...known].map(([key, shape]) => [key, shape.schema])),
      required: Object.keys(required),
      additionalProperties: false,
    },
    fits: (value) => value.kind === "map",
    read(value, problems) {
      if (value.kind !== "map") return wrongType(value, what, problems);
      const keys = new Map(value.entries.map((entry) => [entry.key, entry.keyAt]));
      const data: Record<string, unknown> = { at: value.at, keys };
      let whole = true;
      for (const entry of value.entries) {
        const datum = readField(entry, known, what, problems);
        if (datum === undefined) whole = false;
        else data[entry.key] = datum;
      }
      for (const key of Object.keys(required)) {
        if (value.entries.some((entry) => entry.key === key)) continue;
        problems.add("missing-key", value.at, `expected the key "${key}" in ${what}`);
        whole = false;
      }
      return whole ? (data as RecordOf<R, O>) : undefined;
    },
  };
}

function readField(
  entry: MapEntry,
  known: ReadonlyMap<string, Shape<unknown>>,
  what: string,
  problems: Problems,
): unknown {
  const shape = known.get(entry.key);
  if (shape !== undefined) return shape.read(entry.value, problems);
  const hint = didYouMean(entry.key, known.keys());
  problems.add("unknown-key", entry.keyAt, `unknown key "${entry.key}" in ${what}`, hint);
  return undefined;
}
