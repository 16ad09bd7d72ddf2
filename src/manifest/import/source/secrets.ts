/**
 * Secrets in parameters are not written into a manifest: a parameter refers to one by name, and the value goes where the
 * manifest says that it is kept.
 */
import { isSecretParameter, withoutCredentials } from "../../../cib/secret-text.ts";
import { type Element, get, idOf, walk, withAttribute, withChildren } from "../../../cib/xml/tree.ts";
import { isMap, type Plain, plainMap } from "../../words/plain.ts";

/** Before the name of a secret, in place of its value; of a range that Unicode gives no meaning to. */
const MARK = "\uE0F5";

/** Finds secrets, and gives the same name to the same value. A class because names must stay apart. */
export class Secrets {
  readonly #names = new Map<string, string>();

  /** Names of secrets, each with the resource and parameter it was found in. */
  get found(): readonly string[] {
    return [...this.#names.values()];
  }

  /** The value of a secret by its name. */
  valueOf(name: string): string | undefined {
    const [key] = [...this.#names].find(([, known]) => known === name) ?? [];
    return key?.slice(key.indexOf(" ") + 1);
  }

  /** A resource with names of secrets in place of their values. */
  hide(resource: Element): Element {
    const visit = (e: Element, owner: string): Element => {
      const id = /^(primitive|template|group|clone|master|bundle)$/.test(e.name) ? idOf(e) : owner;
      if (e.name === "instance_attributes")
        return withChildren(
          e,
          e.children.map((c) => (c.kind === "element" ? this.#pair(c, owner) : c)),
        );
      return withChildren(
        e,
        e.children.map((c) => (c.kind === "element" ? visit(c, id) : c)),
      );
    };
    return visit(resource, "");
  }

  #pair(pair: Element, owner: string): Element {
    const [name, value] = [get(pair, "name") ?? "", get(pair, "value") ?? ""];
    if (value === "" || !isSecret(name, value)) return pair;
    const key = `${name} ${value}`;
    const known = this.#names.get(key) ?? this.#free(`${owner}-${name}`.replace(/[^A-Za-z0-9_.-]/g, "-"));
    this.#names.set(key, known);
    return withAttribute(pair, "value", `${MARK}${known}`);
  }

  #free(wanted: string): string {
    const taken = new Set(this.#names.values());
    let name = wanted;
    for (let i = 1; taken.has(name); i++) name = `${wanted}-${i}`;
    return name;
  }
}

function isSecret(name: string, value: string): boolean {
  return isSecretParameter(name) || withoutCredentials(value) !== value;
}

/** With references in place of the names that {@link Secrets.hide} left. */
export function withReferences(plain: Plain): Plain {
  if (plain === null) return plain;
  if (typeof plain === "string") return plain.startsWith(MARK) ? plainMap({ secret: plain.slice(MARK.length) }) : plain;
  if (isMap(plain)) return new Map([...plain].map(([key, value]) => [key, withReferences(value)]));
  return plain.map(withReferences);
}

/** Whether a part of an element, other than a hidden one, holds a secret: it cannot be shown. */
export function holdsSecret(e: Element): boolean {
  return walk(e).some((part) => {
    const [name, value] = [get(part, "name") ?? "", get(part, "value") ?? ""];
    if (value.startsWith(MARK)) return true;
    if (part.name === "nvpair" && value !== "" && isSecret(name, value)) return true;
    return [...part.attributes.values()].some((text) => withoutCredentials(text) !== text);
  });
}
