/** Reads a file (a manifest or a CIB) into the whole CIB that it describes. */

import { sameWriting, writingOf } from "../cib/last-written.ts";
import { hiddenIn } from "../cib/masked.ts";
import { compareVersions, formatVersion, readPartialVersion, readVersion } from "../cib/patch/version.ts";
import { formatProblems, type Problem } from "../cib/problem.ts";
import { HIDDEN } from "../cib/secret-text.ts";
import { brought, validateCib } from "../cib/validate.ts";
import { parseXml } from "../cib/xml/parse.ts";
import { child, type Element, elements, get, idOf } from "../cib/xml/tree.ts";
import { unfit } from "../cluster/edit.ts";
import { HoldfastError } from "../cluster/error.ts";
import { compile } from "../manifest/compile/compile.ts";
import { whereWritten } from "../manifest/compile/provenance.ts";
import { readManifest } from "../manifest/manifest.ts";
import { heldByOthers } from "../manifest/merge/held.ts";
import { merge } from "../manifest/merge/merge.ts";
import { unknownNodes, unknownReferences } from "../manifest/merge/references.ts";
import { fitSettings } from "../manifest/merge/settings.ts";
import { type Secret, secretReferences } from "../manifest/model/secrets.ts";
import type { ClusterSetting } from "../manifest/model/settings.ts";
import type { Locate } from "../report/plan/differences.ts";
import type { UnlikeProfile } from "../report/plan/document.ts";

/** A file's path and text. */
export interface Written {
  /** For messages. */
  readonly path: string;
  readonly text: string;
}

/** Whether a file is a CIB; else it is a manifest. */
export const isCib = ({ path, text }: Written): boolean => path.endsWith(".xml") || text.trimStart().startsWith("<");

/** Looks up a secret; undefined if the variable or file does not exist. */
export type SecretLookup = (from: Secret["from"]) => Promise<string | undefined>;

export interface Desired {
  /** The whole desired CIB, from the cluster's current one. */
  readonly cib: (current: Element) => Element;
  /** Secret values, never shown. */
  readonly secrets: ReadonlySet<string>;
  /** The file and line of a part. */
  readonly locate: Locate;
  /** What the file says and is probably not what was meant. */
  readonly warnings: readonly Problem[];
  /** A manifest, and no CIB. */
  readonly ofManifest: boolean;
  /** What an operator should know of how it fits into the cluster. */
  readonly notes: (current: Element) => readonly Problem[];
  /** What its profile would set, and the cluster has otherwise. */
  readonly unlikeProfile: (current: Element) => readonly UnlikeProfile[];
}

/** The value of a missing secret on a simulated cluster. */
const STAND_IN = "simulated";

function refuse(path: string, text: string, problems: readonly Problem[]): never {
  // The line with a caret is made here, while the file's text is known.
  const placed = problems.map((p) => ({
    ...p,
    ...(p.where === undefined ? {} : { where: { file: path, ...p.where } }),
  }));
  throw new HoldfastError(
    "invalid",
    [`${path} is not usable; nothing was changed`, ...formatProblems(placed, text)].join("\n"),
    { problems: placed },
  );
}

function parseCib(path: string, text: string): Element {
  const parsed = parseXml(text, { file: path });
  if (!parsed.ok) return refuse(path, text, [parsed.problem]);
  if (parsed.root.name !== "cib") refuse(path, text, validateCib(parsed.root, { file: path }).refusals);
  return parsed.root;
}

/**
 * Rejects with `invalid` for a file with any mistake.
 * @param simulated for a simulated cluster a missing secret gets a placeholder
 */
export async function readDesired(
  { path, text }: Written,
  secretSource: SecretLookup,
  simulated: boolean,
): Promise<Desired> {
  if (isCib({ path, text })) {
    const cib = parseCib(path, text);
    refuseHidden(path, text, cib);
    return {
      cib: (current) => {
        refuseOlder(path, cib, current);
        refuseOther(path, cib, current);
        const problems = brought(current, cib, { file: path });
        if (problems.length > 0) refuse(path, text, problems);
        return cib;
      },
      secrets: new Set(),
      locate: locateIn(cib, path),
      warnings: [],
      notes: () => [],
      ofManifest: false,
      unlikeProfile: () => [],
    };
  }
  const read = readManifest(text, path);
  if (!read.ok) return refuse(path, text, read.problems);
  const secrets = new Map<string, string>();
  for (const { name, from, simulated: dispensable } of secretReferences(read.manifest)) {
    const value = await secretSource(from);
    if (value !== undefined) secrets.set(name, value.replace(/\r?\n$/, ""));
    else if (simulated && dispensable) secrets.set(name, STAND_IN);
  }
  const compiled = compile(read.manifest, { secret: (name) => secrets.get(name) });
  if (!compiled.ok) return refuse(path, text, compiled.problems);
  const { secretValues } = compiled.compiled;
  const locate = whereWritten(read.manifest, read.written);
  // The plan and the notes about it are of one CIB: it is merged once.
  const laidOver = new WeakMap<Element, Element>();
  const merging = (current: Element): Element => {
    const cib = laidOver.get(current) ?? merge(current, compiled.compiled);
    laidOver.set(current, cib);
    return cib;
  };
  const merged = (current: Element): Element => {
    const cib = merging(current);
    const unknown = unknownReferences(read.manifest, cib);
    if (unknown.length > 0) refuse(path, text, unknown);
    refuseUnfit(path, brought(current, cib));
    return cib;
  };
  return {
    cib: merged,
    secrets: secretValues,
    locate,
    warnings: read.warnings,
    notes: (current) => [
      ...heldByOthers(current, compiled.compiled.resources),
      ...unknownNodes(read.manifest, merging(current)),
    ],
    ofManifest: true,
    unlikeProfile: (current) => unlikeProfile(current, compiled.compiled.settings),
  };
}

function unlikeProfile(current: Element, settings: readonly ClusterSetting[]): readonly UnlikeProfile[] {
  const configuration = child(current, "configuration");
  const left = configuration === undefined ? [] : fitSettings(configuration, settings).left;
  return left.flatMap(({ setting: { section, name, value, origin }, has }) =>
    origin.kind === "profile"
      ? [
          {
            section,
            name,
            has,
            profile: origin.profile,
            value,
            ...(origin.at === undefined ? {} : { where: origin.at }),
          },
        ]
      : [],
  );
}

/** Refuses a manifest for a configuration that it does not fit into: of another schema, or with its ids taken. */
function refuseUnfit(path: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw unfit(`${path} does not fit into the cluster's configuration`, problems);
}

/** Refuses a CIB that was printed to be shown: its secrets would be lost. */
function refuseHidden(path: string, text: string, cib: Element): void {
  const problems = hiddenIn(cib).map(
    (e): Problem => ({
      code: "bad-value",
      message: `${get(e, "name") ?? e.name} is ${HIDDEN}: this file was printed without its secrets`,
      ...(e.at === undefined ? {} : { where: { line: e.at.line, column: e.at.column } }),
    }),
  );
  if (problems.length > 0) refuse(path, text, problems);
}

/**
 * Refuses a CIB file older than the cluster's, since it would undo later changes. Its counters show that, as they do in
 * Pacemaker's own replacement of a CIB. A file without counters is accepted.
 */
function refuseOlder(path: string, cib: Element, current: Element): void {
  const { adminEpoch, epoch } = readPartialVersion(cib);
  if (epoch === undefined) return;
  const made = { adminEpoch: adminEpoch ?? 0, epoch, numUpdates: 0 };
  const now = readVersion(current);
  if (compareVersions(made, { ...now, numUpdates: 0 }) >= 0) return;
  throw new HoldfastError(
    "conflict",
    `${path} was made from configuration ${formatVersion(made)}, and the cluster is at ${formatVersion(now)}: it would undo later changes`,
    { hint: ANYWAY },
  );
}

const ANYWAY =
  "make the change in the cluster's current CIB, or remove epoch from the file's first line to apply it anyway";

/**
 * Refuses a CIB file that was made from another configuration than the cluster's and then edited, which raised its
 * counters: they alone do not show that it would undo later changes.
 */
function refuseOther(path: string, cib: Element, current: Element): void {
  if (readPartialVersion(cib).epoch === undefined || sameWriting(cib, current)) return;
  const [made, now] = [writingOf(cib), writingOf(current)];
  const from =
    made === "" ? "does not say which configuration it was made from" : `was made from the configuration ${made}`;
  const others = now === "" ? "" : `, and the cluster's was ${now}`;
  throw new HoldfastError("conflict", `${path} ${from}${others}: it would undo later changes`, { hint: ANYWAY });
}

/** The lines of elements, by name and id; an element that is not in the file has none. */
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
