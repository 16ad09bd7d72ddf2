/** The sections of a configuration, and a CIB with one of them, or with an element in one, changed. */
import { rewriteRoot } from "./xml/rewrite.ts";
import { child, type Element, element, replaceChild, withChildren } from "./xml/tree.ts";

/** In the order in which Pacemaker writes them; a schema accepts any. */
export const SECTIONS = [
  "crm_config",
  "nodes",
  "resources",
  "constraints",
  "tags",
  "fencing-topology",
  "acls",
  "alerts",
  "op_defaults",
  "rsc_defaults",
] as const;

/** With another element in place of one of the configuration's. @param by nothing takes it out */
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

/** With a section changed. @param change gets an empty one if the CIB has no such section */
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
