/** Reading a program's JSON: values whose form is not known until it was looked at. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Undefined for what is not JSON, as half an answer is not. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

export const isObject = (value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined unless it is a list of texts. */
export function texts(value: JsonValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all = value.filter((item): item is string => typeof item === "string");
  return all.length === value.length ? all : undefined;
}
