/** Asks before a plan is committed. */
import { HoldfastError } from "../cluster/error.ts";
import type { Plan } from "../report/plan/document.ts";
import type { Context } from "./context.ts";

export interface ConfirmOptions {
  readonly yes: boolean;
}

/** Rejects with `unsafe` where the plan is not confirmed. */
export async function confirmPlan(context: Context, plan: Plan, { yes }: ConfirmOptions): Promise<void> {
  if (yes || plan.differences.length === 0) return;
  if (!context.interactive) {
    throw new HoldfastError("unsafe", "not a terminal, so the plan cannot be confirmed; nothing was changed", {
      hint: "pass --yes",
    });
  }
  if (!(await context.confirm("Apply this? [y/N] ")))
    throw new HoldfastError("unsafe", "not confirmed; nothing was changed");
}
