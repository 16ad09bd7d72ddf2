/** Settings as people type them (`name=value`, and `name=` to remove one), and the sentences about them. */
import { HIDDEN, isSecretName } from "../../cib/secret-text.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { VerbStep } from "./verb.ts";

/** A name and its new value; undefined removes it. */
export type NewPair = readonly [name: string, value: string | undefined];

/** Throws `usage` for a word without `=`. */
export function readPairs(words: readonly string[]): NewPair[] {
  return words.map((word) => {
    const at = word.indexOf("=");
    if (at < 1)
      throw new HoldfastError("usage", `expected NAME=VALUE, found "${word}"`, {
        hint: `to remove it: ${at === 0 ? "NAME" : word}=`,
      });
    const value = word.slice(at + 1);
    return [word.slice(0, at), value === "" ? undefined : value];
  });
}

/** @param kind such as "attribute" */
export function sentences(kind: string, [name, value]: NewPair): Pick<VerbStep, "done" | "already"> {
  if (value === undefined) return { done: `no longer has the ${kind} ${name}`, already: `has no ${kind} ${name}` };
  const shown = `${name}=${isSecretName(name) ? HIDDEN : value}`;
  return { done: `has the ${kind} ${shown}`, already: `has the ${kind} ${shown} already` };
}
