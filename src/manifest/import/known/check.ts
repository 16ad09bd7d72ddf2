/** Whether what an import says in short words is what is there: it is compiled again, and laid over the cluster. */
import { child, type Element, elements, get, idOf, walk } from "../../../cib/xml/tree.ts";
import { compile } from "../../compile/compile.ts";
import { readManifest } from "../../manifest.ts";
import { merge } from "../../merge/merge.ts";
import type { Secrets } from "../source/secrets.ts";
import type { KnownParts } from "./known.ts";

/** All parts at once. */
export const ALL_PARTS = "everything";

/** The parts that would change something; none if the whole manifest changes nothing. */
export function partsThatDiffer(cib: Element, text: string, known: KnownParts, secrets: Secrets): readonly string[] {
  const read = readManifest(text);
  if (!read.ok) return [ALL_PARTS];
  const result = compile(read.manifest, { secret: (name) => secrets.valueOf(name) });
  if (!result.ok) return [ALL_PARTS];
  const [before, after] = [child(cib, "configuration"), child(merge(cib, result.compiled), "configuration")];
  if (before === undefined || after === undefined) return [ALL_PARTS];
  const parts = new Set<string>();
  for (const name of new Set([...elements(before), ...elements(after)].map((section) => section.name))) {
    const [was, is] = [child(before, name), child(after, name)];
    if (was === is || name === "tags") continue;
    if (name === "crm_config") parts.add(known.settings.has("properties stonith-enabled") ? "fencing" : ALL_PARTS);
    else for (const e of changed(was, is)) parts.add(partOf(e, known));
  }
  return [...parts];
}

function changed(was: Element | undefined, is: Element | undefined): readonly Element[] {
  const [before, after] = [was === undefined ? [] : elements(was), is === undefined ? [] : elements(is)];
  const stayed = new Set(before.filter((e) => after.includes(e)));
  return [...before, ...after].filter((e) => !stayed.has(e));
}

function partOf(e: Element, known: KnownParts): string {
  const named = [
    idOf(e),
    ...walk(e).flatMap((part) => ["rsc", "first", "then"].flatMap((key) => get(part, key) ?? [])),
  ];
  return named.map((id) => known.partOf.get(id)).find((part) => part !== undefined) ?? ALL_PARTS;
}
