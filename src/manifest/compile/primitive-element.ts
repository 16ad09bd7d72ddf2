/**
 * Attribute sets, operations and primitives as elements, with the ids that pcs gives.
 * docs/tripleo/ids-and-constraints.md#ids
 */

import { isOperational, manifestMark } from "../../cib/operational.ts";
import { isSecretName, SECRET_MARK } from "../../cib/secret-text.ts";
import { type Element, element, idOf, withAttribute } from "../../cib/xml/tree.ts";
import type { ConfiguredOperation, Primitive } from "../model/model.ts";

/** What pcs leaves of a name when it makes an id of it. */
function idPart(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, "");
}

export function nvpair(setId: string, name: string, value: string): Element {
  return element("nvpair", { id: `${setId}-${idPart(name)}`, name, value });
}

/** One that operators set too has an id that says it is the manifest's. */
function metaPair(setId: string, name: string, value: string): Element {
  const pair = nvpair(setId, name, value);
  return isOperational(name) ? withAttribute(pair, "id", `${idOf(pair)}-${manifestMark(value)}`) : pair;
}

/** One whose value is a secret that its name does not tell of has an id that does. */
function parameterPair(setId: string, name: string, value: string, { parameters }: Primitive): Element {
  const pair = nvpair(setId, name, value);
  const secret = parameters.get(name)?.kind === "secret" && !isSecretName(name);
  return secret ? withAttribute(pair, "id", `${idOf(pair)}-${SECRET_MARK}`) : pair;
}

type MakePair = (setId: string, name: string, value: string) => Element;

/** A set of pairs in the order of their names, as pcs writes them; nothing when there are none. */
function attributeSet(tag: string, id: string, values: ReadonlyMap<string, string>, make: MakePair): Element[] {
  if (values.size === 0) return [];
  const names = [...values.keys()].sort();
  return [
    element(
      tag,
      { id },
      names.map((name) => make(id, name, values.get(name) ?? "")),
    ),
  ];
}

export function metaAttributes(resourceId: string, values: ReadonlyMap<string, string>): Element[] {
  return attributeSet("meta_attributes", `${resourceId}-meta_attributes`, values, metaPair);
}

/** @param parameters with the values of secrets filled in */
export function primitiveElement(primitive: Primitive, parameters: ReadonlyMap<string, string>): Element {
  const { id, agent, operations } = primitive;
  const sorted = [...operations].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return element("primitive", { class: agent.standard, id, provider: agent.provider, type: agent.type }, [
    ...attributeSet("instance_attributes", `${id}-instance_attributes`, parameters, (...pair) =>
      parameterPair(...pair, primitive),
    ),
    ...metaAttributes(id, primitive.meta),
    ...(sorted.length === 0
      ? []
      : [
          element(
            "operations",
            {},
            sorted.map((o) => operationElement(id, o)),
          ),
        ]),
  ]);
}

function operationElement(resourceId: string, o: ConfiguredOperation): Element {
  return element("op", {
    id: `${resourceId}-${o.name}-interval-${o.interval}`,
    interval: o.interval,
    name: o.name,
    "on-fail": o.onFail,
    role: o.role,
    timeout: o.timeout,
    "start-delay": o.startDelay,
    enabled: o.enabled === undefined ? undefined : String(o.enabled),
  });
}
