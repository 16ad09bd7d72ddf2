/** From a file somebody wrote (a manifest, or a CIB) to the whole CIB it asks for. */

import { compareVersions, formatVersion, readPartialVersion, readVersion } from "../cib/patch/version.ts";
import { formatProblems, type Problem } from "../cib/problem.ts";
import { brought, validateCib } from "../cib/validate.ts";
import { parseXml } from "../cib/xml/parse.ts";
import { type Element, elements, idOf } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import { compile } from "../manifest/compile/compile.ts";
import { whereWritten } from "../manifest/compile/provenance.ts";
import { readManifest } from "../manifest/manifest.ts";
import { merge } from "../manifest/merge/merge.ts";
import { secretReferences } from "../manifest/model/secrets.ts";
import type { Locate } from "../report/plan/differences.ts";
import type { Context } from "./context.ts";

export interface Desired {
  /** What is asked for, given what the cluster has. */
  readonly cib: (current: Element) => Element;
  /** Values that must not be shown. */
  readonly secrets: ReadonlySet<string>;
  /** Where a part of it was written. */
  readonly locate: Locate;
}

/** What a simulated cluster is given where a real one would need a secret that is not there. */
const STAND_IN = "simulated";

function refuse(path: string, text: string, problems: readonly Problem[]): never {
  // The picture is drawn here, where the text still is.
  const placed = problems.map((p) => ({
    ...p,
    ...(p.where === undefined ? {} : { where: { file: path, ...p.where } }),
  }));
  throw new HoldfastError(
    "invalid",
    [`${path} is not usable; nothing was changed`, ...formatProblems(placed, text)].join("\n"),
  );
}

function parseCib(path: string, text: string): Element {
  const parsed = parseXml(text, { file: path });
  if (!parsed.ok) return refuse(path, text, [parsed.problem]);
  if (parsed.root.name !== "cib") refuse(path, text, validateCib(parsed.root, { file: path }).refusals);
  return parsed.root;
}

/**
 * Rejects with `invalid` (nothing is half read) or `missing`.
 * @param simulated nothing real is behind the cluster, so a secret that is not there may be stood in for
 */
export async function loadDesired(context: Context, path: string, simulated: boolean): Promise<Desired> {
  const text = await context.readFile(path);
  if (path.endsWith(".xml") || text.trimStart().startsWith("<")) {
    const cib = parseCib(path, text);
    return {
      cib: (current) => {
        refuseOlder(path, cib, current);
        const problems = brought(current, cib, { file: path });
        if (problems.length > 0) refuse(path, text, problems);
        return cib;
      },
      secrets: new Set(),
      locate: locateIn(cib, path),
    };
  }
  const read = readManifest(text, path);
  if (!read.ok) return refuse(path, text, read.problems);
  const secrets = new Map<string, string>();
  for (const { name, from, simulated: dispensable } of secretReferences(read.manifest)) {
    const value = "env" in from ? context.env[from.env] : await optionalFile(context, from.file);
    if (value !== undefined) secrets.set(name, value.replace(/\r?\n$/, ""));
    else if (simulated && dispensable) secrets.set(name, STAND_IN);
  }
  const compiled = compile(read.manifest, { secret: (name) => secrets.get(name) });
  if (!compiled.ok) return refuse(path, text, compiled.problems);
  const { secretValues } = compiled.compiled;
  const locate = whereWritten(read.manifest, read.written);
  return { cib: (current) => merge(current, compiled.compiled), secrets: secretValues, locate };
}

/**
 * A CIB that was saved, edited and brought back would undo what others changed meanwhile: its counters tell, as they do
 * to Pacemaker's own replacement of a CIB. Without them it is taken for what it says.
 */
function refuseOlder(path: string, cib: Element, current: Element): void {
  const { adminEpoch, epoch } = readPartialVersion(cib);
  if (epoch === undefined) return;
  const made = { adminEpoch: adminEpoch ?? 0, epoch, numUpdates: 0 };
  const now = readVersion(current);
  if (compareVersions(made, { ...now, numUpdates: 0 }) >= 0) return;
  throw new HoldfastError(
    "conflict",
    `${path} was made from configuration ${formatVersion(made)}, and the cluster is at ${formatVersion(now)}: it would undo what changed since`,
    {
      hint: "make the change in the cluster's CIB as it is now; without epoch in its first line a file is taken as it is",
    },
  );
}

/** The same elements by their names and ids; what is no longer in the file has no place in it. */
function locateIn(root: Element, file: string): Locate {
  return (trail) => {
    let at: Element | undefined = root;
    for (const e of trail.slice(1)) {
      at = elements(at, e.name).find((c) => idOf(c) === idOf(e));
      if (at === undefined) return undefined;
    }
    return at.at === undefined ? undefined : { file, line: at.at.line, column: at.at.column };
  };
}

async function optionalFile(context: Context, path: string): Promise<string | undefined> {
  try {
    return await context.readFile(path);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "missing") return undefined;
    throw error;
  }
}
