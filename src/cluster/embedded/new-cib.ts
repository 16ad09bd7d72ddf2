/** The CIB that a new embedded cluster begins with. Apart from what opens one, which needs the database. */
import { emptyCib, emptyConfiguration } from "../../cib/empty.ts";
import { child, type Element, element, get, withAttribute } from "../../cib/xml/tree.ts";
import { editChild } from "./engine/status.ts";

/** A new cluster's first CIB, from a whole CIB or a configuration that may lack sections. */
export function newCib(from: Element | undefined): Element {
  const configuration = from === undefined || from.name === "configuration" ? from : child(from, "configuration");
  const cib = emptyCib(withOwnProperties(configuration ?? emptyConfiguration()));
  const schema = from?.name === "cib" ? get(from, "validate-with") : undefined;
  const attributes = { epoch: "1", "have-quorum": "0", ...(schema === undefined ? {} : { "validate-with": schema }) };
  return Object.entries(attributes).reduce((e, [name, value]) => withAttribute(e, name, value), cib);
}

/** What a cluster writes of itself into its properties when it first comes up, as Pacemaker does. */
const OWN_PROPERTIES: Readonly<Record<string, string>> = {
  "have-watchdog": "false",
  "dc-version": "holdfast-0.1.0",
  "cluster-infrastructure": "embedded",
};

function withOwnProperties(configuration: Element): Element {
  const id = "cib-bootstrap-options";
  let result = configuration;
  for (const [name, value] of Object.entries(OWN_PROPERTIES)) {
    const pair = element("nvpair", { id: `${id}-${name}`, name, value });
    result = editChild(
      result,
      (e) => e.name === "crm_config",
      () => element("crm_config"),
      (config) =>
        editChild(
          config,
          (e) => e.name === "cluster_property_set" && get(e, "id") === id,
          () => element("cluster_property_set", { id }),
          (set) =>
            editChild(
              set,
              (e) => get(e, "name") === name,
              () => pair,
              (e) => e,
            ),
        ),
    );
  }
  return result;
}
