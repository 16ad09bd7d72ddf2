/** What happens to a cluster between two transitions. */

import {
  agentChanges,
  constraintIsAdded,
  constraintIsRemoved,
  metaChanges,
  nodeIsRemoved,
  optionChanges,
  parameterChanges,
  resourceIsRemoved,
} from "./configuration-events.ts";
import {
  alsoActiveElsewhere,
  digestIsOdd,
  entryIsLost,
  entryIsOdd,
  migrationHappens,
  monitorFails,
  resourceIsLocked,
} from "./history-events.ts";
import {
  historyIsLost,
  nodeAttribute,
  nodeComes,
  nodeIsLost,
  nodeShutsDown,
  nodeStateIsOdd,
  promotionScore,
  quorumChanges,
  ticketChanges,
  timePasses,
} from "./node-events.ts";
import type { Event, Scene } from "./scene.ts";

export function happen(scene: Scene): void {
  scene.plan.r.weighted(EVENTS)(scene);
}

const EVENTS: readonly (readonly [number, Event])[] = [
  [12, monitorFails],
  [6, nodeIsLost],
  [3, nodeStateIsOdd],
  [4, nodeComes],
  [3, nodeShutsDown],
  [4, nodeAttribute],
  [5, promotionScore],
  [4, metaChanges],
  [5, parameterChanges],
  [3, resourceIsRemoved],
  [2, optionChanges],
  [2, constraintIsAdded],
  [1, constraintIsRemoved],
  [2, ticketChanges],
  [2, quorumChanges],
  [5, timePasses],
  [3, entryIsLost],
  [2, historyIsLost],
  [3, alsoActiveElsewhere],
  [2, digestIsOdd],
  [3, entryIsOdd],
  [1, nodeIsRemoved],
  [5, migrationHappens],
  [3, resourceIsLocked],
  [2, agentChanges],
];
