/**
 * What a CIB's configuration is made of, by major version of its schema: Pacemaker tries a document against the schema it
 * names and all later ones, so that of each major version only the last, which takes all that those before it took,
 * decides. Source: the language of Pacemaker's RelaxNG schemas 1.3, 2.10, 3.10 and 4.0; docs/pacemaker, "The CIB".
 */

import { type AttributeType, TYPES } from "./attribute-type.ts";
import { TYPES_4, VERSION_4 } from "./newest.ts";
import { readPattern } from "./notation.ts";
import { TYPES_1, TYPES_2, TYPES_3, VERSION_1, VERSION_2, VERSION_3 } from "./older.ts";
import { type Mentioned, mentioned, type Pattern } from "./pattern.ts";

export type Major = 1 | 2 | 3 | 4;

export interface Content extends Mentioned {
  readonly pattern: Pattern;
}

/** What may be in elements, by major version. */
export class Grammar {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #types: ReadonlyMap<string, AttributeType>;
  readonly #read = new Map<string, Content | undefined>();

  constructor(texts: Readonly<Record<string, string>>, types: Readonly<Record<string, AttributeType>>) {
    this.#texts = texts;
    this.#types = new Map([...TYPES, ...Object.entries(types)]);
  }

  /** The name of the pattern of an element below one with the pattern `parent`. */
  nameBelow(parent: string, element: string): string {
    const own = `${parent}/${element}`;
    return Object.hasOwn(this.#texts, own) ? own : element;
  }

  content(name: string): Content | undefined {
    if (!this.#read.has(name)) this.#read.set(name, this.#parse(name));
    return this.#read.get(name);
  }

  #parse(name: string): Content | undefined {
    const text = Object.hasOwn(this.#texts, name) ? this.#texts[name] : undefined;
    if (text === undefined) return undefined;
    const pattern = readPattern(text, this.#types);
    return { pattern, ...mentioned(pattern) };
  }
}

const texts3 = { ...VERSION_4, ...VERSION_3 };
const texts2 = { ...texts3, ...VERSION_2 };

export const GRAMMARS: Readonly<Record<Major, Grammar>> = {
  4: new Grammar(VERSION_4, TYPES_4),
  3: new Grammar(texts3, TYPES_3),
  2: new Grammar(texts2, TYPES_2),
  1: new Grammar({ ...texts2, ...VERSION_1 }, TYPES_1),
};
