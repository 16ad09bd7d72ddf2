/** From a CIB to a manifest and back, for tests. */
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, get, idOf, walk } from "../../cib/xml/tree.ts";
import { compile } from "../compile/compile.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "../merge/merge.ts";

export function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

/** The values of secrets by the names that an import gives them. */
function secretsOf(cib: Element): ReadonlyMap<string, string> {
  return new Map(
    walk(cib)
      .filter((e) => e.name === "primitive" || e.name === "template")
      .flatMap((e) => walk(e).map((pair) => [`${idOf(e)}-${get(pair, "name")}`, get(pair, "value") ?? ""] as const)),
  );
}

/** The CIB with a manifest laid over it, whose secrets are in the cluster that it was imported from. */
export function applied(cib: Element, manifest: string, from: Element = cib): Element {
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}\n${manifest}`);
  const secrets = secretsOf(from);
  const result = compile(read.manifest, {
    secret: (name) => secrets.get(name) ?? secrets.get(name.replace(/-\d+$/, "")),
  });
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${manifest}`);
  return merge(cib, result.compiled);
}

/** The configuration as lines, without the tag of what the manifest owns, and the section of tags if nothing else is there. */
export function configuration(cib: Element): string {
  const inside = child(cib, "configuration") ?? cib;
  const text = printXml(inside).replace(/ *<!--[\s\S]*?-->\n/g, "");
  return text.replace(/ *<tag id="holdfast">[\s\S]*?<\/tag>\n/, "").replace(/ *<tags>\s*<\/tags>\n| *<tags\/>\n/, "");
}
