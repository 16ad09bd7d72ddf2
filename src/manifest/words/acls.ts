/** Access control: roles with their permissions, and the users and groups that have them. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, dictionary, list, located, oneOf, record } from "../read/shape.ts";
import { description } from "./primitive.ts";
import { attribute, type Make, type Part, partOf, type Word, word } from "./word.ts";

const permission = word("a permission", "acl_permission", [
  partOf({
    key: "kind",
    required: true,
    shape: described(oneOf("read", "write", "deny"), "What is allowed, or denied.", { example: "read" }),
    put(said, build) {
      build.set("kind", said);
    },
    take: (e) => get(e, "kind"),
  }),
  attribute(
    "xpath",
    described(type.text, "XPath of what it is about. Either this, reference or object-type.", { example: "/cib" }),
  ),
  attribute("reference", described(type.name, "Id of the element that it is about.", { example: "web" })),
  attribute("object-type", described(type.name, "Kind of elements that it is about.", { example: "primitive" })),
  attribute("attribute", described(type.name, "Attribute of such elements that it is about.", { example: "name" })),
  description,
]);

const permissions: Part = partOf({
  key: "permissions",
  shape: described(
    list(located(permission.shape), "permissions"),
    "What the role allows and denies; the first that fits decides.",
    {
      example: [{ kind: "read", xpath: "/cib" }],
    },
  ),
  put(said, build) {
    const taken = new Map<string, number>();
    for (const { value, at } of said ?? []) {
      const made = value({ id: "", at });
      const kind = made.attributes.get("kind");
      const base = `${build.owner.id}-${kind?.kind === "text" ? kind.text : ""}`;
      const before = taken.get(base) ?? 0;
      taken.set(base, before + 1);
      const id = textSetting(before === 0 ? base : `${base}-${before}`);
      build.children.push({ ...made, attributes: new Map([...made.attributes, ["id", id]]) });
    }
  },
  take: (e, surroundings) => {
    const all = elements(e, "acl_permission").flatMap((p) => permission.write(p, surroundings) ?? []);
    return all.length > 0 ? all : undefined;
  },
});

const role: Word = word("an ACL role", "acl_role", [description, permissions]);

/** The parts of the section, with the element that each makes. */
const names = dictionary(type.settingName, list(located(type.name), "roles"), "names to their roles");

const fields = record(
  "access control",
  {},
  {
    roles: described(dictionary(type.name, role.shape, "roles"), "Roles by id.", {
      example: { "read-all": { permissions: [{ kind: "read", xpath: "/cib" }] } },
    }),
    targets: described(names, "Users, with their roles.", { example: { alice: ["read-all"] } }),
    groups: described(names, "Groups of users, with their roles.", { example: { operators: ["read-all"] } }),
  },
);

export const aclsShape = fields;

export function aclDrafts(said: NonNullable<ReturnType<typeof fields.read>>): readonly DraftElement[] {
  const roles = (said.roles ?? []).map(({ key: id, at, value }) => value({ id, at }));
  const holders = (name: string, of: typeof said.targets): readonly DraftElement[] =>
    (of ?? []).map(({ key, at, value }) => ({
      name,
      at,
      attributes: new Map([["id", textSetting(key)]]),
      children: value.map((r) => ({
        name: "role",
        at: r.at,
        attributes: new Map([["id", textSetting(r.value)]]),
        children: [],
      })),
    }));
  return [...roles, ...holders("acl_target", said.targets), ...holders("acl_group", said.groups)];
}

/** Under which key of the section an element is written, and how. */
export const ACL_WORDS: ReadonlyMap<string, readonly [key: string, word: Word]> = new Map([
  ["acl_role", ["roles", role] as const],
  ["acl_target", ["targets", holder("acl_target")] as const],
  ["acl_group", ["groups", holder("acl_group")] as const],
]);

function holder(tag: string): Word {
  const shape = list(located(type.name), "roles");
  return {
    shape: {
      ...shape,
      read(value, problems): Make | undefined {
        const roles = shape.read(value, problems);
        const key = tag === "acl_target" ? "targets" : "groups";
        return (
          roles &&
          (({ id, at }) =>
            aclDrafts({ at, keys: new Map(), [key]: [{ key: id, at, value: roles }] })[0] as DraftElement)
        );
      },
    },
    write: (e: Element) => elements(e, "role").map(idOf),
  };
}
