/**
 * Sets of pairs: parameters, meta attributes, utilization, properties, node attributes. One set without a rule is a plain
 * map; several, or one with a rule or an id of its own, are a list.
 */
import { isOperational, manifestMark } from "../../cib/operational.ts";
import type { Place } from "../../cib/problem.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { type Setting, textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, dictionary, either, list, located, mapped, type Read, record, type Shape } from "../read/shape.ts";
import { normalScore } from "./normal.ts";
import { type Plain, type PlainMap, plainMap } from "./plain.ts";
import { ruleShape, writeRuleValue } from "./rule.ts";
import { type Build, type Owner, type Part, partOf, type Surroundings } from "./word.ts";

const secretly = dictionary(type.settingName, located(type.setting), "settings");
const plainly = dictionary(type.settingName, located(type.text), "settings");

type Pairs = Read<typeof secretly>;

const FIELDS = {
  id: described(type.name, "Id of the set. Default: made of the id of what it belongs to.", { example: "web-params" }),
  "id-ref": described(type.name, "Id of another set that is used here too, in place of values.", {
    example: "web-params",
  }),
  rule: described(ruleShape, "When the set applies. Default: always.", { example: "#uname eq a" }),
  score: described(type.score, "Which set comes first where several have a name: the one with the highest score.", {
    example: 10,
  }),
};

const EXAMPLE = { example: { timeout: "60s" } };

const secretSet = record(
  "a set of parameters",
  {},
  { values: described(secretly, "The parameters by name.", EXAMPLE), ...FIELDS },
);
const plainSet = record("a set", {}, { values: described(plainly, "The values by name.", EXAMPLE), ...FIELDS });

/** Sets in the order they are written, of elements called `tag`. */
export type Sets = (owner: Owner, tag: string) => readonly DraftElement[];

function shapeOf(pairs: typeof secretly | typeof plainly, set: typeof secretSet | typeof plainSet): Shape<Sets> {
  return either(
    mapped<Pairs, Sets>(pairs, (said, at) => (owner, tag) => [setDraft({ owner, at, tag }, said)]),
    listOf(set),
  );
}

function listOf(set: typeof secretSet | typeof plainSet): Shape<Sets> {
  return mapped<readonly Read<typeof secretSet>[], Sets>(
    list(set, "sets"),
    (sets) => (owner, tag) =>
      sets.map((said, index) => {
        const id = said.id ?? `${owner.id}-${tag}${index === 0 ? "" : `-${index}`}`;
        return setDraft({ owner, at: said.at, tag, id }, said.values ?? [], said);
      }),
  );
}

/** Several sets; a plain map is the caller's. */
export const setList: Shape<Sets> = listOf(plainSet);

/** Of parameters, which may refer to secrets. */
const parameterSets: Shape<Sets> = shapeOf(secretly, secretSet);
const plainSets: Shape<Sets> = shapeOf(plainly, plainSet);

interface SetOf {
  readonly owner: Owner;
  readonly at: Place;
  readonly tag: string;
  /** Default: that of the only one. */
  readonly id?: string;
}

function setDraft(
  { owner, at, tag, id: chosen }: SetOf,
  pairs: Pairs,
  more: Partial<Omit<Read<typeof secretSet>, "values">> = {},
): DraftElement {
  const id = chosen ?? `${owner.id}-${tag}`;
  const reference = more["id-ref"];
  const attributes = new Map<string, Setting>(
    [reference === undefined ? ["id", id] : ["id-ref", reference]].map(([name, text]) => [
      name ?? "",
      textSetting(text ?? ""),
    ]),
  );
  if (more.score !== undefined) attributes.set("score", textSetting(more.score));
  const rule = more.rule === undefined ? [] : [more.rule({ ...owner, id: `${id}-rule`, at })];
  const taken = new Set<string>();
  const children = pairs.map(({ key, at: keyAt, value }): DraftElement => {
    const setting = typeof value.value === "string" ? textSetting(value.value) : secret(value.value.secret);
    const pairId = free(pairIdOf(tag, id, key, setting), taken);
    const said: [string, Setting][] = [
      ["id", textSetting(pairId)],
      ["name", textSetting(key)],
      ["value", setting],
    ];
    return { name: "nvpair", at: keyAt, attributes: new Map(said), children: [] };
  });
  return { name: tag, at, attributes, children: [...rule, ...children] };
}

function secret({ value: name, at }: { readonly value: string; readonly at: Place }): Setting {
  return { kind: "secret", name, at };
}

/** As pcs makes it; one that operators set too says that it is the manifest's. */
function pairIdOf(tag: string, setId: string, name: string, setting: Setting): string {
  const id = `${setId}-${name.replace(/[^A-Za-z0-9_.-]/g, "")}`;
  if (tag !== "meta_attributes" || !isOperational(name) || setting.kind !== "text") return id;
  return `${id}-${manifestMark(setting.text)}`;
}

function free(id: string, taken: Set<string>): string {
  let chosen = id;
  for (let i = 1; taken.has(chosen); i++) chosen = `${id}-${i}`;
  taken.add(chosen);
  return chosen;
}

/** A key that holds sets of elements called `tag`. */
export function sets(key: string, tag: string, description: string, example: object, shape = plainSets): Part {
  return partOf({
    key,
    shape: described(shape, description, { example }),
    put: (said, build) => build.children.push(...(said?.(build.owner, tag) ?? [])),
    take: (e, surroundings) => writeSets(elements(e, tag), surroundings),
  });
}

export const parameterSetsOf = (description: string, example: object): Part =>
  sets("parameters", "instance_attributes", description, example, parameterSets);

export const meta = (of: string, example: object): Part =>
  sets("meta", "meta_attributes", `Meta attributes of ${of}.`, example);

export function writeSets(all: readonly Element[], surroundings: Surroundings): Plain | undefined {
  // A set without pairs says nothing.
  const said = all.filter((set) => elements(set).length > 0 || get(set, "id-ref") !== undefined);
  const [only] = said;
  if (only === undefined) return undefined;
  const plain =
    child(only, "rule") === undefined && get(only, "score") === undefined && get(only, "id-ref") === undefined;
  if (said.length === 1 && plain && !surroundings.isReferred(idOf(only))) return valuesOf(only);
  return said.map((set) => {
    const reference = get(set, "id-ref");
    const rule = child(set, "rule");
    const score = get(set, "score");
    const values = valuesOf(set);
    return plainMap({
      id: reference === undefined ? idOf(set) : undefined,
      "id-ref": reference,
      rule: rule === undefined ? undefined : writeRuleValue(rule, surroundings, []),
      score: score === undefined ? undefined : normalScore(score),
      values: values.size > 0 ? values : undefined,
    });
  });
}

function valuesOf(set: Element): PlainMap {
  return new Map(elements(set, "nvpair").map((pair) => [get(pair, "name") ?? "", get(pair, "value") ?? ""]));
}

/** Adds a pair to the first set with a tag, which is made if the element has no such set. */
export function addPair(build: Build, tag: string, name: string, value: string): void {
  const index = build.children.findIndex((c) => c.name === tag);
  const made = setDraft({ owner: build.owner, at: build.owner.at, tag }, [
    { key: name, at: build.owner.at, value: { value, at: build.owner.at } },
  ]);
  const first = build.children[index];
  if (first === undefined) build.children.push(made);
  else build.children[index] = { ...first, children: [...made.children, ...first.children] };
}
