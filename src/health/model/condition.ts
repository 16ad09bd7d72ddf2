/** Making and weighing conditions: the answers of this folder, each with its reason. */
import type { Condition } from "../../report/health/document.ts";

export const yes = (reason: string, message: string): Condition => ({ status: "True", reason, message });
export const no = (reason: string, message: string): Condition => ({ status: "False", reason, message });
export const unclear = (reason: string, message: string): Condition => ({ status: "Unknown", reason, message });

const WORST_FIRST = ["False", "Unknown", "True"] as const;

/** The worst of them, and of equals the first. */
export function worst(first: Condition, ...others: readonly Condition[]): Condition {
  const all = [first, ...others];
  for (const status of WORST_FIRST) {
    const found = all.find((c) => c.status === status);
    if (found !== undefined) return found;
  }
  return first;
}
