/**
 * A CIB as it may be shown: the same tree, with every secret hidden. Values of parameters with a secret's name or record,
 * the same values under other names, and credentials inside other values.
 */
import { HIDDEN, isSecretPair, withoutCredentials } from "./secret-text.ts";
import { child, type Element, get, walk, type XmlNode } from "./xml/tree.ts";

/** The values in a CIB whose names or records mark them as secrets, which logs and plans must not show. */
export function secretValues(cib: Element): Set<string> {
  const configuration = child(cib, "configuration");
  return configuration === undefined ? new Set() : valuesOfSecrets(configuration);
}

function valuesOfSecrets(root: Element): Set<string> {
  const found = new Set<string>();
  for (const e of walk(root)) {
    const value = get(e, "value");
    if (e.name === "nvpair" && value !== undefined && value !== "" && isSecretPair(e)) found.add(value);
  }
  return found;
}

/** Characters from which on a secret's value is hidden under other names too: shorter ones are there by chance. */
const SHORTEST = 6;

/** Attributes that call things by name: a password that is a name too must not make a resource nameless. */
const NAMES: ReadonlySet<string> = new Set([
  ...["id", "id-ref", "name", "uname", "rsc", "with-rsc", "first", "then", "node", "template", "ticket"],
  ...["class", "provider", "type", "target", "devices"],
]);

/** The tree with its secrets hidden; parts without any are shared. Only for showing: it must not be applied. */
export function masked(root: Element): Element {
  const secrets = [...valuesOfSecrets(root)].filter((value) => value.length >= SHORTEST);
  const hide = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), withoutCredentials(text));
  const mask = (e: Element): Element => {
    const attributes = new Map<string, string>();
    let same = true;
    for (const [name, value] of e.attributes) {
      const secret = e.name === "nvpair" && name === "value" && isSecretPair(e);
      const shown = value === "" || NAMES.has(name) ? value : secret ? HIDDEN : hide(value);
      attributes.set(name, shown);
      same &&= shown === value;
    }
    const children = e.children.map((c): XmlNode => (c.kind === "element" ? mask(c) : { ...c, text: hide(c.text) }));
    return same && children.every((c, i) => c === e.children[i]) ? e : { ...e, attributes, children };
  };
  return mask(root);
}

/** The elements whose values were hidden: such a text is not a configuration. */
export function hiddenIn(root: Element): Element[] {
  return walk(root).filter((e) => get(e, "value")?.includes(HIDDEN) === true);
}
