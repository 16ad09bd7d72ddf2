/** A value: a text, or a secret that is looked up when the manifest is compiled. */
import type { Place } from "../../cib/problem.ts";

export type Setting =
  | { readonly kind: "text"; readonly text: string }
  /** `at` is where it was referred to. */
  | { readonly kind: "secret"; readonly name: string; readonly at: Place };

export function textSetting(value: string): Setting {
  return { kind: "text", text: value };
}
