/** Tags, fencing levels and access rules as pcs commands: what they name has to be there before they come, and may go after them. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ChangedObject, Commands, Unsaid } from "./pcs-pairs.ts";

/** What has to be done before resources change, and what after it. */
export interface Around {
  readonly first: Commands;
  readonly last: Commands;
}

/** @param section of the configuration. `unsaid` where pcs has no words, or gives other ids. */
export function otherCommands(section: string, changed: ChangedObject): Around | Unsaid {
  switch (section) {
    case "tags":
      return tag(changed);
    case "fencing-topology":
      return level(changed);
    case "acls":
      return acl(changed);
    default:
      return "unsaid";
  }
}

const refs = (e: Element, name: string): string[] => elements(e, name).map(idOf);

function tag({ id, before, after }: ChangedObject): Around | Unsaid {
  if (after === undefined) return { first: [["tag", "remove", id]], last: [] };
  const now = refs(after, "obj_ref");
  if (before === undefined) return { first: [], last: [["tag", "create", id, ...now]] };
  const old = refs(before, "obj_ref");
  const kept = old.filter((ref) => now.includes(ref));
  const added = now.filter((ref) => !old.includes(ref));
  // pcs puts what is added behind what was there.
  if (kept.length === 0 || [...kept, ...added].join() !== now.join()) return "unsaid";
  const removed = old.filter((ref) => !now.includes(ref));
  return {
    first: removed.length === 0 ? [] : [["tag", "update", id, "remove", ...removed]],
    last: added.length === 0 ? [] : [["tag", "update", id, "add", ...added]],
  };
}

function level({ id, before, after }: ChangedObject): Around | Unsaid {
  const words = (e: Element): readonly [index: string, target: string] | Unsaid => {
    const [index, target] = [get(e, "index"), get(e, "target")];
    return index === undefined || target === undefined || e.attributes.size > 4 ? "unsaid" : [index, target];
  };
  const [old, now] = [before && words(before), after && words(after)];
  if (old === "unsaid" || now === "unsaid") return "unsaid";
  const first = old === undefined ? [] : [["stonith", "level", "remove", old[0], "target", old[1]]];
  if (after === undefined || now === undefined) return { first, last: [] };
  if (id !== `fl-${now[1]}-${now[0]}`) return "unsaid";
  const devices = (get(after, "devices") ?? "").split(",").map((device) => device.trim());
  return { first, last: [["stonith", "level", "add", ...now, ...devices, "--force"]] };
}

const HOLDERS: ReadonlyMap<string, string> = new Map([
  ["acl_target", "user"],
  ["acl_group", "group"],
]);

function acl({ id, before, after }: ChangedObject): Around | Unsaid {
  const holder = HOLDERS.get((after ?? before)?.name ?? "");
  if (holder !== undefined) return holderOfRoles(holder, id, before, after);
  if (after === undefined) return { first: [], last: [["acl", "role", "delete", id]] };
  if (before !== undefined) return "unsaid";
  const permissions = elements(after).map((e) => permission(e));
  const description = get(after, "description");
  const usual = permissionIds(after).join() === elements(after).map(idOf).join();
  if (permissions.includes(undefined) || !usual) return "unsaid";
  const said = description === undefined ? [] : [`description=${description}`];
  return { first: [], last: [["acl", "role", "create", id, ...said, ...permissions.flatMap((words) => words ?? [])]] };
}

function permission(e: Element): readonly string[] | undefined {
  const [kind, xpath, reference] = [get(e, "kind"), get(e, "xpath"), get(e, "reference")];
  if (kind === undefined || e.attributes.size !== 3) return undefined;
  if (xpath !== undefined) return [kind, "xpath", xpath];
  return reference === undefined ? undefined : [kind, "id", reference];
}

/** As pcs makes them. */
function permissionIds(role: Element): string[] {
  const taken = new Map<string, number>();
  return elements(role).map((e) => {
    const base = `${idOf(role)}-${get(e, "kind")}`;
    const before = taken.get(base) ?? 0;
    taken.set(base, before + 1);
    return before === 0 ? base : `${base}-${before}`;
  });
}

function holderOfRoles(
  kind: string,
  id: string,
  before: Element | undefined,
  after: Element | undefined,
): Around | Unsaid {
  if (after === undefined) return { first: [["acl", kind, "delete", id]], last: [] };
  const now = refs(after, "role");
  if (before === undefined) return { first: [], last: [["acl", kind, "create", id, ...now]] };
  const old = refs(before, "role");
  return {
    first: old.filter((role) => !now.includes(role)).map((role) => ["acl", "role", "unassign", role, kind, id]),
    last: now.filter((role) => !old.includes(role)).map((role) => ["acl", "role", "assign", role, kind, id]),
  };
}
