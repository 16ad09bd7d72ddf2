/** What a manifest says in the CIB's own words, by section of the configuration. */
import type { Element } from "../../cib/xml/tree.ts";
import type { Declared } from "../language/language.ts";
import type { DeclaredSettings } from "../language/service.ts";
import { attributeText, type DraftElement, drafts } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import type { Entry, Problems } from "../read/shape.ts";
import { aclDrafts } from "../words/acls.ts";
import type { Make } from "../words/word.ts";
import { declareSecret } from "./settings.ts";

export function resolveOwn(
  declared: Declared,
  secrets: ReadonlySet<string>,
  problems: Problems,
): ReadonlyMap<string, readonly DraftElement[]> {
  const made = (entries: readonly Entry<Make>[] | undefined): readonly DraftElement[] =>
    (entries ?? []).map(({ key: id, at, value }) => value({ id, at }));
  const sections = new Map<string, readonly DraftElement[]>([
    ["resources", [...made(declared.templates), ...made(declared.resources)]],
    ["tags", tagDrafts(declared.tags)],
    ["fencing-topology", declared["fencing-levels"] ?? []],
    ["alerts", made(declared.alerts)],
    ["acls", declared.acls === undefined ? [] : aclDrafts(declared.acls)],
    ["crm_config", setDrafts(declared, "properties", "crm_config", "cluster_property_set").filter((d) => !isPlain(d))],
    ["rsc_defaults", setDrafts(declared, "resource-defaults", "rsc_defaults", "meta_attributes")],
    ["op_defaults", setDrafts(declared, "operation-defaults", "op_defaults", "meta_attributes")],
  ]);
  for (const draft of [...sections.values()].flat().flatMap(drafts)) refuseUnknownSecrets(draft, secrets, problems);
  return sections;
}

type Key = "properties" | "resource-defaults" | "operation-defaults";

function setDrafts(declared: Declared, key: Key, id: string, tag: string): readonly DraftElement[] {
  const said = declared[key];
  const at = declared.keys.get(key) ?? declared.at;
  return typeof said === "function" ? said({ id, at }, tag) : [];
}

/** The set of all cluster properties that are in none of their own. */
const PROPERTIES = new Set(["crm_config-cluster_property_set", "cib-bootstrap-options"]);

function isPlain(draft: DraftElement): boolean {
  return PROPERTIES.has(attributeText(draft, "id") ?? "");
}

/** Settings that are merged with others, pair by pair. */
export function pairsOf(declared: Declared, key: Key): DeclaredSettings | undefined {
  const said = declared[key];
  if (typeof said !== "function") return said;
  // Of defaults, each set is one of its own.
  if (key !== "properties") return undefined;
  const draft = said({ id: "crm_config", at: { line: 1, column: 1 } }, "cluster_property_set").find(isPlain);
  return draft?.children.map((pair) => {
    const value = { value: attributeText(pair, "value") ?? "", at: pair.at };
    return { key: attributeText(pair, "name") ?? "", at: pair.at, value };
  });
}

function tagDrafts(tags: Declared["tags"]): readonly DraftElement[] {
  const reference =
    (name: string, at: DraftElement["at"], children: readonly DraftElement[] = []) =>
    (id: string): DraftElement => ({ name, at, attributes: new Map([["id", textSetting(id)]]), children });
  return (tags ?? []).map(({ key, at, value }) =>
    reference(
      "tag",
      at,
      value.map((member) => reference("obj_ref", member.at)(member.value)),
    )(key),
  );
}

export function rawSections({ raw }: Declared): ReadonlyMap<string, readonly Element[]> {
  const said = Object.entries(raw ?? {}).filter((entry): entry is [string, readonly Element[]] =>
    Array.isArray(entry[1]),
  );
  return new Map(said);
}

function refuseUnknownSecrets({ attributes }: DraftElement, secrets: ReadonlySet<string>, problems: Problems): void {
  for (const setting of attributes.values()) {
    if (setting.kind === "text" || secrets.has(setting.name)) continue;
    problems.add(
      "unknown-secret",
      setting.at,
      `there is no secret "${setting.name}"`,
      declareSecret(setting.name, secrets),
    );
  }
}
