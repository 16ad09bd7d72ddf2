/** Why a node takes no resources at all. */
import type { Node } from "../../scheduler/model/node.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { Reason } from "./document.ts";
import { attributeReference, nodeReference } from "./references.ts";

/** Empty when it does take them. */
export function unavailableReasons(s: Scheduler, node: Node): Reason[] {
  const out: Reason[] = [];
  const { name } = node;
  const say = (text: string, references: Reason["references"] = nodeReference(s, node)): void =>
    void out.push({ text, references });
  if (node.unclean) {
    const reason = s.actions.find((a) => a.task === "stonith" && a.node === node)?.reason;
    say(`what runs on ${name} is not known until it has been fenced${reason === undefined ? "" : ` (${reason})`}`);
  }
  if (!node.unclean && !node.online && node.kind === "guest")
    say(`the container or virtual machine behind ${name} does not run`);
  else if (!node.unclean && !node.online) say(`${name} is offline`);
  if (node.pending) say(`${name} has not finished joining`);
  if (node.shutdown) say(`${name} is shutting down`, attributeReference(s, node, "shutdown"));
  if (node.standbyOnFail) say(`${name} is in standby, because an operation with on-fail=standby failed there`);
  else if (node.standby && !node.pending) say(`${name} is in standby`, attributeReference(s, node, "standby"));
  if (node.maintenance) say(`${name} is in maintenance`, attributeReference(s, node, "maintenance"));
  return out;
}

/** What would have to be done about it. */
export function availabilityRemedy(node: Node): string | undefined {
  if (node.unclean) return `${node.name} would have to be fenced and come back`;
  if (!node.online) return `${node.name} would have to come online`;
  if (node.shutdown) return `${node.name} would have to stay up`;
  if (node.standby) return `${node.name} would have to leave standby`;
  if (node.maintenance) return `${node.name} would have to leave maintenance`;
  return undefined;
}
