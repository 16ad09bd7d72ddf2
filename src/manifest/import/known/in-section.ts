/** What stands in a section of a configuration. */
import { child, type Element, elements, get } from "../../../cib/xml/tree.ts";

export function inSection(configuration: Element, name: string): readonly Element[] {
  const found = child(configuration, name);
  return found === undefined ? [] : elements(found);
}

/** The value of a cluster-wide setting, where it is said without a condition. */
export function settingOf(configuration: Element, section: string, name: string): string | undefined {
  const pairs = inSection(configuration, section)
    .filter((set) => child(set, "rule") === undefined)
    .flatMap((set) => elements(set, "nvpair"));
  const pair = pairs.find((e) => get(e, "name") === name);
  return pair && get(pair, "value");
}
