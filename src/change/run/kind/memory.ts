/** Reading what a kind of run remembers, or was asked for: JSON that may come from another version of this program. */
import type { Json } from "../../../cib/run-record.ts";
import { HoldfastError } from "../../../cluster/error.ts";

const member = (json: Json, name: string): Json | undefined =>
  typeof json === "object" && json !== null && !Array.isArray(json)
    ? (json as { readonly [name: string]: Json })[name]
    : undefined;

/** What is thrown for a journal that another version wrote. */
export const unreadable = (name: string): HoldfastError =>
  new HoldfastError("invalid", `the journal of the run does not say its ${name} as this version reads it`, {
    hint: "undo it: holdfast run undo RUN",
  });

/** Throws `invalid` where it is no text. */
export function textIn(json: Json, name: string): string {
  const value = member(json, name);
  if (typeof value !== "string") throw unreadable(name);
  return value;
}

/** Undefined where it is not there. */
export function optionalTextIn(json: Json, name: string): string | undefined {
  return member(json, name) === undefined ? undefined : textIn(json, name);
}

/** Undefined where it is not there. */
export function optionalTextsIn(json: Json, name: string): readonly string[] | undefined {
  const value = member(json, name);
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((v) => typeof v === "string")) throw unreadable(name);
  return value;
}

/** Undefined where it is not there. */
export function optionalNumberIn(json: Json, name: string): number | undefined {
  const value = member(json, name);
  if (value === undefined) return undefined;
  if (typeof value !== "number") throw unreadable(name);
  return value;
}

/** False where it is not there. */
export const isFlagIn = (json: Json, name: string): boolean => member(json, name) === true;
