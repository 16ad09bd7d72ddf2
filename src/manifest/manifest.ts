/**
 * A manifest's text into what it means, or everything that is wrong with it: read (YAML with places), check (shapes),
 * resolve (references and defaults).
 */
import type { Problem } from "../cib/problem.ts";
import { manifestShape } from "./language/language.ts";
import type { Manifest } from "./model/model.ts";
import { Problems } from "./read/shape.ts";
import type { Value } from "./read/value.ts";
import { parseYaml } from "./read/yaml.ts";
import { resolve } from "./resolve/resolve.ts";

export type ManifestResult =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      /** As it was read, with the place of everything. */
      readonly written: Value;
      /** What is probably not what was meant. */
      readonly warnings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param file named in the problems */
export function readManifest(text: string, file?: string): ManifestResult {
  const read = parseYaml(text, file);
  if (!read.ok) return read;
  const problems = new Problems();
  const declared = manifestShape.read(read.value, problems);
  // What does not have its shape cannot be resolved, and would only be reported a second time.
  if (declared === undefined || problems.list.length > 0) return { ok: false, problems: inOrder(problems.list) };
  const manifest = resolve(declared, file, problems);
  return problems.list.length > 0
    ? { ok: false, problems: inOrder(problems.list) }
    : { ok: true, manifest, written: read.value, warnings: inOrder(problems.warnings) };
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const line = (p: Problem): number => p.where?.line ?? 0;
  const column = (p: Problem): number => p.where?.column ?? 0;
  return [...problems].sort((a, b) => line(a) - line(b) || column(a) - column(b));
}
