/** A simulation as text, line for line as `crm_simulate` 3.0 prints it. */

import { formatMoment } from "../../cib/value/date.ts";
import { visibleLine } from "../../cib/visible.ts";
import type { SimulationEvent, TicketChange } from "../../scheduler/simulation/event.ts";
import { changeLines } from "../changes/text.ts";
import type { StatusDocument } from "../status/document.ts";
import { clusterLines } from "../status/text.ts";
import type { SimulationSection } from "./document.ts";
import { type ScoreRow, scoreRowText } from "./scores.ts";

export interface SimulationTextOptions {
  /** Only scores and utilization. */
  readonly quiet?: boolean;
}

export function simulationText(sections: readonly SimulationSection[], options: SimulationTextOptions = {}): string {
  const lines = options.quiet === true ? quietLines(sections) : loudLines(sections);
  // The tabs are those of crm_simulate.
  return lines.map((line) => `${line.split("\t").map(visibleLine).join("\t")}\n`).join("");
}

/** As in `crm_simulate`, a hidden section still adds a blank line before the next one. */
function quietLines(sections: readonly SimulationSection[]): string[] {
  const out: string[] = [];
  let begun = false;
  for (const section of sections) {
    if (section.kind === "scores" || section.kind === "execution") {
      if (begun) out.push("");
      if (section.kind === "scores") out.push(...section.rows.filter((row) => row.kind !== "remark").map(scoreRowText));
    }
    begun = begun || section.kind === "modifications" || section.kind === "scores";
  }
  return out;
}

function loudLines(sections: readonly SimulationSection[]): string[] {
  return sections.flatMap((section, i) => {
    const lines = sectionLines(section);
    const isFirst = sections.slice(0, i).every((s) => s.kind === "date" || s.kind === "original-date");
    return isFirst || section.kind === "date" || section.kind === "original-date" ? lines : ["", ...lines];
  });
}

const item = (text: string): string => `  * ${text}`;

function sectionLines(section: SimulationSection): string[] {
  switch (section.kind) {
    case "date":
      return [`Setting effective cluster time: ${section.given}`];
    case "original-date":
      return [`Using the original execution date of: ${formatMoment(section.at)}`];
    case "status":
      return [...(section.when === "current" ? warnings(section.status) : []), ...statusLines(section)];
    case "modifications":
      return [
        "Performing Requested Modifications:",
        ...(section.quorum === undefined ? [] : [item(`Setting quorum: ${section.quorum}`)]),
        ...(section.watchdog === undefined ? [] : [item(`Setting watchdog: ${section.watchdog}`)]),
        ...eventLines(section.events),
      ];
    case "scores":
      return [`${scoresTitle(section)}:`, ...section.rows.map(scoreLine)];
    case "changes":
      return ["Transition Summary:", ...changeLines(section.changes).map(item)];
    case "execution":
      return ["Executing Cluster Transition:", ...eventLines(section.events)];
  }
}

function scoreLine(row: ScoreRow): string {
  return row.kind === "remark" ? scoreRowText(row) : item(scoreRowText(row));
}

function scoresTitle({ scores, utilization }: { scores: boolean; utilization: boolean }): string {
  if (!scores) return "Utilization Information";
  return utilization ? "Assignment Scores and Utilization Information" : "Assignment Scores";
}

/** The warnings at the top, each followed by a blank line. */
function warnings(status: StatusDocument): string[] {
  const out: string[] = [];
  if (status.maintenanceMode) {
    out.push("", "              *** Resource management is DISABLED ***");
    out.push("  The cluster will not attempt to start, stop or recover services", "");
  }
  const { instancesDisabled: disabled, instancesBlocked: blocked, instancesConfigured: all } = status;
  if (disabled > 0 || blocked > 0) {
    out.push(
      `${disabled} of ${all} resource instances DISABLED and ${blocked} BLOCKED from further action due to failure`,
    );
    out.push("");
  }
  return out;
}

function statusLines({ when, status }: { when: "current" | "revised"; status: StatusDocument }): string[] {
  return [when === "current" ? "Current cluster status:" : "Revised Cluster Status:", ...clusterLines(status, 1)];
}

function eventLines(events: readonly SimulationEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === "error") return [];
    return event.kind === "pretend-failed" ? [eventText(event)] : [item(eventText(event))];
  });
}

const NODE_CHANGE = {
  online: (node: string) => `Bringing node ${node} online`,
  offline: (node: string) => `Taking node ${node} offline`,
  failing: (node: string) => `Failing node ${node}`,
} as const;

const TICKET_CHANGE: Readonly<Record<TicketChange, (ticket: string) => string>> = {
  grant: (ticket) => `Granting ticket ${ticket}`,
  revoke: (ticket) => `Revoking ticket ${ticket}`,
  standby: (ticket) => `Making ticket ${ticket} standby`,
  activate: (ticket) => `Activating ticket ${ticket}`,
};

function eventText(event: SimulationEvent): string {
  switch (event.kind) {
    case "pseudo":
      return `Pseudo action:   ${event.task}${event.node === undefined ? "" : ` on ${event.node}`}`;
    case "resource": {
      const interval = event.intervalMs > 0 ? `=${event.intervalMs}` : "";
      return `Resource action: ${event.resource.padEnd(15)} ${event.operation}${interval} on ${event.node}`;
    }
    case "cluster": {
      const subject = event.resource === undefined ? "" : ` for ${event.resource}`;
      return `Cluster action:  ${event.task}${subject} on ${event.node}`;
    }
    case "fencing":
      return `Fencing ${event.target} (${event.action})`;
    case "pretend-failed":
      return `Pretending action ${event.action} failed with rc=${event.rc}`;
    case "attribute":
      return `Injecting attribute ${event.name}=${event.value} into /node_state '${event.nodeId}'`;
    case "node":
      return NODE_CHANGE[event.change](event.node);
    case "ticket":
      return TICKET_CHANGE[event.change](event.ticket);
    case "operation":
      return `Injecting ${event.spec} into the configuration`;
    case "error":
      return event.message;
  }
}
