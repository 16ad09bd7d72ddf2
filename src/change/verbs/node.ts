/** The verbs of nodes: standby and maintenance, attributes, utilization. */

import { withoutDrain } from "../../cib/drain.ts";
import { withoutWindows } from "./maintenance-edit.ts";
import { type NewPair, sentences } from "./new-pair.ts";
import { namedNode, withNodeAttribute, withNodeUtilization } from "./node-attribute.ts";
import type { Verb, VerbStep } from "./verb.ts";

export type NodeSwitch = "standby" | "unstandby" | "maintenance" | "unmaintenance";

/** The attribute that each verb sets, or removes if it has no value, and its sentences. */
const SWITCHES: Readonly<
  Record<NodeSwitch, Pick<VerbStep, "done" | "already"> & { readonly name: string; readonly value?: string }>
> = {
  standby: {
    name: "standby",
    value: "on",
    done: "is in standby: its resources move away",
    already: "is already in standby",
  },
  unstandby: {
    name: "standby",
    done: "is no longer in standby: it can run resources again",
    already: "is not in standby",
  },
  maintenance: {
    name: "maintenance",
    value: "true",
    done: "is in maintenance: the cluster does not manage its resources",
    already: "is already in maintenance",
  },
  unmaintenance: {
    name: "maintenance",
    done: "is no longer in maintenance: the cluster manages its resources again",
    already: "is not in maintenance",
  },
};

export function switchNodes(verb: NodeSwitch, nodes: readonly string[]): Verb {
  const { name, value, done, already } = SWITCHES[verb];
  return {
    name: `node ${verb}`,
    steps: nodes.map((node) => ({
      object: node,
      edit: (cib) => {
        const switched = withNodeAttribute(cib, node, name, value);
        if (verb === "unstandby") return withoutDrain(switched, namedNode(switched, node));
        return verb === "unmaintenance" ? withoutWindows(switched, "node", node) : switched;
      },
      done,
      already,
    })),
    wanted: { resources: [], ...(verb === "standby" ? { drained: nodes } : {}) },
  };
}

export function setNodeSettings(kind: "attribute" | "utilization", node: string, settings: readonly NewPair[]): Verb {
  const edit = kind === "attribute" ? withNodeAttribute : withNodeUtilization;
  return {
    name: `node ${kind}`,
    steps: settings.map(([name, value]) => ({
      object: node,
      edit: (cib) => edit(cib, node, name, value),
      ...sentences(kind, [name, value]),
    })),
    wanted: { resources: [] },
  };
}
