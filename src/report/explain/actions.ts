/** For each action a resource is to go through, what led to it: from action to action, down to what began it. */
import { get } from "../../cib/tree.ts";
import { type Action, ActionFlag, hasFlag } from "../../scheduler/model/action.ts";
import { type Primitive, Role } from "../../scheduler/model/resource.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { roleName } from "../status/primitives.ts";
import { unavailableReasons } from "./availability.ts";
import type { ActionExplanation, Reason } from "./document.ts";
import { orderingSource } from "./ordering-source.ts";
import { missingContainer } from "./overruled.ts";
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
import { operationText } from "./whereabouts.ts";

const TOLD = new Set(["start", "stop", "promote", "demote", "migrate_to", "migrate_from", "reload-agent"]);

export function explainActions(s: Scheduler, why: WhyRecorder, rsc: Primitive): ActionExplanation[] {
  return rsc.actions
    .filter((a) => TOLD.has(a.task) && !hasFlag(a, ActionFlag.optional) && isDue(a))
    .map((a) => {
      const blocked = !hasFlag(a, ActionFlag.runnable);
      return {
        task: a.task,
        ...(a.node === undefined ? {} : { node: a.node.name }),
        blocked,
        chain: actionChain(s, why, a).reasons,
      };
    });
}

/** Pseudo-actions stand for what happens by itself: a stop by the fencing of its node, which is worth telling. */
function isDue(action: Action): boolean {
  if (hasFlag(action, ActionFlag.pseudo)) return action.task === "stop";
  // What has no node is not started; that it has none is told as such.
  return action.node !== undefined;
}

export interface ActionChain {
  /** The last one is what began it. */
  readonly reasons: readonly Reason[];
  /** The action it began with. */
  readonly root: Action;
}

export function actionChain(s: Scheduler, why: WhyRecorder, action: Action): ActionChain {
  const out: Reason[] = [];
  const seen = new Set<Action>();
  let at = action;
  for (;;) {
    seen.add(at);
    const blocked = !hasFlag(at, ActionFlag.runnable);
    const effect = blocked ? "blocked" : "required";
    const blames = (why.blames.get(at) ?? []).filter((b) => b.effect === effect && !seen.has(b.because));
    const blame = blames.find((b) => effect !== "blocked" || !hasFlag(b.because, ActionFlag.runnable)) ?? blames[0];
    if (blame === undefined) {
      out.push(...rootReasons(s, why, at));
      return { reasons: out, root: at };
    }
    const source = orderingSource(s, why, at, blame);
    const verb = blocked ? "cannot be done because of" : "is needed because of";
    out.push({
      text: `${actionText(at)} ${verb} ${actionText(blame.because)} (${source.text})`,
      references: source.references,
    });
    at = blame.because;
  }
}

function actionText(action: Action): string {
  const { task, rsc, node } = action;
  const where = node === undefined ? "" : ` on ${node.name}`;
  if (task === "stonith") return `fencing of ${node?.name ?? "a node"}`;
  if (task === "do_shutdown") return `shutdown of ${node?.name ?? "a node"}`;
  return rsc === undefined ? action.key : `${task} of ${rsc.id}${where}`;
}

function rootReasons(s: Scheduler, why: WhyRecorder, action: Action): Reason[] {
  const { rsc, node } = action;
  if (rsc === undefined) return nodeReasons(s, action);
  if (rsc.kind !== "primitive")
    return [
      {
        text: `${actionText(action)} is due${action.reason === undefined ? "" : `: ${action.reason}`}`,
        references: reference("resource", configuredId(s, rsc)),
      },
    ];
  if (!hasFlag(action, ActionFlag.runnable)) {
    const unusable = node === undefined ? [] : unavailableReasons(s, node);
    if (unusable.length > 0) return unusable;
    if (action.reason === "no quorum") return [{ text: "the cluster has no quorum", references: [] }];
  }
  if (action.reason === "resource definition change") return definitionChange(s, rsc, action);
  const failure = s.failedOperations.filter((f) => f.rsc === rsc).at(-1);
  if (rsc.failed && failure !== undefined) {
    return [
      {
        text: `${rsc.id} is recovered from a failure: ${operationText(failure.op, rsc.id, failure.node)}`,
        references: historyReference(failure.op),
      },
    ];
  }
  if (action.task === "promote" || action.task === "demote") {
    const promotion = explainPromotion(s, why, rsc);
    if (promotion !== undefined) return [...promotion.reasons];
  }
  const container = missingContainer(rsc);
  if (container?.kind === "primitive" && action.task === "stop") {
    const reasons = explainNodes(s, why, container)
      .filter((n) => n.node === container.active[0]?.name)
      .flatMap((n) => n.reasons);
    return [
      {
        text: `its container ${container.id} will not run`,
        references: reference("resource", configuredId(s, container)),
      },
      ...reasons,
    ];
  }
  const nodes = explainNodes(s, why, rsc);
  if (action.task === "stop" && rsc.assigned !== node) {
    const here = nodes.find((n) => n.node === node?.name);
    const to = rsc.assigned === undefined ? "can run nowhere" : `is to run on ${rsc.assigned.name}`;
    return [{ text: `${rsc.id} ${to}`, references: [] }, ...(here?.reasons ?? [])];
  }
  const chosen = nodes.find((n) => n.chosen);
  const was =
    rsc.role <= Role.stopped
      ? `${rsc.id} does not run, and is to be ${roleName(rsc.nextRole)}`
      : `${rsc.id} is to be ${roleName(rsc.nextRole)} on ${rsc.assigned?.name ?? "no node"}`;
  return [
    {
      text: was,
      references: [...metaReference(s, rsc, "target-role"), ...reference("resource", configuredId(s, rsc))],
    },
    ...(action.task === "start" ? (chosen?.reasons ?? []) : []),
  ];
}

function nodeReasons(s: Scheduler, action: Action): Reason[] {
  const { node } = action;
  if (node === undefined) return [{ text: action.reason ?? action.key, references: [] }];
  if (action.task === "do_shutdown")
    return [{ text: `${node.name} was asked to shut down`, references: attributeReference(s, node, "shutdown") }];
  const failed = s.failedOperations
    .filter((f) => f.node === node && f.rsc !== undefined && (action.reason ?? "").startsWith(`${f.rsc.id} failed`))
    .at(-1);
  if (failed?.rsc !== undefined) {
    return [
      {
        text: `${node.name} is fenced after a failure: ${operationText(failed.op, failed.rsc.id, node)}`,
        references: historyReference(failed.op),
      },
    ];
  }
  return [
    {
      text: `${node.name} is fenced: ${action.reason ?? "its state is not known"}`,
      references: nodeReference(s, node),
    },
  ];
}

/** What changed cannot be read back from a digest; which operation's record it is that does not fit any more can. */
function definitionChange(s: Scheduler, rsc: Primitive, action: Action): Reason[] {
  const key = action.operation === undefined ? undefined : get(action.operation, "id");
  return [
    {
      text: `${rsc.id} was started with other parameters than it has now`,
      references: [
        ...reference("resource", configuredId(s, rsc)),
        ...reference("resource", key !== undefined && s.byId.has(key) ? key : undefined),
      ],
    },
  ];
}
