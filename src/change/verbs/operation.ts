/** The operations of a resource: changed, added, removed. Ids of new ones are those that pcs gives. */

import { OPERATION_OPTIONS, OPERATIONS } from "../../cib/known-names.ts";
import { replaced } from "../../cib/sections.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { namedResource } from "./find-resource.ts";
import type { NewPair } from "./new-pair.ts";
import { newId, withPair } from "./pairs.ts";
import type { Verb } from "./verb.ts";

export interface OperationChange {
  readonly resource: string;
  /** Such as `monitor`. */
  readonly operation: string;
  /** An interval among them says which of several is meant, if one has it. */
  readonly attributes: readonly NewPair[];
  readonly remove: boolean;
}

const PARAMETER = "OCF_CHECK_LEVEL";

/** Throws `missing` for an unknown resource, operation or attribute, `invalid` if several operations are meant. */
function withOperation(cib: Element, { resource, operation, attributes, remove }: OperationChange): Element {
  const { element: owner } = namedResource(cib, resource);
  if (owner.name !== "primitive")
    throw new HoldfastError("invalid", `${resource} is a ${owner.name}, which has no operations of its own`, {
      hint: "name a primitive in it",
    });
  known(operation, OPERATIONS, "operation");
  for (const [name] of attributes) if (name !== PARAMETER) known(name, OPERATION_OPTIONS, "operation attribute");
  const list = child(owner, "operations") ?? element("operations");
  const interval = attributes.find(([name]) => name === "interval")?.[1];
  const found = chosen(
    elements(list, "op").filter((op) => get(op, "name") === operation),
    interval,
  );
  if (remove) {
    if (found === undefined) return cib;
    const left = replaceChild(list, found, undefined);
    return replaced(cib, list, elements(left).length === 0 ? undefined : left);
  }
  const made = found ?? newOperation(cib, resource, operation, interval);
  const changed = attributes.reduce(
    (op, [name, value]) =>
      name === PARAMETER
        ? withPair(cib, op, { tag: "instance_attributes", id: `${idOf(op)}-instance_attributes` }, [name, value])
        : withAttribute(op, name, name === "interval" ? (value ?? "0s") : value),
    made,
  );
  const ops =
    found === undefined ? withChildren(list, [...list.children, changed]) : replaceChild(list, found, changed);
  if (child(owner, "operations") !== undefined) return replaced(cib, list, ops);
  return replaced(cib, owner, withChildren(owner, [...owner.children, ops]));
}

function known(name: string, names: ReadonlySet<string>, what: string): void {
  if (names.has(name)) return;
  const hint = didYouMean(name, names);
  throw new HoldfastError("missing", `Pacemaker has no ${what} "${name}"`, hint === undefined ? {} : { hint });
}

function chosen(same: readonly Element[], interval: string | undefined): Element | undefined {
  const exact = same.filter(
    (op) => interval !== undefined && parseInterval(get(op, "interval")) === parseInterval(interval),
  );
  if (exact.length > 0) return exact[0];
  const [only, ...others] = same;
  if (others.length === 0) return only;
  // With an interval that none of several has, one more is wanted.
  if (interval !== undefined) return undefined;
  throw new HoldfastError("invalid", `there are ${same.length} of that operation`, {
    hint: `say which: ${same.map((op) => `interval=${get(op, "interval")}`).join(", ")}`,
  });
}

function newOperation(cib: Element, resource: string, name: string, interval = "0s"): Element {
  const id = newId(indexById(cib), `${resource}-${name}-interval-${interval}`);
  return element("op", { id, name, interval });
}

export function changeOperation(change: OperationChange): Verb {
  const { resource, operation, attributes, remove } = change;
  const words = attributes.map(([name, value]) => `${name}=${value ?? ""}`).join(" ");
  return {
    name: "resource op",
    steps: [
      {
        object: resource,
        edit: (cib) => withOperation(cib, change),
        done: remove ? `no longer has the operation ${operation}` : `has the operation ${operation} with ${words}`,
        already: remove ? `has no operation ${operation}` : `has the operation ${operation} with ${words} already`,
      },
    ],
    wanted: { resources: [] },
  };
}
