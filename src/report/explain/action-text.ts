/** An action in words. */
import type { ReadonlyAction } from "../../scheduler/model/read-only.ts";

export function actionText({ task, rsc, node, key }: ReadonlyAction): string {
  const where = node === undefined ? "" : ` on ${node.name}`;
  if (task === "stonith") return `fencing of ${node?.name ?? "a node"}`;
  if (task === "do_shutdown") return `shutdown of ${node?.name ?? "a node"}`;
  return rsc === undefined ? key : `${task} of ${rsc.id}${where}`;
}
