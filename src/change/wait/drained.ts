/** Whether a node is drained: nothing runs on it any more, in its guests neither, and nothing is under way there. */
import { changesOf } from "../../report/changes/trace.ts";
import { uncleanReasons } from "../../report/status/node-state.ts";
import { pendingText } from "../../report/status/verdict.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { inFlight, primitivesOf } from "../../scheduler/model/roles.ts";
import { decisionOf, type Reading } from "../../scheduler/reading.ts";
import type { Reasons } from "./reasons.ts";
import type { Circumstances } from "./wanted.ts";

export function drainedFindings(
  reading: Reading,
  node: ReadonlyNode,
  reasons: Reasons,
  { fencings }: Pick<Circumstances, "fencings">,
): Finding[] {
  const { model } = reading;
  const planned = decisionOf(reading).model;
  const say = (code: Finding["code"], text: string, resource: string | null = null): Finding[] => [
    { resource, code, text },
  ];
  const inPlan = planned.nodesByName.get(node.name);
  if (node.unclean)
    return inPlan === undefined
      ? []
      : uncleanReasons(planned, inPlan, fencings).flatMap(({ text }) => say("pending", text));
  if (!node.online) return node.pending ? say("pending", `${node.name} is joining`) : [];
  const all = model.resources.flatMap(primitivesOf);
  const there = all.filter((p) => p.active.some((n) => n === node || hostsOf(n).includes(node)));
  const underWay = all
    .filter((p) => p.pendingNode === node && !there.includes(p))
    .map(inFlight)
    .filter((text) => text !== undefined);
  if (!node.standby && !node.shutdown)
    return say(
      "not-draining",
      `${node.name} is not in standby, so nothing moves away from it; to drain it: holdfast node standby ${node.name}`,
    );
  const coming = new Map(changesOf(planned).resources.map((c) => [c.resource, c]));
  const held = there.flatMap((p): Finding[] => {
    const change = coming.get(p.id);
    if (change !== undefined && !change.blocked)
      return [{ resource: p.id, code: "pending", text: pendingText(change) }];
    const now = inFlight(p);
    if (now !== undefined) return [{ resource: p.id, code: "pending", text: now }];
    return [{ resource: p.id, ...whyStays(p, node, reasons) }];
  });
  return [...held, ...underWay.flatMap((text) => say("pending", text))];
}

/** The nodes on which a guest's container runs. */
function hostsOf(guest: ReadonlyNode): readonly ReadonlyNode[] {
  return guest.kind === "cluster" ? [] : (guest.connection?.active ?? []);
}

function whyStays(p: ReadonlyPrimitive, node: ReadonlyNode, reasons: Reasons): Pick<Finding, "code" | "text"> {
  const why = reasons.stays(p.id);
  const text = `${p.id} stays on ${node.name}${why === undefined ? "" : `: ${why}`}`;
  return { code: p.managed ? "blocked" : "unmanaged", text };
}
