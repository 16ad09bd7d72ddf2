/** The reasons why a node cannot run any resource, and the remedies. */

import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyNode } from "../../scheduler/model/read-only.ts";
import type { Reason, ReasonCode } from "./document.ts";
import { failedOn, failureThat } from "./failures.ts";
import { fencingCause } from "./fencing-text.ts";
import { attributeReference, configuredId, historyReference, nodeReference, reference } from "./references.ts";

export interface Obstacle {
  readonly reason: Reason;
  readonly remedy: Reason;
}

/** Adds an obstacle; it refers to the node if it names no other element. */
type Say = (code: ReasonCode, text: string, remedy: string, references?: Reason["references"]) => void;

/** Empty if the node can run resources. */
export function obstacles(s: ReadonlyModel, node: ReadonlyNode): Obstacle[] {
  const out: Obstacle[] = [];
  const { name } = node;
  const say: Say = (code, text, remedy, references = nodeReference(s, node)) =>
    void out.push({ reason: { code, text, references }, remedy: { code, text: remedy, references } });
  if (node.unclean) {
    const cause = fencingCause(s, node);
    say(
      "node-unclean",
      `what runs on ${name} is unknown until it is fenced${cause === undefined ? "" : ` (${cause.text})`}`,
      `fence ${name} and let it come back`,
      cause?.references ?? nodeReference(s, node),
    );
  } else if (!node.online && node.kind === "guest") {
    say(
      "guest-stopped",
      `the container or virtual machine behind ${name} does not run`,
      `start the container or virtual machine behind ${name}`,
    );
  } else if (!node.online && node.kind !== "cluster" && node.connection === undefined)
    say(
      "no-connection",
      `nothing in the configuration connects to ${name}`,
      `configure a connection resource for ${name}`,
      [],
    );
  else if (!node.online) say("node-offline", `${name} is offline`, `bring ${name} online`);
  if (node.pending) say("node-joining", `${name} has not finished joining`, `wait until ${name} has joined`);
  if (node.shutdown) sayShutdown(s, node, say);
  if (node.standbyOnFail) {
    const failure = failureThat("standby", failedOn(s, node));
    say(
      "node-standby-after-failure",
      `${name} is in standby, because an operation with on-fail=standby failed there`,
      `clean up the failure on ${name}`,
      failure === undefined ? [] : historyReference(failure.op),
    );
  } else if (node.standby && !node.pending)
    say(
      "node-standby",
      `${name} is in standby`,
      `take ${name} out of standby (holdfast node unstandby ${name})`,
      attributeReference(s, node, "standby"),
    );
  if (node.maintenance)
    say(
      "node-maintenance",
      `${name} is in maintenance`,
      `take ${name} out of maintenance (holdfast node unmaintenance ${name})`,
      attributeReference(s, node, "maintenance"),
    );
  return out;
}

function sayShutdown(s: ReadonlyModel, node: ReadonlyNode, say: Say): void {
  const { name, connection } = node;
  const asked = attributeReference(s, node, "shutdown");
  if (asked.length > 0 || connection === undefined)
    say("node-shutting-down", `${name} is shutting down`, `cancel the shutdown of ${name}`, asked);
  else if (!node.unclean)
    say(
      "connection-stops",
      `the connection to ${name} will be stopped`,
      `keep the connection to ${name}`,
      reference("resource", configuredId(s, connection)),
    );
}

export function unavailableReasons(s: ReadonlyModel, node: ReadonlyNode): Reason[] {
  return obstacles(s, node).map((o) => o.reason);
}
