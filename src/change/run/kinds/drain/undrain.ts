/** Takes a node back into service: what `drain` left there goes, and what others have set of standby. */
import { withoutDrain } from "../../../../cib/drain.ts";
import type { Element } from "../../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../../cluster/error.ts";
import { namedNode, withNodeAttribute } from "../../../verbs/node-attribute.ts";
import type { Begun, Next, RunKind } from "../../kind/kind.ts";
import { textIn } from "../../kind/memory.ts";
import { replicatedOn } from "./against.ts";

const ITEM = "back";

export const undrainKind: RunKind = {
  name: "undrain",

  begin(args, { snapshot: { cib } }): Begun {
    const node = textIn(args, "node");
    if (inService(cib, node) === cib)
      throw new HoldfastError("invalid", `${node} is neither drained nor in standby`, {
        hint: `holdfast explain ${node}`,
      });
    return {
      title: `take ${node} back into service`,
      memory: { node },
      services: [],
      nodes: [node],
      items: [{ id: ITEM, text: `ends the standby of ${node}`, edit: (before) => inService(before, node) }],
    };
  },

  next({ did, memory }, { snapshot: { cib } }): Next {
    const node = textIn(memory, "node");
    if (did.includes(ITEM)) return { kind: "done" };
    // Also while something else is ill: then the node is needed all the more.
    return {
      kind: "edit",
      item: ITEM,
      text: inService(cib, node) === cib ? `finds ${node} back in service` : `ends the standby of ${node}`,
      begins: false,
      completes: true,
      edit: (before) => inService(before, node),
    };
  },

  /** All that has a replica there now, and others. */
  whole: ({ memory }, look) => replicatedOn(look, textIn(memory, "node")).map(({ id }) => id),
};

function inService(cib: Element, node: string): Element {
  const without = withoutDrain(cib, namedNode(cib, node));
  return withNodeAttribute(without, node, "standby", undefined);
}
