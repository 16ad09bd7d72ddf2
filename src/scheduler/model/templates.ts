/**
 * Resource templates: a resource that names one is the template's content with its own appended. Where both have
 * operations, the resource's own win over the template's of the same name and role.
 * Behaviour: docs/pacemaker/resources.md#templates.
 */
import { copyOfAttributes } from "../../cib/xml/attributes.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { child, elements, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";

/** The definition with its template merged in; `xml` itself when it names none; undefined when the template is no good. */
export function expandTemplate(s: ClusterModel, xml: Element): Element | undefined {
  const reference = get(xml, "template");
  if (reference === undefined) return xml;
  const id = idOf(xml);
  if (reference === id) {
    s.problems.push(`The resource object '${id}' should not reference itself`);
    return undefined;
  }
  const template = findTemplate(s, reference);
  if (template === undefined) {
    s.problems.push(`No template named '${reference}'`);
    return undefined;
  }
  // Of its own attributes a resource keeps the id alone: class, provider and type are the template's to say.
  const attributes = copyOfAttributes(template.attributes);
  attributes.set("id", id);

  const templateOps = child(template, "operations");
  const own = elements(xml);
  const ownOps = own.findLast((part) => part.name === "operations");
  if (templateOps === undefined || ownOps === undefined) {
    return { ...xml, attributes, children: [...elements(template), ...own] };
  }
  const overridden = new Set(elements(ownOps).map((op) => operationClass(s, op)));
  const inherited = elements(templateOps).filter((op) => !overridden.has(operationClass(s, op)));
  const merged = withChildren(ownOps, [...ownOps.children, ...inherited]);
  const children = [
    ...elements(template).filter((part) => part !== templateOps),
    ...own.map((part) => (part === ownOps ? merged : part)),
  ];
  return { ...xml, attributes, children };
}

function findTemplate(s: ClusterModel, id: string): Element | undefined {
  const resources = child(s.configuration, "resources");
  return resources === undefined
    ? undefined
    : elements(resources, "template").find((template) => idOf(template) === id);
}

/** Operations of one class override each other: same name, same role, where most ways to say "not promoted" are one role. */
function operationClass(s: ClusterModel, op: Element): string {
  const role = get(op, "role")?.toLowerCase();
  const plain =
    role === undefined || role === "started" || role === "slave" || (role === "unpromoted" && s.dialect.knowsPromoted);
  return `${get(op, "name")}-${plain ? "" : get(op, "role")}`;
}

/** Remembers that a resource was made from a template, which constraints may refer to in place of all that were. */
export function recordTemplateMember(s: ClusterModel, template: string, member: string): void {
  addReference(s.templates, template, member);
}

/** Adds `member` to the list kept under `id`, once. */
export function addReference(table: Map<string, string[]>, id: string, member: string): void {
  const members = table.get(id);
  if (members === undefined) table.set(id, [member]);
  else if (!members.includes(member)) members.push(member);
}
