/**
 * A word of the manifest for a kind of element. One description says both ways: how its YAML value is read into the
 * element, and how an element is written as the shortest YAML value. What is written is read again and compared
 * (`import/object.ts`), so a word need not say everything an element may hold: what it has no way to say goes into `raw`.
 */
import type { Place } from "../../cib/problem.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { type Setting, textSetting } from "../model/setting.ts";
import { type Described, mapped, record, type Shape } from "../read/shape.ts";
import { type Plain, type PlainMap, plainMap } from "./plain.ts";

/** What an element is made for. */
export interface Owner {
  /** Its id, or the one that its id is made of. */
  readonly id: string;
  readonly at: Place;
  /** Whether instances of what is around it are promoted. */
  readonly promotable?: boolean;
  /** The name of the operation that is made. */
  readonly label?: string;
  /** The id of a resource that a reference names. */
  readonly idOf?: (name: string) => string;
}

export type Make = (owner: Owner) => DraftElement;

/** What a writer must know of the rest of the CIB. */
export interface Surroundings {
  /** Whether something refers to an element with this id, so that the id has to be said. */
  readonly isReferred: (id: string) => boolean;
  /** Whether instances of what is around the element are promoted. */
  readonly promotable?: boolean;
}

export interface Word {
  readonly shape: Shape<Make>;
  /** `undefined`: there is no way to say it. */
  write(e: Element, surroundings: Surroundings): Plain | undefined;
}

/** An element that is being made. */
export class Build {
  readonly attributes = new Map<string, Setting>();
  readonly children: DraftElement[] = [];
  readonly places = new Map<string, Place>();
  owner: Owner;

  constructor(owner: Owner) {
    this.owner = owner;
    this.set("id", owner.id);
  }

  set(name: string, value: string | undefined, at?: Place): void {
    if (value === undefined) return;
    this.attributes.set(name, textSetting(value));
    if (at !== undefined) this.places.set(name, at);
  }

  draft(name: string): DraftElement {
    const { attributes, children, places } = this;
    return { name, at: this.owner.at, attributes, children, places };
  }
}

/** What one key says of an element. */
export interface Part {
  readonly key: string;
  readonly shape: Described<unknown>;
  readonly required: boolean;
  /** @param said `undefined` where the key is not there */
  put(said: unknown, build: Build): void;
  take(e: Element, surroundings: Surroundings): Plain | undefined;
}

export interface PartRule<T> {
  readonly key: string;
  readonly shape: Described<T>;
  readonly required?: boolean;
  put(said: T | undefined, build: Build): void;
  take(e: Element, surroundings: Surroundings): Plain | undefined;
}

export function partOf<T>(rule: PartRule<T>): Part {
  // What the shape has read is what the part is given: `word` keeps both together.
  return { ...rule, required: rule.required ?? false, put: (said, build) => rule.put(said as T | undefined, build) };
}

interface AttributeOptions {
  /** In the CIB, where it is called otherwise. */
  readonly attribute?: string;
  readonly required?: boolean;
  /** What leaving it out means, to Pacemaker too. */
  readonly default?: string;
  /** What it is in the CIB as the language writes it. */
  readonly normal?: (text: string) => string;
}

/** An attribute of the element that is said as it is. */
export function attribute(
  key: string,
  shape: Described<string | number | boolean>,
  options: AttributeOptions = {},
): Part {
  const name = options.attribute ?? key;
  return partOf({
    key,
    shape,
    required: options.required ?? false,
    put: (said, build) => build.set(name, said === undefined ? undefined : String(said)),
    take(e) {
      const text = get(e, name);
      if (text === undefined || text === options.default) return undefined;
      return options.normal === undefined ? text : options.normal(text);
    },
  });
}

/** A map whose keys are parts of an element called `tag`. */
export function word(title: string, tag: string, parts: readonly Part[]): Word {
  const keyed = (required: boolean): Record<string, Described<unknown>> =>
    Object.fromEntries(parts.filter((p) => p.required === required).map((p) => [p.key, p.shape]));
  const fields = record(title, keyed(true), keyed(false));
  return {
    shape: mapped(fields, (said) => (owner) => {
      const build = new Build(owner);
      const data: Readonly<Record<string, unknown>> = said;
      for (const p of parts) p.put(said.keys.has(p.key) ? data[p.key] : undefined, build);
      return build.draft(tag);
    }),
    write(e, surroundings) {
      return e.name === tag ? takeAll(parts, e, surroundings) : undefined;
    },
  };
}

export function takeAll(parts: readonly Part[], e: Element, surroundings: Surroundings): PlainMap {
  return plainMap(Object.fromEntries(parts.map((p) => [p.key, p.take(e, surroundings)])));
}
