/**
 * Resources by id: a primitive, or one of the things made of them. A group lists its members in their order; a clone, a
 * promotable clone and a bundle have one resource inside, with its id.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { child, type Element, elements, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import * as type from "../read/field-types.ts";
import { type Described, described, dictionary, type Entry, either, mapped, type Shape } from "../read/shape.ts";
import { containerOf, containerParts } from "./bundle.ts";
import { isMap, type Plain, plainMap } from "./plain.ts";
import { description, PRIMITIVE_KEYS, primitiveWord } from "./primitive.ts";
import { addPair, meta, sets } from "./sets.ts";
import { type Build, type Make, type Part, partOf, type Surroundings, type Word, word } from "./word.ts";

const around = (of: string, example: object): readonly Part[] => [
  description,
  meta(of, example),
  sets("parameters", "instance_attributes", `Parameters of all agents in ${of}.`, { debug: true }),
];

/** Resources inside another, by id. */
function inside(key: string, shape: Described<readonly Entry<Make>[]>, of: Word, promotable?: Part["put"]): Part {
  return partOf({
    key,
    shape,
    required: true,
    put(said, build) {
      const owner = promotable === undefined ? build.owner : { ...build.owner, promotable: true };
      for (const { key: id, at, value } of said ?? []) build.children.push(value({ ...owner, id, at }));
      promotable?.(said, build);
    },
    take(e, surroundings) {
      const within = elements(e).filter((c) => c.name === "primitive" || c.name === "group");
      const written = within.map((c): [string, Plain] => [idOf(c), of.write(c, surroundings) ?? null]);
      return written.length === 0 ? undefined : new Map(written);
    },
  });
}

const members = described(
  dictionary(type.name, primitiveWord.shape, "members to their agents"),
  "Members by id, in the order in which they start.",
  { example: { ip: "ocf:heartbeat:IPaddr2", web: { agent: "systemd:httpd" } } },
);

const group: Word = word("a group", "group", [
  inside("group", members, primitiveWord),
  ...around("the group", { "resource-stickiness": 100 }),
]);

/** One resource, by its id. */
function single(of: Shape<Make>, what: string): Shape<readonly Entry<Make>[]> {
  return mapped(dictionary(type.name, of, what), (entries, at, problems) => {
    if (entries.length === 1) return entries;
    problems.add("bad-value", at, `expected one resource by its id, found ${entries.length}`);
    return undefined;
  });
}

const primitiveOrGroup: Word = variants([
  [["group"], "group", group],
  [[...PRIMITIVE_KEYS], "primitive", primitiveWord],
]);

const clone: Word = word("a clone", "clone", [
  inside(
    "clone",
    described(single(primitiveOrGroup.shape, "the resource to clone"), "The resource that has instances, by its id.", {
      example: { dlm: "ocf:pacemaker:controld" },
    }),
    primitiveOrGroup,
  ),
  ...around("the clone", { interleave: true }),
]);

const promotableParts = word("a promotable clone", "clone", [
  ...around("the clone", { "promoted-max": 1, notify: true }),
  inside(
    "promotable",
    described(
      single(primitiveOrGroup.shape, "the resource to clone"),
      "The resource whose instances can be promoted, by its id: a clone with the meta attribute promotable.",
      { example: { drbd: "ocf:linbit:drbd" } },
    ),
    primitiveOrGroup,
    (_said, build) => addPair(build, "meta_attributes", "promotable", "true"),
  ),
]);

const promotable: Word = {
  shape: promotableParts.shape,
  write(e, surroundings) {
    const clone = asClone(e, (pair) => get(pair, "name") !== "promotable");
    const said = promotableParts.write(clone, { ...surroundings, promotable: true });
    // The pair is added to the meta attributes, so those are read first; a reader wants to know what it is first.
    return isMap(said) ? new Map([["promotable", said.get("promotable") ?? null], ...said]) : said;
  },
};

/** A promotable clone in today's form, of an older schema's `master` too, with those of its meta attributes that are kept. */
function asClone(e: Element, keep: (pair: Element) => boolean): Element {
  return {
    ...withChildren(
      e,
      e.children.map((c) =>
        c.kind === "element" && c.name === "meta_attributes"
          ? withChildren(
              c,
              c.children.filter((pair) => pair.kind !== "element" || keep(pair)),
            )
          : c,
      ),
    ),
    name: "clone",
  };
}

const bundle: Word = word("a bundle", "bundle", [
  ...containerParts,
  ...around("the bundle", { priority: 10 }),
  partOf({
    key: "resource",
    shape: described(
      single(primitiveWord.shape, "the resource inside"),
      "The resource inside the container, by its id.",
      {
        example: { db: "ocf:heartbeat:galera" },
      },
    ),
    put(said, build) {
      const promoted = Number(promotedMax(build)) > 0;
      for (const { key: id, at, value } of said ?? [])
        build.children.push(value({ ...build.owner, id, at, promotable: promoted }));
    },
    take(e, surroundings) {
      const within = child(e, "primitive");
      if (within === undefined) return undefined;
      const container = containerOf(e);
      const max = container && (get(container, "promoted-max") ?? get(container, "masters"));
      return plainMap({
        [idOf(within)]: primitiveWord.write(within, { ...surroundings, promotable: Number(max ?? 0) > 0 }),
      });
    },
  }),
]);

function promotedMax(build: Build): string {
  for (const { attributes } of build.children) {
    const setting = attributes.get("promoted-max");
    if (setting?.kind === "text") return setting.text;
  }
  return "0";
}

type Variant = readonly [keys: readonly string[], tag: string, word: Word];

/** Which it is, one of its keys says. */
function variants(of: readonly Variant[]): Word {
  const keys = of.flatMap(([own]) => own);
  const shapes = of.map(([, , { shape }]) => shape);
  return {
    shape: {
      ...either(...shapes),
      expected: "an agent or a map",
      read(value, problems) {
        if (value.kind !== "map") return (shapes.find((s) => s.fits(value)) ?? either(...shapes)).read(value, problems);
        const said = value.entries.map((e) => e.key);
        const found = of.filter(([own]) => own.some((key) => said.includes(key)));
        const [only] = found;
        if (only !== undefined && found.length === 1) return only[2].shape.read(value, problems);
        const count =
          found.length === 0 ? "none" : found.map(([own]) => own.find((key) => said.includes(key))).join(" and ");
        const typos = found.length === 0 ? said : [];
        const typo = typos.map((key) => didYouMean(key, keys)).find((hint) => hint?.startsWith("did you mean"));
        problems.add("missing-key", value.at, `expected one of the keys ${keys.join(", ")}; found ${count}`, typo);
        return undefined;
      },
    },
    write: (e, surroundings) => of.find(([, tag]) => tag === e.name)?.[2].write(e, surroundings),
  };
}

const all: Word = variants([
  [[...PRIMITIVE_KEYS], "primitive", primitiveWord],
  [["group"], "group", group],
  [["clone"], "clone", clone],
  [["promotable"], "master", promotable],
  [["bundle"], "bundle", bundle],
]);

/** A value of the section `resources`. */
export const resourceWord: Word = {
  shape: all.shape,
  write(e: Element, surroundings: Surroundings) {
    return isPromotable(e) ? promotable.write(e, surroundings) : all.write(e, surroundings);
  },
};

function isPromotable(e: Element): boolean {
  if (e.name === "master") return true;
  if (e.name !== "clone") return false;
  return elements(e, "meta_attributes").some(
    (set) =>
      child(set, "rule") === undefined &&
      elements(set).some((pair) => get(pair, "name") === "promotable" && parseBoolean(get(pair, "value")) === true),
  );
}
