/** Reading a program's JSON: values whose form is not known until it was looked at. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Undefined for what is not JSON, as half an answer is not. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined unless it is a list of texts. */
export function texts(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.filter((item): item is string => typeof item === "string");
  return all.length === value.length ? all : undefined;
}
