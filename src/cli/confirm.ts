/**
 * Asks before a plan is committed: once for the plan, and once more for each risk in it. `--yes` answers the first question
 * only; a risk is accepted by its code, so that what a script accepts today is not taken for what it never saw.
 */
import { Option } from "commander";
import { HoldfastError } from "../cluster/error.ts";
import type { Plan, Risk } from "../report/plan/document.ts";
import { RISKS } from "../report/plan/schema.ts";
import type { Context } from "./context.ts";

export interface ConfirmOptions {
  readonly yes: boolean;
  readonly acceptRisk?: readonly Risk["code"][];
}

/** `--accept-risk CODE...` */
export function acceptRiskOption(): Option {
  return new Option("--accept-risk <codes...>", "accept risks that the plan names, besides --yes").choices(RISKS);
}

/** Rejects with `unsafe` where the plan, or one of its risks, is not confirmed. */
export async function confirmPlan(context: Context, plan: Plan, options: ConfirmOptions): Promise<void> {
  if (plan.differences.length === 0) return;
  const accepted: ReadonlySet<string> = new Set(options.acceptRisk);
  const open = plan.risks.filter(({ code }) => !accepted.has(code));
  const codes = [...new Set(open.map(({ code }) => code))].join(" ");
  if (!context.interactive && (!options.yes || open.length > 0)) {
    const [what, hint] =
      open.length === 0
        ? ["the plan", "pass --yes"]
        : [open.map(({ text }) => text).join("; "), `pass ${options.yes ? "" : "--yes "}--accept-risk ${codes}`];
    throw new HoldfastError("unsafe", `not a terminal, so this cannot be confirmed: ${what}; nothing was changed`, {
      hint,
    });
  }
  if (!options.yes) await ask(context, "Apply this? [y/N] ");
  for (const { text } of open) await ask(context, `${sentence(text)}. Do it all the same? [y/N] `);
}

/** Asks before what no plan shows. Rejects with `unsafe` unless the user says yes, and where no one can be asked. */
export async function confirmDoing(context: Context, question: string): Promise<void> {
  if (!context.interactive) {
    throw new HoldfastError("unsafe", "not a terminal, so this cannot be confirmed; nothing was changed", {
      hint: "pass --yes",
    });
  }
  await ask(context, `${question} [y/N] `);
}

async function ask(context: Context, question: string): Promise<void> {
  if (!(await context.confirm(question))) throw new HoldfastError("unsafe", "not confirmed; nothing was changed");
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
