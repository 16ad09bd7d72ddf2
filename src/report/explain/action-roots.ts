/** The first cause of a chain of actions: a failure, a change of the configuration, or a new placement. */

import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag, Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { primitivesOf, roleName } from "../../scheduler/model/roles.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { actionText } from "./action-text.ts";
import { missingContainer, unmanaged } from "./beyond-scores.ts";
import { blameChain } from "./blame.ts";
import type { Reason, ReasonCode } from "./document.ts";
import { failuresOf } from "./failures.ts";
import { fencingCause, isUnfencing } from "./fencing-text.ts";
import { listText, operationText } from "./place-text.ts";
import { explainNodes } from "./placement.ts";
import { explainPromotion } from "./promotion.ts";
import {
  attributeReference,
  configuredId,
  historyReference,
  metaReference,
  nodeReference,
  reference,
} from "./references.ts";
import { rootCauses, whyBlocked } from "./root-cause.ts";

export function rootReasons(s: ReadonlyModel, why: ReadonlyWhy, action: ReadonlyAction): Reason[] {
  const { rsc } = action;
  if (rsc === undefined) return nodeReasons(s, action);
  const part = rsc.kind === "primitive" ? undefined : partThatActs(rsc, action);
  if (part !== undefined) return rootReasons(s, why, blameChain(why, part).root);
  if (rsc.kind !== "primitive")
    return [
      {
        code: "action-due",
        text: `${actionText(action)} is due${action.reason === undefined ? "" : `: ${action.reason}`}`,
        references: reference("resource", configuredId(s, rsc)),
      },
    ];
  if (!hasFlag(action, ActionFlag.runnable)) {
    const blocked = whyBlocked(s, why, action);
    if (blocked.length > 0) return together(blocked);
  }
  if (!rsc.managed) return [unmanaged(s, rsc, rsc.id)];
  if (rsc.startPending && action.task === "start")
    return [
      {
        code: "under-way",
        text: `the start of ${rsc.id} was begun, and its result is not known yet`,
        references: reference("resource", configuredId(s, rsc)),
      },
    ];
  if (action.reason === "resource definition change") return definitionChange(s, rsc);
  if (rsc.partialMigrationTarget !== undefined) return [unfinishedMigration(s, rsc)];
  if (rsc.active.length > 1 && (action.task === "stop" || action.task === "start")) return [severalActive(s, rsc)];
  const failure = failuresOf(s, rsc).at(-1);
  // A resource that moves or stops for good would do so without its failure too, or its scores name the failure.
  if (rsc.failed && failure !== undefined && rsc.assigned !== undefined && rsc.active.includes(rsc.assigned)) {
    return [
      {
        code: "recovery",
        text: `${rsc.id} is recovered from a failure: ${operationText(failure.op, rsc.id, failure.node)}`,
        references: historyReference(failure.op),
      },
    ];
  }
  const stepsDown =
    rsc.role === Role.promoted && rsc.nextRole === Role.unpromoted && missingContainer(rsc) === undefined;
  if (action.task === "promote" || action.task === "demote" || stepsDown) {
    const promotion = explainPromotion(s, why, rsc);
    if (promotion !== undefined) return [...promotion.reasons];
  }
  return placeReasons(s, why, rsc, action);
}

const BEGINS: ReadonlyMap<string, string> = new Map([
  ["running", "start"],
  ["stopped", "stop"],
  ["promoted", "promote"],
  ["demoted", "demote"],
]);

/** The action of an instance for whose sake the action of the whole is due; one that fails is a better reason than others. */
function partThatActs(rsc: ReadonlyResource, action: ReadonlyAction): ReadonlyAction | undefined {
  const task = BEGINS.get(action.task) ?? action.task;
  const acting = primitivesOf(rsc)
    .flatMap((p) => p.actions)
    .filter((a) => a.task === task && !hasFlag(a, ActionFlag.optional));
  return acting.find((a) => a.rsc?.failed === true) ?? acting[0];
}

function placeReasons(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive, action: ReadonlyAction): Reason[] {
  const { node } = action;
  const container = missingContainer(rsc);
  if (container?.kind === "primitive")
    return notRunning(s, why, container, "container-stopped", `its container ${container.id} will not run`);
  if (rsc.assigned === undefined) return notRunning(s, why, rsc, "no-node", `${rsc.id} cannot run anywhere`);
  const nodes = explainNodes(s, why, rsc);
  if (action.task === "stop" && rsc.assigned !== node) {
    const here = nodes.find((n) => n.node === node?.name);
    return [
      { code: "placed-elsewhere", text: `${rsc.id} will run on ${rsc.assigned.name}`, references: [] },
      ...together(here?.reasons ?? []),
    ];
  }
  const chosen = nodes.find((n) => n.chosen);
  const was =
    rsc.role <= Role.stopped
      ? `${rsc.id} does not run, and will be ${roleName(rsc.nextRole)}`
      : `${rsc.id} will be ${roleName(rsc.nextRole)} on ${rsc.assigned.name}`;
  return [
    {
      code: "role-change",
      text: was,
      references: reference("resource", configuredId(s, rsc)),
    },
    ...(action.task === "start" ? (chosen?.reasons ?? []) : []),
  ];
}

/** The reasons against the node it runs on; if it runs on none, the root causes of that. */
function notRunning(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  code: ReasonCode,
  text: string,
): Reason[] {
  const saying = { code, text, references: reference("resource", configuredId(s, rsc)) };
  return [saying, ...together(rootCauses(s, why, rsc, rsc.id))];
}

function together(reasons: readonly Reason[]): Reason[] {
  return reasons.map((r, i) => (i === 0 ? r : { ...r, beside: true }));
}

function severalActive(s: ReadonlyModel, rsc: ReadonlyPrimitive): Reason {
  return {
    code: "multiple-active",
    text: `${rsc.id} runs on ${listText(rsc.active.map((n) => n.name))}, but may run on one node only (multiple-active=${rsc.multipleActive})`,
    // The default is in force also where a release does not know the value that is set.
    references: rsc.multipleActive === "stop_start" ? [] : metaReference(s, rsc, "multiple-active"),
  };
}

function unfinishedMigration(s: ReadonlyModel, rsc: ReadonlyPrimitive): Reason {
  const { partialMigrationSource: from, partialMigrationTarget: to } = rsc;
  return {
    code: "migration-unfinished",
    text: `the migration of ${rsc.id} from ${from?.name ?? "another node"} to ${to?.name ?? "another"} was never finished`,
    references: reference("resource", configuredId(s, rsc)),
  };
}

function nodeReasons(s: ReadonlyModel, action: ReadonlyAction): Reason[] {
  const { node } = action;
  if (node === undefined) return [{ code: "action-due", text: action.reason ?? action.key, references: [] }];
  if (action.task === "do_shutdown")
    return [
      {
        code: "node-shutting-down",
        text: `${node.name} was asked to shut down`,
        references: attributeReference(s, node, "shutdown"),
      },
    ];
  if (isUnfencing(action))
    return [
      {
        code: "fencing",
        text: `${node.name} is unfenced${action.reason === undefined ? "" : `: ${action.reason}`}`,
        // Without what is recorded of its unfencing it would be unfenced as well.
        references: [],
      },
    ];
  const cause = fencingCause(s, node);
  return [
    {
      code: "fencing",
      text: `${node.name} is fenced: ${cause?.text ?? "its state is not known"}`,
      references: cause?.references ?? nodeReference(s, node),
    },
  ];
}

/** The history has only a digest of the parameters, so this cannot name the one that changed. */
function definitionChange(s: ReadonlyModel, rsc: ReadonlyPrimitive): Reason[] {
  return [
    {
      code: "definition-changed",
      text: `${rsc.id} was started with parameters that have changed since`,
      references: reference("resource", configuredId(s, rsc)),
    },
  ];
}
