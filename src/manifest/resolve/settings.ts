/** Settings as declared, laid over settings as given: a text replaces or adds, nothing takes away. */

import { OPTION_TYPES, type OptionType } from "../../cib/option-types.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { parseScore } from "../../cib/value/score.ts";
import type { DeclaredParameters, DeclaredSettings } from "../language/service.ts";
import { type Setting, textSetting } from "../model/setting.ts";
import type { Problems } from "../read/shape.ts";

export function overrideSettings(
  given: ReadonlyMap<string, string>,
  declared: DeclaredSettings | undefined,
  kind: "meta_attributes" | "cluster_property_set" | "other",
  problems: Problems,
): ReadonlyMap<string, string> {
  const result = new Map(given);
  for (const { key, value } of declared ?? []) {
    if (value.value === null) {
      result.delete(key);
      continue;
    }
    const expected = expectation(OPTION_TYPES.get(kind)?.get(key), value.value);
    if (expected !== undefined) {
      problems.add("bad-value", value.at, `expected ${expected} for ${key}, found "${value.value}"`);
    }
    result.set(key, value.value);
  }
  return result;
}

/** What an option of known type should have been, when it is not. */
function expectation(type: OptionType | undefined, value: string): string | undefined {
  switch (type) {
    case "boolean":
      return parseBoolean(value) === undefined ? "true or false" : undefined;
    case "score":
      return /^([+-]?\d+|[+-]?INFINITY)$/.test(value) && parseScore(value) !== undefined
        ? undefined
        : "a whole number, INFINITY or -INFINITY";
    case "integer":
      return /^[+-]?\d+$/.test(value) ? undefined : "a whole number";
    case "duration":
    case "interval":
      return parseInterval(value) === undefined ? 'a duration such as "30s"' : undefined;
    case "role":
      return /^(stopped|started|promoted|unpromoted)$/i.test(value)
        ? undefined
        : "Started, Stopped, Promoted or Unpromoted";
    default:
      return undefined;
  }
}

export function overrideParameters(
  given: ReadonlyMap<string, Setting>,
  declared: DeclaredParameters | undefined,
  secrets: ReadonlySet<string>,
  problems: Problems,
): ReadonlyMap<string, Setting> {
  const result = new Map(given);
  for (const { key, value } of declared ?? []) {
    const setting = value.value;
    if (setting === null) result.delete(key);
    else if (typeof setting === "string") result.set(key, textSetting(setting));
    else {
      const { value: name, at } = setting.secret;
      if (!secrets.has(name)) {
        problems.add("unknown-secret", at, `there is no secret "${name}"`, declareSecret(name, secrets));
      }
      result.set(key, { kind: "secret", name, at });
    }
  }
  return result;
}

export function declareSecret(name: string, secrets: ReadonlySet<string>): string {
  const known = [...secrets].join(", ");
  return `declare it under "secrets", as in ${name}: {file: /path}${known === "" ? "" : `; declared are ${known}`}`;
}
