/** Why a resource that may be migrated live is stopped and started instead. */

import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { currentNode } from "../../scheduler/model/whereabouts.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { actionText } from "./action-text.ts";
import { unavailableReasons } from "./availability.ts";
import type { Reason } from "./document.ts";
import { orderingSource } from "./ordering-source.ts";

/** Undefined for a resource that does not move, that is migrated, or whose allow-migrate is not true. */
export function whyNotMigrated(s: ReadonlyModel, why: ReadonlyWhy, rsc: ReadonlyPrimitive): Reason | undefined {
  const from = currentNode(rsc);
  const to = rsc.assigned;
  if (from === undefined || to === undefined || from === to || !rsc.migratable || !rsc.managed) return undefined;
  const say = (text: string, references: Reason["references"] = []): Reason => ({
    code: "not-migrated",
    text: `it is stopped and started, not migrated live: ${text}`,
    references,
  });
  if (rsc.failed) return say("it has failed");
  if (rsc.startPending) return say("its start is still under way");
  const lost = from.unclean ? from : to.unclean ? to : undefined;
  if (lost !== undefined) {
    const [reason] = unavailableReasons(s, lost);
    return say(reason?.text ?? `${lost.name} is unclean`, reason?.references);
  }
  const migration = rsc.actions.find((a) => a.task === "migrate_from" && a.node === to);
  if (migration === undefined || hasFlag(migration, ActionFlag.runnable)) return undefined;
  for (const action of rsc.actions) {
    const blame = (why.blames.get(action) ?? []).find((b) => b.effect === "unmigratable" && b.because.rsc !== rsc);
    if (blame === undefined) continue;
    const source = orderingSource(s, why, action, blame);
    return say(
      `it has to wait for ${actionText(blame.because)}, which is no migration (${source.text})`,
      source.references,
    );
  }
  return say("its migration cannot be done");
}

/** A step of a migration that is not done, since the resource is stopped and started instead. */
export function isDroppedMigration(action: ReadonlyAction): boolean {
  return (
    (action.task === "migrate_to" || action.task === "migrate_from") &&
    !hasFlag(action, ActionFlag.runnable) &&
    action.rsc?.partialMigrationTarget === undefined
  );
}
