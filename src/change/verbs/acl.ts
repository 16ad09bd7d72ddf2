/** Access control: roles with their permissions, and the users and groups that have them. Written as pcs writes them. */
import { isOwnRecord } from "../../cib/own-records.ts";
import { withConfigurationSection } from "../../cib/sections.ts";
import { indexById } from "../../cib/value/element-index.ts";
import {
  descend,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  walk,
  withChildren,
} from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import { newId } from "./pairs.ts";
import type { Verb, VerbStep } from "./verb.ts";

const NOTHING = { resources: [] };

const KINDS = ["read", "write", "deny"] as const;

/** Who has roles. */
const HOLDERS = { user: "acl_target", group: "acl_group" } as const;
export type Holder = keyof typeof HOLDERS;

export interface NewPermission {
  readonly kind: (typeof KINDS)[number];
  /** An XPath, or the id of an element of the configuration. */
  readonly about: { readonly xpath: string } | { readonly reference: string };
}

/** As people type them: `read=/cib` for an XPath, `write=web` for the element with that id. Throws `usage` for others. */
export function readPermissions(words: readonly string[]): NewPermission[] {
  return words.map((word) => {
    const at = word.indexOf("=");
    const kind = KINDS.find((known) => known === word.slice(0, at));
    const about = word.slice(at + 1);
    if (kind === undefined || about === "")
      throw new HoldfastError("usage", `expected read=, write= or deny= before an XPath or an id, found "${word}"`, {
        hint: "read=/cib for an XPath, write=web for the element with the id web",
      });
    return { kind, about: about.startsWith("/") ? { xpath: about } : { reference: about } };
  });
}

/** What people made: Holdfast keeps its own records in roles of no permissions. */
export function aclsIn(cib: Element): readonly Element[] {
  const section = descend(cib, "configuration", "acls");
  return section === undefined ? [] : elements(section).filter((e) => !isOwnRecord(idOf(e)));
}

const rolesIn = (cib: Element): readonly Element[] => aclsIn(cib).filter(({ name }) => name === "acl_role");

const changed = (cib: Element, part: Element, by: Element | undefined): Element =>
  withConfigurationSection(cib, "acls", (all) => replaceChild(all, part, by));

/**
 * Makes the role, or adds permissions to one that is there.
 * Throws `missing` for a permission on an unknown id, `invalid` where something else has the role's id.
 */
export function addToRole(role: string, permissions: readonly NewPermission[]): Verb {
  const made: VerbStep = {
    object: role,
    edit: (cib) => {
      if (rolesIn(cib).some((e) => idOf(e) === role)) return cib;
      if (indexById(cib).has(role) || isOwnRecord(role))
        throw new HoldfastError("invalid", `the name ${role} is taken`, { hint: "another name for the role" });
      return withConfigurationSection(cib, "acls", (all) =>
        withChildren(all, [...all.children, element("acl_role", { id: role })]),
      );
    },
    done: "is a role",
    already: "is a role already",
  };
  return {
    name: "acl role",
    steps: [made, ...permissions.map((wanted) => permissionStep(role, wanted))],
    wanted: NOTHING,
  };
}

function permissionStep(role: string, { kind, about }: NewPermission): VerbStep {
  const where = "xpath" in about ? about.xpath : about.reference;
  return {
    object: role,
    edit: (cib) => {
      const present = namedRole(cib, role);
      const index = indexById(cib);
      if ("reference" in about && !index.has(about.reference))
        throw missing(`nothing has the id "${about.reference}"`, about.reference, walk(cib).map(idOf));
      const isThere = elements(present, "acl_permission").some(
        (p) => get(p, "kind") === kind && Object.entries(about).every(([name, value]) => get(p, name) === value),
      );
      if (isThere) return cib;
      const permission = element("acl_permission", { id: newId(index, `${role}-${kind}`), kind, ...about });
      return changed(cib, present, withChildren(present, [...present.children, permission]));
    },
    done: `may${kind === "deny" ? " not" : ""} ${kind === "deny" ? "see" : kind} ${where}`,
    already: `has ${kind} of ${where} already`,
  };
}

/** Gives roles to a user or a group, which is made where it has none yet. Throws `missing` for an unknown role. */
export function giveRoles(holder: Holder, name: string, roles: readonly string[]): Verb {
  return {
    name: `acl ${holder}`,
    steps: roles.map((role) => ({
      object: name,
      edit: (cib) => {
        namedRole(cib, role);
        const present = holderIn(cib, holder, name);
        const given = element("role", { id: role });
        if (present === undefined)
          return withConfigurationSection(cib, "acls", (all) =>
            withChildren(all, [...all.children, element(HOLDERS[holder], { id: name }, [given])]),
          );
        if (elements(present, "role").some((e) => idOf(e) === role)) return cib;
        return changed(cib, present, withChildren(present, [...present.children, given]));
      },
      done: `has the role ${role}`,
      already: `has the role ${role} already`,
    })),
    wanted: NOTHING,
  };
}

/** @param roles none for the user or group itself. Throws `missing` for an unknown name. */
export function takeRoles(holder: Holder, name: string, roles: readonly string[]): Verb {
  const whole: VerbStep = {
    object: name,
    edit: (cib) => changed(cib, namedHolder(cib, holder, name), undefined),
    done: "has no roles any more",
    already: "has no roles",
  };
  const steps = roles.map(
    (role): VerbStep => ({
      object: name,
      edit: (cib) => {
        const present = namedHolder(cib, holder, name);
        const own = elements(present, "role");
        const gone = own.find((e) => idOf(e) === role);
        if (gone === undefined) throw missing(`${name} does not have the role "${role}"`, role, own.map(idOf));
        return changed(cib, present, replaceChild(present, gone, undefined));
      },
      done: `no longer has the role ${role}`,
      already: `does not have the role ${role}`,
    }),
  );
  return { name: `acl ${holder}`, steps: steps.length === 0 ? [whole] : steps, wanted: NOTHING };
}

/** @param ids of roles, which their users and groups lose, or of permissions. Throws `missing` for an unknown one. */
export function removeAcls(ids: readonly string[]): Verb {
  return {
    name: "acl remove",
    steps: ids.map((id) => ({
      object: id,
      edit: (cib) => {
        for (const role of rolesIn(cib)) {
          if (idOf(role) === id) return withoutRole(cib, role);
          const permission = elements(role, "acl_permission").find((p) => idOf(p) === id);
          if (permission !== undefined) return changed(cib, role, replaceChild(role, permission, undefined));
        }
        throw missing(`there is no role or permission "${id}"`, id, rolesIn(cib).flatMap(withPermissions));
      },
      done: "is removed",
      already: "is removed",
    })),
    wanted: NOTHING,
  };
}

function withoutRole(cib: Element, role: Element): Element {
  const id = idOf(role);
  const holders = aclsIn(cib).filter(({ name }) => name !== "acl_role");
  const left = holders.reduce((done, holder) => {
    const gone = elements(holder, "role").find((e) => idOf(e) === id);
    return gone === undefined ? done : changed(done, holder, replaceChild(holder, gone, undefined));
  }, cib);
  return changed(left, role, undefined);
}

const withPermissions = (role: Element): string[] => [idOf(role), ...elements(role, "acl_permission").map(idOf)];

function namedRole(cib: Element, id: string): Element {
  const found = rolesIn(cib).find((role) => idOf(role) === id);
  if (found !== undefined) return found;
  throw missing(`there is no role "${id}"`, id, rolesIn(cib).map(idOf));
}

/** A name of its own where the schema had one beside the id. */
export const aclName = (e: Element): string => get(e, "name") ?? idOf(e);

function holderIn(cib: Element, holder: Holder, name: string): Element | undefined {
  return aclsIn(cib).find((e) => e.name === HOLDERS[holder] && aclName(e) === name);
}

function namedHolder(cib: Element, holder: Holder, name: string): Element {
  const found = holderIn(cib, holder, name);
  if (found !== undefined) return found;
  const all = aclsIn(cib).filter((e) => e.name === HOLDERS[holder]);
  throw missing(`no ${holder} "${name}" has roles`, name, all.map(aclName));
}
