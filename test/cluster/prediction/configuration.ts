/**
 * A configuration as plain values, easy to change at random, and the CIB it stands for. What the cluster itself keeps
 * in a CIB (its versions, its nodes, the properties it writes) stays as it is.
 */
import { parseXml } from "../../../src/cib/xml/parse.ts";
import { child, type Element, element, elements, get, replaceChild, withChildren } from "../../../src/cib/xml/tree.ts";

export type Pairs = Readonly<Record<string, string>>;

interface Operation {
  readonly name: string;
  readonly interval: string;
  readonly settings: Pairs;
}

export interface Primitive {
  readonly id: string;
  /** `ocf:pacemaker:Dummy` */
  readonly agent: string;
  readonly parameters: Pairs;
  readonly meta: Pairs;
  readonly operations: readonly Operation[];
}

interface Mount {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly options: string;
}

export interface Bundle {
  readonly kind: "bundle";
  readonly id: string;
  readonly meta: Pairs;
  /** Attributes of the container. */
  readonly container: Pairs;
  readonly port: string | undefined;
  readonly mounts: readonly Mount[];
  readonly inner: Primitive | undefined;
}

interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly meta: Pairs;
  readonly members: readonly Primitive[];
}

export interface Clone {
  readonly kind: "clone";
  readonly id: string;
  readonly meta: Pairs;
  readonly inner: Primitive | Group;
}

export type Resource = (Primitive & { readonly kind: "primitive" }) | Group | Clone | Bundle;

export interface Constraint {
  readonly id: string;
  /** `rsc_location` */
  readonly element: string;
  readonly settings: Pairs;
  /** The node attribute a location's rule asks for. */
  readonly attribute?: readonly [name: string, value: string];
}

export interface Configuration {
  readonly resources: readonly Resource[];
  readonly constraints: readonly Constraint[];
  readonly properties: Pairs;
  readonly resourceDefaults: Pairs;
  readonly operationDefaults: Pairs;
  /** Attributes of nodes, by name. */
  readonly nodes: Readonly<Record<string, Pairs>>;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");

const attributes = (pairs: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escaped(value)}"`))
    .join("");

function set(tag: string, id: string, pairs: Pairs): string {
  const nvpairs = Object.entries(pairs).map(
    ([name, value]) => `<nvpair${attributes({ id: `${id}-${name.replace(/[^\w.-]/g, "_")}`, name, value })}/>`,
  );
  return nvpairs.length === 0 ? "" : `<${tag} id="${id}">${nvpairs.join("")}</${tag}>`;
}

const meta = (owner: string, pairs: Pairs): string => set("meta_attributes", `${owner}-meta_attributes`, pairs);

function primitive({ id, agent, parameters, meta: more, operations }: Primitive): string {
  const [standard = "", ...rest] = agent.split(":");
  const provider = rest.length > 1 ? rest[0] : undefined;
  const ops = operations.map(
    ({ name, interval, settings }) =>
      `<op${attributes({ id: `${id}-${name}-${interval}${settings.role ?? ""}`, name, interval, ...settings })}/>`,
  );
  return `<primitive${attributes({ id, class: standard, provider, type: rest.at(-1) })}>${set("instance_attributes", `${id}-instance_attributes`, parameters)}${meta(id, more)}${ops.length === 0 ? "" : `<operations>${ops.join("")}</operations>`}</primitive>`;
}

const group = (g: Group): string =>
  `<group id="${g.id}">${meta(g.id, g.meta)}${g.members.map(primitive).join("")}</group>`;

function bundle(b: Bundle): string {
  const mounts = b.mounts.map(
    ({ id, source, target, options }) =>
      `<storage-mapping${attributes({ id: `${b.id}-${id}`, "source-dir": source, "target-dir": target, options })}/>`,
  );
  return `<bundle id="${b.id}">${meta(b.id, b.meta)}<podman${attributes(b.container)}/>${b.port === undefined ? "" : `<network control-port="${b.port}"/>`}${mounts.length === 0 ? "" : `<storage>${mounts.join("")}</storage>`}${b.inner === undefined ? "" : primitive(b.inner)}</bundle>`;
}

function resource(r: Resource): string {
  switch (r.kind) {
    case "primitive":
      return primitive(r);
    case "group":
      return group(r);
    case "clone":
      return `<clone id="${r.id}">${meta(r.id, r.meta)}${"members" in r.inner ? group(r.inner) : primitive(r.inner)}</clone>`;
    case "bundle":
      return bundle(r);
  }
}

function constraint({ id, element: tag, settings, attribute }: Constraint): string {
  if (attribute === undefined) return `<${tag}${attributes({ id, ...settings })}/>`;
  const { score, ...rest } = settings;
  const [name, value] = attribute;
  const expression = attributes({ id: `${id}-expression`, attribute: name, operation: "eq", value });
  return `<${tag}${attributes({ id, ...rest })}><rule${attributes({ id: `${id}-rule`, score })}><expression${expression}/></rule></${tag}>`;
}

/** Of this test, beside the set the cluster itself writes to. */
const PROPERTIES = "drawn-options";

/** The cluster's CIB with this configuration. */
export function withDrawn(cib: Element, wanted: Configuration): Element {
  const before = child(cib, "configuration");
  const crmConfig = before === undefined ? undefined : child(before, "crm_config");
  const nodes = before === undefined ? undefined : child(before, "nodes");
  if (before === undefined || crmConfig === undefined || nodes === undefined) throw new Error("no whole CIB");
  const text = `<configuration>
    <resources>${wanted.resources.map(resource).join("")}</resources>
    <constraints>${wanted.constraints.map(constraint).join("")}</constraints>
    <rsc_defaults>${set("meta_attributes", "rsc_defaults-options", wanted.resourceDefaults)}</rsc_defaults>
    <op_defaults>${set("meta_attributes", "op_defaults-options", wanted.operationDefaults)}</op_defaults>
    <crm_config>${set("cluster_property_set", PROPERTIES, wanted.properties)}</crm_config>
  </configuration>`;
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`drawn: ${parsed.problem.message}`);
  const section = (name: string): Element => child(parsed.root, name) ?? element(name);
  const kept = elements(crmConfig).filter((e) => get(e, "id") !== PROPERTIES);
  const properties = withChildren(crmConfig, [...kept, ...elements(section("crm_config"))]);
  const members = withChildren(
    nodes,
    elements(nodes).map((node) => withNodeAttributes(node, wanted.nodes[get(node, "uname") ?? ""] ?? {})),
  );
  const configuration = withChildren(before, [
    properties,
    members,
    ...["resources", "constraints", "rsc_defaults", "op_defaults"].map(section),
  ]);
  return replaceChild(cib, before, configuration);
}

function withNodeAttributes(node: Element, pairs: Pairs): Element {
  const text = set("instance_attributes", `nodes-${get(node, "id")}`, pairs);
  if (text === "") return withChildren(node, []);
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`drawn: ${parsed.problem.message}`);
  return withChildren(node, [parsed.root]);
}
