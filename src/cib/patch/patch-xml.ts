/** Patches as XML: `<diff format="2">`, read from `crm_diff` and written for `cibadmin --patch`. */

import type { Problem } from "../problem.ts";
import { child, type Element, element, elements, get, type XmlNode } from "../xml/tree.ts";
import { type AttributeChange, type Change, type Patch, parsePath } from "./patch.ts";
import { readPartialVersion, type Version } from "./version.ts";

/** `<diff format="2">`, as `cibadmin --patch` takes it; without `<version>` when the patch names none. */
export function patchToXml(patch: Patch): Element {
  const children: XmlNode[] = [];
  if (patch.source !== undefined || patch.target !== undefined) {
    const versions = [];
    if (patch.source !== undefined) versions.push(versionToXml("source", patch.source));
    if (patch.target !== undefined) versions.push(versionToXml("target", patch.target));
    children.push(element("version", {}, versions));
  }
  return element("diff", { format: "2" }, [...children, ...patch.changes.map(changeToXml)]);
}

function versionToXml(name: string, { adminEpoch, epoch, numUpdates }: Partial<Version>): Element {
  return element(name, {
    admin_epoch: adminEpoch?.toString(),
    epoch: epoch?.toString(),
    num_updates: numUpdates?.toString(),
  });
}

function changeToXml(change: Change): Element {
  const { operation, path } = change;
  switch (operation) {
    case "create":
      return element("change", { operation, path, position: String(change.position) }, [change.node]);
    case "move":
      return element("change", { operation, path, position: String(change.position) });
    case "delete":
      return element("change", { operation, path, position: change.position?.toString() });
    case "modify": {
      const list = change.changes.map(({ name, value }) =>
        element("change-attr", { name, operation: value === undefined ? "unset" : "set", value }),
      );
      return element("change", { operation, path }, [
        element("change-list", {}, list),
        element("change-result", {}, [change.result]),
      ]);
    }
  }
}

export type PatchParseResult =
  | { readonly ok: true; readonly patch: Patch }
  | { readonly ok: false; readonly problem: Problem };

/** A patch from `<diff format="2">`. Problem `patch-syntax`: another format, or a change that cannot be read; with its place. */
export function patchFromXml(root: Element): PatchParseResult {
  if (root.name !== "diff" || get(root, "format") !== "2") {
    return refuse(root, `expected <diff format="2">, found <${root.name}>`);
  }
  const changes: Change[] = [];
  for (const e of elements(root, "change")) {
    const change = changeFromXml(e);
    if (change === undefined) return refuse(e, `invalid change: ${get(e, "operation") ?? "no operation"}`);
    changes.push(change);
  }
  const version = child(root, "version");
  const source = version === undefined ? undefined : child(version, "source");
  const target = version === undefined ? undefined : child(version, "target");
  return {
    ok: true,
    patch: {
      ...(source === undefined ? {} : { source: readPartialVersion(source) }),
      ...(target === undefined ? {} : { target: readPartialVersion(target) }),
      changes,
    },
  };
}

function refuse(e: Element, message: string): PatchParseResult {
  const where = e.at === undefined ? {} : { where: { line: e.at.line, column: e.at.column } };
  return { ok: false, problem: { code: "patch-syntax", message, ...where } };
}

function changeFromXml(e: Element): Change | undefined {
  const path = get(e, "path");
  if (path === undefined || parsePath(path) === undefined) return undefined;
  const position = /^\d+$/.test(get(e, "position") ?? "") ? Number(get(e, "position")) : undefined;
  switch (get(e, "operation")) {
    case "create": {
      const node = e.children.find((c) => c.kind !== "text");
      return node === undefined ? undefined : { operation: "create", path, position: position ?? 0, node };
    }
    case "move":
      return { operation: "move", path, position: position ?? 0 };
    case "delete":
      return position === undefined ? { operation: "delete", path } : { operation: "delete", path, position };
    case "modify": {
      const changeResult = child(e, "change-result");
      const result = changeResult === undefined ? undefined : elements(changeResult)[0];
      return result === undefined ? undefined : { operation: "modify", path, changes: attributeChanges(e), result };
    }
    default:
      return undefined;
  }
}

function attributeChanges(e: Element): readonly AttributeChange[] {
  const list = child(e, "change-list");
  if (list === undefined) return [];
  return elements(list, "change-attr").map((c) => ({
    name: get(c, "name") ?? "",
    value: get(c, "operation") === "unset" ? undefined : (get(c, "value") ?? ""),
  }));
}
