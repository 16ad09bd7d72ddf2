/** What a plan warns of before anything else, as text: odd names, settings unlike the profile's, risks. */
import type { Plan, Risk, UnlikeProfile } from "./document.ts";
import type { PlanLine } from "./line.ts";

function placeText(where: Plan["warnings"][number]["where"]): string {
  return where === undefined ? "" : `${where.file === undefined ? "line " : `${where.file}:`}${where.line}`;
}

/** With its place and what to do. */
export function warningText({ rule, message, hint, where }: Plan["warnings"][number]): string {
  const at = where === undefined ? "" : `${placeText(where)}: `;
  return `! ${at}${rule === undefined ? "" : `${rule}: `}${message}${hint === undefined ? "" : `; ${hint}`}`;
}

/** What the cluster has, and what the profile would set. */
export function unlikeProfileText({ section, name, has, profile, value, where }: UnlikeProfile): string {
  const message = `${name} stays ${has}, where the profile ${profile} would set ${value}`;
  const hint = `write ${name} under "${section}" to set it, or to say that it stays`;
  return warningText({ message, hint, ...(where === undefined ? {} : { where }) });
}

/** With the heading; none where there is no risk. */
export function riskLines(risks: readonly Risk[]): PlanLine[] {
  if (risks.length === 0) return [];
  return [
    { tone: "plain", text: "" },
    { tone: "heading", text: "Risks, each to be accepted by its code:" },
    ...risks.map(({ code, text, reason, where }): PlanLine => {
      const at = where === undefined ? "" : `  [${placeText(where)}]`;
      return { tone: "warning", text: `  ! ${code}: ${text}; ${reason}${at}` };
    }),
  ];
}
