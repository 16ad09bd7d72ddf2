/**
 * A simulation in the XML of `crm_simulate --output-as=xml`, with one difference: 3.0.3 loses everything after the
 * injected changes, and this does not.
 */
import { type Element, element } from "../../cib/xml/tree.ts";
import type { SimulationEvent, TicketChange } from "../../scheduler/simulation/event.ts";
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { nodeChangeText } from "../changes/text.ts";
import type { SimulationSection } from "./document.ts";
import { resultXml } from "./result.ts";
import type { Amounts, ScoreRow } from "./scores.ts";
import { statusElements } from "./status-xml.ts";

export function simulationXml(sections: readonly SimulationSection[]): string {
  return resultXml(sections.flatMap(sectionElements));
}

function sectionElements(section: SimulationSection): Element[] {
  switch (section.kind) {
    case "date":
    case "original-date":
      return [];
    case "status":
      return [
        element(
          section.when === "current" ? "cluster_status" : "revised_cluster_status",
          {},
          statusElements(section.model),
        ),
      ];
    case "modifications": {
      const { quorum, watchdog } = section;
      return [element("modifications", { quorum, watchdog }), ...section.events.flatMap(eventElements)];
    }
    case "scores":
      return [element(scoresName(section), {}, section.rows.flatMap(rowElements))];
    case "changes":
      return [
        element("actions", {}, [
          ...section.changes.nodes.filter((c) => c.kind === "fence").map(nodeChangeElement),
          ...section.changes.resources.map(resourceChangeElement),
        ]),
      ];
    case "execution":
      return [element("transition", {}, section.events.flatMap(eventElements))];
  }
}

function scoresName({ scores, utilization }: { scores: boolean; utilization: boolean }): string {
  if (!scores) return "utilizations";
  return utilization ? "allocations_utilizations" : "allocations";
}

const SCORE = /^(\S+): (.+) allocation score on (.+): (\S+)$/;
const PROMOTION = /^(.+) promotion score (?:\(inactive\)|on (.+)): (\S+)$/;

function rowElements(row: ScoreRow): Element[] {
  switch (row.kind) {
    case "remark":
      return [];
    case "capacity":
      return [element("capacity", { node: row.node, comment: row.when }, amountElements(row.amounts))];
    case "use": {
      const attributes = { resource: row.resource, node: row.node, function: "pcmk__assign_resource" };
      return [element("utilization", attributes, amountElements(row.amounts))];
    }
    case "score": {
      const [, name, id, node, score] = SCORE.exec(row.text) ?? [];
      if (name !== undefined) return [element("node_weight", { function: name, node, score, id })];
      const [, instance, where, promotion] = PROMOTION.exec(row.text) ?? [];
      return [element("promotion_score", { id: instance, score: promotion, node: where })];
    }
  }
}

function amountElements(amounts: Amounts): Element[] {
  return [...amounts].map(([name, value]) => element(name, {}, [{ kind: "text", text: String(value) }]));
}

function nodeChangeElement(c: NodeChange): Element {
  const [, task, node] =
    /^(Fence \([^)]*\)) (.*)$/.exec(nodeChangeText({ ...c, reason: "" }).replace(/ ''$/, "")) ?? [];
  return element("node_action", { task, node, reason: c.reason });
}

function resourceChangeElement(c: ResourceChange): Element {
  const blocked = c.blocked ? "true" : undefined;
  return element("rsc_action", { action: c.kind, resource: c.resource, ...placeOf(c), reason: c.reason, blocked });
}

const PROMOTABLE = new Set(["Unpromoted", "Promoted"]);

/** The nodes before and after, with the roles of promotable resources. */
function placeOf(c: ResourceChange): Readonly<Record<string, string | undefined>> {
  const hasRole = PROMOTABLE.has(c.roleBefore) || c.roleAfter === "Promoted";
  const role = hasRole ? c.roleBefore : undefined;
  const sameRole = c.roleBefore === c.roleAfter;
  if (c.from === undefined) {
    return hasRole ? { role, "next-role": c.roleAfter, dest: c.to } : { node: c.to };
  }
  if (c.to === undefined) return { role, node: c.from };
  const dest = c.from === c.to ? undefined : c.to;
  if (sameRole) return dest === undefined ? { role, source: c.from } : { source: c.from, dest, role };
  if (dest === undefined) return { role: c.roleBefore, "next-role": c.roleAfter, source: c.from };
  return { role: c.roleBefore, source: c.from, "next-role": c.roleAfter, dest };
}

const NODE_ACTION = { online: "Online", offline: "Offline", failing: "Failing" } as const;
const TICKET_ACTION: Readonly<Record<TicketChange, string>> = {
  grant: "Granting",
  revoke: "Revoking",
  standby: "Standby",
  activate: "Activating",
};

function eventElements(event: SimulationEvent): Element[] {
  switch (event.kind) {
    case "pseudo":
      return [element("pseudo_action", { task: event.task, node: event.node })];
    case "resource": {
      const interval = event.intervalMs > 0 ? String(event.intervalMs) : undefined;
      return [element("rsc_action", { resource: event.resource, op: event.operation, node: event.node, interval })];
    }
    case "cluster":
      return [element("cluster_action", { task: event.task, node: event.node, id: event.resource })];
    case "fencing":
      return [element("fencing_action", { target: event.target, op: event.action })];
    case "attribute": {
      const { name, value, nodeId } = event;
      return [element("inject_attr", { name, value, node_path: "/node_state", cib_node: nodeId })];
    }
    case "node":
      return [element("modify_node", { action: NODE_ACTION[event.change], node: event.node })];
    case "ticket":
      return [element("modify_ticket", { action: TICKET_ACTION[event.change], ticket: event.ticket })];
    case "operation":
      return [element("inject_spec", { spec: event.spec })];
    case "pretend-failed":
    case "error":
      return [];
  }
}
