/**
 * Takes a node out of service: its addresses and promoted roles go to other nodes one at a time, each by a ban with an
 * expiry; then it is put in standby, and the bans go in the same commit. The run's lease on the node keeps Holdfast's
 * users away from it meanwhile. What stays is the standby, with who and why, and an end where one was asked for.
 */
import { readDrains, withDrain, withoutDrain } from "../../../../cib/drain.ts";
import { type Json, withoutTraces } from "../../../../cib/run-record.ts";
import { isOver } from "../../../../cib/timed-set.ts";
import { indexById } from "../../../../cib/value/element-index.ts";
import type { Element } from "../../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../../cluster/error.ts";
import { namedNode } from "../../../verbs/node-attribute.ts";
import { judge } from "../../../wait/verdict.ts";
import { type Begun, type Next, plannedUntil, type RunKind, type RunLook } from "../../kind/kind.ts";
import { away, isThere, leavingBan, leavingText } from "../../kind/leaving.ts";
import { isFlagIn, optionalNumberIn, optionalTextsIn, textIn } from "../../kind/memory.ts";
import type { ReplicaOnNode } from "../../kind/replica-item.ts";
import { reasonsAgainst, replicatedOn } from "./against.ts";
import { itemOf, moveCalled, movesFrom } from "./moves.ts";

/** The item after the moves. */
const STANDBY = "standby";

export const drainKind: RunKind = {
  name: "drain",

  begin(args, look, run): Begun {
    const { cib, at } = look.snapshot;
    const [node, lasts, force] = [textIn(args, "node"), optionalNumberIn(args, "for"), isFlagIn(args, "force")];
    const memory = { node, force, ...(lasts === undefined ? {} : { for: lasts }) };
    const standby = (before: Element): Element => inStandby(before, memory, at, { who: "", why: "" });
    const against = force ? [] : reasonsAgainst(look, node, standby(cib));
    if (against.length > 0)
      throw new HoldfastError("unsafe", `not begun: ${against.join("; ")}`, {
        hint: "to drain it all the same: --force --why TEXT",
      });
    const departure = { node, run, until: plannedUntil(look) };
    const moves = movesFrom(look, departure);
    return {
      title: `drain ${node}`,
      memory: { ...memory, moves: moves.map(itemOf) },
      services: [],
      nodes: [node],
      items: [
        ...moves.map((move) => ({
          id: itemOf(move),
          text: leavingText(move, node),
          edit: away(look, move, departure),
        })),
        { id: STANDBY, text: `puts ${node} in standby, and waits until nothing runs there`, edit: standby },
      ],
    };
  },

  next(record, look, { until }): Next {
    const { cib, at } = look.snapshot;
    const node = textIn(record.memory, "node");
    if (record.did.includes(STANDBY)) {
      const drain = readDrains(cib).find((d) => d.node === node);
      if (drain === undefined || isOver(drain, at / 1000))
        return { kind: "stuck", why: `the drain of ${node} has ended before nothing ran there` };
      return nextOfStandby(look, node);
    }
    const moves = (optionalTextsIn(record.memory, "moves") ?? []).map(moveCalled);
    const index = indexById(cib);
    const going = moves.find((move) => index.has(leavingBan(record.id, move)) && isThere(look, move, node));
    if (going !== undefined) return { kind: "wait", item: itemOf(going), for: `${itemOf(going)} to leave ${node}` };
    const move = moves.find((m) => !record.did.includes(itemOf(m)) && isThere(look, m, node));
    if (move !== undefined)
      return {
        kind: "edit",
        item: itemOf(move),
        text: leavingText(move, node),
        begins: true,
        completes: true,
        edit: away(look, move, { node, run: record.id, until }),
      };
    return {
      kind: "edit",
      item: STANDBY,
      text: `puts ${node} in standby`,
      begins: true,
      completes: true,
      ...(isFlagIn(record.memory, "force") ? {} : { stops: replicasOn(look, node) }),
      edit: (before) => withoutTraces(inStandby(before, record.memory, at, record), record.id),
    };
  },

  /** What has been moved; of what had a replica there one is missing from the standby on. */
  whole: ({ did }) =>
    did.flatMap((item) => {
      const { resource, promoted } = moveCalled(item);
      return item === STANDBY || (promoted && did.includes(STANDBY)) ? [] : [resource];
    }),

  undo: (cib, { memory }) => withoutDrain(cib, namedNode(cib, textIn(memory, "node"))),
};

function inStandby(
  cib: Element,
  memory: Json,
  at: number,
  by: { readonly who: string; readonly why: string },
): Element {
  const lasts = optionalNumberIn(memory, "for");
  const until = lasts === undefined ? undefined : Math.ceil((at + lasts) / 1000);
  return withDrain(cib, namedNode(cib, textIn(memory, "node")), { until, ...by });
}

function nextOfStandby({ reading }: RunLook, node: string): Next {
  const { state, findings } = judge(reading, { resources: [], drained: [node] });
  const text = findings.map((f) => f.text).join("; ");
  if (state === "reached") return { kind: "done" };
  return state === "never" ? { kind: "stuck", why: text } : { kind: "wait", item: STANDBY, for: text };
}

/** Their services are asked whether they may stop. */
function replicasOn(look: RunLook, node: string): ReplicaOnNode[] {
  return replicatedOn(look, node).map(({ id }) => ({ resource: id, node }));
}
