/** A CIB with another element in place of one of its configuration's, or in a section that it may not have yet. */
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { child, type Element, element, replaceChild, withChildren } from "../../cib/xml/tree.ts";

/** @param by nothing takes it out */
export function replaced(cib: Element, old: Element, by: Element | undefined): Element {
  if (old === by) return cib;
  const configuration = child(cib, "configuration");
  if (configuration === undefined) return cib;
  return replaceChild(
    cib,
    configuration,
    rewriteRoot(configuration, (e) => (e !== old ? e : (by ?? []))),
  );
}

/** @param change gets an empty section if the CIB has no such section */
export function withConfigurationSection(cib: Element, name: string, change: (section: Element) => Element): Element {
  const configuration = child(cib, "configuration") ?? element("configuration");
  const section = child(configuration, name);
  const before = section ?? element(name);
  const after = change(before);
  if (after === before) return cib;
  const edited =
    section === undefined
      ? withChildren(configuration, [...configuration.children, after])
      : replaceChild(configuration, section, after);
  return cib.children.includes(configuration)
    ? replaceChild(cib, configuration, edited)
    : withChildren(cib, [edited, ...cib.children]);
}
