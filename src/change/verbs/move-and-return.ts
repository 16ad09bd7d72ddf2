/**
 * Moves a resource for good without leaving a constraint behind: once it has arrived, the constraint is removed if the
 * resource stays where it is without it, as `pcs resource move` does from 0.12 on.
 */
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { Done } from "../../report/done/document.ts";
import { commitEdit, editCluster, untilTaken } from "../edit.ts";
import { planChange } from "../plan/plan.ts";
import { type WaitOptions, waitAnswer } from "../wait/wait.ts";
import { type CarryOutOptions, carryOut } from "./carry-out.ts";
import { bansOf, withoutMovesAndBans } from "./location.ts";
import { moveResource, type PlaceRequest, whereabouts } from "./place.ts";

export interface MoveOptions extends Omit<CarryOutOptions, "wait"> {
  readonly wait: WaitOptions;
}

export async function moveAndReturn(
  cluster: Cluster,
  request: PlaceRequest,
  { wait, ...options }: MoveOptions,
): Promise<Done> {
  const { resource, promoted } = request;
  const start = await cluster.read();
  const before = whereabouts(start, resource, promoted);
  // What an operator has banned stays banned.
  const back = { resource, kept: bansOf(start.cib, resource) };
  const done = await carryOut(cluster, moveResource(request), options);
  if (options.dryRun || !done.changed || !(await cluster.identity()).running) return done;
  options.tell?.(done);
  const version = done.cib === undefined ? {} : { version: done.cib };
  const answer = await waitAnswer(cluster, { resources: [resource], ...version }, wait);
  const after = whereabouts(await cluster.read(), resource, promoted);
  const arrived = request.node === undefined ? after.every((n) => !before.includes(n)) : after.includes(request.node);
  const author = { who: options.who, why: `resource move ${resource}: the constraint is no longer needed` };
  if (answer.outcome !== "reached" || !arrived) {
    // A move that did not come about is not to come about at another time.
    await editCluster(cluster, author, (cib) => withoutMovesAndBans(cib, back));
    throw new HoldfastError("failed", `${resource} did not move; the constraint is removed again`, {
      hint: answer.findings[0]?.text ?? `holdfast explain ${resource}`,
    });
  }
  const stays = await untilTaken(async () => {
    const snapshot = await cluster.read();
    const desired = withoutMovesAndBans(snapshot.cib, back);
    const { plan } = planChange(snapshot, desired);
    if (plan.resources.length > 0 || plan.nodes.length > 0) return false;
    await commitEdit(cluster, author, snapshot, desired);
    return true;
  });
  const where = after.join(", ");
  const text = stays
    ? `runs on ${where}; the constraint is removed again`
    : `runs on ${where}; without its constraint it would move again, so that stays until: holdfast resource clear ${resource}`;
  return { ...said(done, resource, text), wait: answer };
}

function said(done: Done, object: string, text: string): Done {
  return { ...done, objects: [{ object, changed: true, text: `${object} ${text}` }] };
}
