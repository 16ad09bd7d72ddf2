/**
 * Patches between two versions of a CIB, in the form `crm_diff` makes and `cibadmin --patch` takes (`<diff format="2">`).
 * Deletions and modifications are done first, in their order; then whatever moves is taken out; then it and what is
 * created come in by rising position, so that each finds the siblings before it in their places.
 * Behaviour: docs/pacemaker/cib-changes.md#patches.
 */

import type { Problem } from "../problem.ts";
import { type Element, get, withChildren, type XmlNode } from "../xml/tree.ts";
import { compareToPartial, formatVersion, readVersion, type Version, withVersion } from "./version.ts";

/** A value of `undefined` removes the attribute. */
export interface AttributeChange {
  readonly name: string;
  readonly value: string | undefined;
}

/** `path` names an element from the root: `/cib/configuration/resources/primitive[@id='x']`. Positions count from 0. */
export type Change =
  | { readonly operation: "create"; readonly path: string; readonly position: number; readonly node: XmlNode }
  /** With a position, the path ends in `/comment`: it distinguishes comments. */
  | { readonly operation: "delete"; readonly path: string; readonly position?: number }
  /** `result` has the element's attributes as they shall be, and no children. */
  | {
      readonly operation: "modify";
      readonly path: string;
      readonly changes: readonly AttributeChange[];
      readonly result: Element;
    }
  | { readonly operation: "move"; readonly path: string; readonly position: number };

export interface Patch {
  /** The version the patch is for; counters left out may have any value, as all when there is no source. */
  readonly source?: Partial<Version>;
  /** The version of the result. */
  readonly target?: Partial<Version>;
  readonly changes: readonly Change[];
}

export type PatchResult =
  | { readonly ok: true; readonly cib: Element }
  /** `conflict`: the CIB has another version than the patch is for. `mismatch`: something it changes is not there. */
  | { readonly ok: false; readonly kind: "conflict" | "mismatch"; readonly problem: Problem };

/** A mutable stand-in for an element while a patch is applied. Turned back, it is the same element if nothing changed. */
interface Draft {
  readonly source: Element;
  readonly parent: Draft | undefined;
  attributes: ReadonlyMap<string, string>;
  children: (Draft | XmlNode)[];
}

/**
 * `cib` with the changes made, at the patch's target version. The parts that no change touches are shared with `cib`;
 * on a problem nothing is changed. A deletion of what is already gone is no problem.
 */
export function applyPatch(cib: Element, patch: Patch): PatchResult {
  const conflict = versionConflict(cib, patch);
  if (conflict !== undefined) return { ok: false, kind: "conflict", problem: conflict };
  const root = draftOf(cib, undefined);
  const placed: { readonly change: Change & { position: number }; readonly at: Draft }[] = [];
  for (const change of patch.changes) {
    const deleted = change.operation === "delete" ? find(root, change.path, change.position) : undefined;
    if (change.operation === "delete") {
      // What is gone already needs no deleting.
      deleted?.parent.children.splice(deleted.index, 1);
      continue;
    }
    const at = findElement(root, change.path);
    if (at === undefined) return mismatch(`the CIB has no ${change.path} to ${verb(change)}`);
    if (change.operation === "modify") at.attributes = change.result.attributes;
    else placed.push({ change, at });
  }
  for (const { change, at } of placed) {
    if (change.operation === "move") takeOut(at);
  }
  placed.sort((a, b) => a.change.position - b.change.position);
  for (const { change, at } of placed) {
    if (change.operation === "create") at.children.splice(change.position, 0, change.node);
    else if (change.operation === "move" && at.parent !== undefined) {
      // Anything may be created at the end, but a move past it shows that the patch is for another CIB.
      if (change.position > at.parent.children.length)
        return mismatch(`there is no position ${change.position} to move ${change.path} to`);
      takeOut(at);
      at.parent.children.splice(change.position, 0, at);
    }
  }
  return { ok: true, cib: withVersion(finish(root), patch.target ?? {}) };
}

function mismatch(message: string): PatchResult {
  return { ok: false, kind: "mismatch", problem: { code: "patch-mismatch", message } };
}

function verb(change: Change): string {
  return change.operation === "create" ? "create something in" : change.operation;
}

function versionConflict(cib: Element, { source }: Patch): Problem | undefined {
  if (source === undefined) return undefined;
  const version = readVersion(cib);
  const order = compareToPartial(version, source);
  if (order === 0) return undefined;
  const wanted = formatVersion({ ...version, ...source });
  const relation = order > 0 ? "has moved on to" : "is only at";
  return {
    code: "version-conflict",
    message: `the patch is for version ${wanted}, the CIB ${relation} ${formatVersion(version)}`,
  };
}

function draftOf(source: Element, parent: Draft | undefined): Draft {
  return { source, parent, attributes: source.attributes, children: [...source.children] };
}

function isDraft(node: Draft | XmlNode): node is Draft {
  return "source" in node;
}

function elementOf(node: Draft | XmlNode): Element | undefined {
  return isDraft(node) ? node.source : node.kind === "element" ? node : undefined;
}

const STEP = /\/([^/[]+)(?:\[@id='([^']*)'\])?/y;

interface Step {
  readonly name: string;
  readonly id: string | undefined;
}

/** Undefined for a path of any other form. */
export function parsePath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) return undefined;
    steps.push({ name: match[1] as string, id: match[2] });
  }
  return steps;
}

/** The first of several that match, as in Pacemaker. */
function indexOf(parent: Draft, step: Step): number {
  return parent.children.findIndex((c) => {
    const e = elementOf(c);
    return (
      e !== undefined &&
      e.name === step.name &&
      (step.id === undefined || (isDraft(c) ? c.attributes.get("id") : get(e, "id")) === step.id)
    );
  });
}

function descendTo(root: Draft, steps: readonly Step[]): Draft | undefined {
  const [first, ...rest] = steps;
  if (first === undefined || first.name !== root.source.name) return undefined;
  let at: Draft | undefined = root;
  for (const step of rest) {
    const index = indexOf(at, step);
    const found: Draft | XmlNode | undefined = at.children[index];
    if (found === undefined) return undefined;
    const next: Draft = isDraft(found) ? found : draftOf(found as Element, at);
    at.children[index] = next;
    at = next;
  }
  return at;
}

function findElement(root: Draft, path: string): Draft | undefined {
  const steps = parsePath(path);
  return steps === undefined ? undefined : descendTo(root, steps);
}

function find(
  root: Draft,
  path: string,
  position: number | undefined,
): { readonly parent: Draft; readonly index: number } | undefined {
  const steps = parsePath(path);
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined || steps.length < 2) return undefined;
  const parent = descendTo(root, steps.slice(0, -1));
  if (parent === undefined) return undefined;
  const isComment = (c: Draft | XmlNode | undefined): boolean => c !== undefined && !isDraft(c) && c.kind === "comment";
  const comment =
    position === undefined
      ? parent.children.findIndex(isComment)
      : isComment(parent.children[position])
        ? position
        : -1;
  const element = indexOf(parent, last);
  const index = last.name === "comment" && element < 0 ? comment : element;
  return index < 0 ? undefined : { parent, index };
}

/** Does nothing where it is out already, as the second time a patch moves the same element. */
function takeOut(node: Draft): void {
  const index = node.parent?.children.indexOf(node) ?? -1;
  if (index >= 0) node.parent?.children.splice(index, 1);
}

function finish(draft: Draft): Element {
  const { source } = draft;
  const changed = withChildren(
    source,
    draft.children.map((c) => (isDraft(c) ? finish(c) : c)),
  );
  return draft.attributes === source.attributes ? changed : { ...changed, attributes: draft.attributes };
}
