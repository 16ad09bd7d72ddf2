/** The what-if questions about a cluster, and the CIB that simulates each. */
import { Rc } from "../../cib/result-code.ts";
import { type Element, element, elements, get, replaceChild, withChildren } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { inject } from "../../scheduler/simulation/inject.ts";
import type { Question } from "./document.ts";

export function questionsFor(s: ReadonlyModel): Question[] {
  const nodes = s.nodes.filter((node) => node.kind === "cluster" && node.online).map((node) => node.name);
  const active = s.resources.flatMap(primitivesOf).filter((rsc) => rsc.active.length > 0 && !rsc.removed);
  return [
    ...nodes.map((node): Question => ({ kind: "node-fails", node })),
    ...nodes
      .filter((node) => s.nodesByName.get(node)?.standby !== true)
      .map((node): Question => ({ kind: "node-standby", node })),
    ...active.map((rsc): Question => ({ kind: "resource-fails", resource: rsc.id, node: rsc.active[0]?.name ?? "" })),
  ];
}

/** The CIB after the event; undefined if the cluster would not detect it. */
export function asked(cib: Element, s: ReadonlyModel, question: Question, now: number): Element | undefined {
  switch (question.kind) {
    case "node-fails":
      return inject(
        cib,
        s,
        { nodesFailing: [question.node], quorum: String(quorateWithout(s, [question.node])) },
        now,
        () => undefined,
      );
    case "node-standby":
      return withStandby(cib, question.node);
    case "resource-fails": {
      const rsc = s.resourcesById.get(question.resource);
      const intervalMs = rsc?.kind === "primitive" ? monitorOf(rsc) : undefined;
      if (rsc === undefined || intervalMs === undefined) return undefined;
      const spec = `${rsc.historyId ?? rsc.id}_monitor_${intervalMs}@${question.node}=${Rc.notRunning}`;
      return inject(cib, s, { operations: [spec] }, now, () => undefined);
    }
  }
}

/** Quorum is a majority of the nodes; two nodes are assumed to use corosync's two_node, where one of them keeps quorum. */
export function quorateWithout(s: ReadonlyModel, lost: readonly string[]): boolean {
  if (!s.quorate) return false;
  const members = s.nodes.filter((node) => node.kind === "cluster");
  const left = members.filter((node) => node.online && !lost.includes(node.name)).length;
  return members.length <= 2 ? left > 0 : left * 2 > members.length;
}

/** The interval of the monitor that would detect the failure. */
function monitorOf(rsc: ReadonlyPrimitive): number | undefined {
  const promoted = rsc.role === Role.promoted;
  const fitting = rsc.operations.filter(({ name, intervalMs, enabled, xml }) => {
    if (name !== "monitor" || intervalMs === 0 || !enabled) return false;
    const role = get(xml, "role")?.toLowerCase();
    if (role === "stopped") return false;
    return (role === "promoted" || role === "master") === promoted;
  });
  return fitting[0]?.intervalMs;
}

function withStandby(cib: Element, node: string): Element {
  return edit(cib, "configuration", undefined, (configuration) =>
    edit(configuration, "nodes", undefined, (nodes) =>
      edit(nodes, "node", node, (e) => {
        const id = get(e, "id") ?? node;
        const others = e.children.map((c) =>
          c.kind === "element" && c.name === "instance_attributes" ? withoutStandby(c) : c,
        );
        const pair = element("nvpair", { id: `nodes-${id}-standby`, name: "standby", value: "on" });
        return withChildren(e, [...others, element("instance_attributes", { id: `nodes-${id}-what-if` }, [pair])]);
      }),
    ),
  );
}

function withoutStandby(block: Element): Element {
  return withChildren(
    block,
    block.children.filter((c) => c.kind !== "element" || get(c, "name") !== "standby"),
  );
}

function edit(parent: Element, name: string, uname: string | undefined, change: (e: Element) => Element): Element {
  const found = elements(parent, name).find((e) => uname === undefined || get(e, "uname") === uname);
  return found === undefined ? parent : replaceChild(parent, found, change(found));
}
