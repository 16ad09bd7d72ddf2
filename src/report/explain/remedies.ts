/** What would have to change for a resource to be on a node it is not on. */
import { formatScore, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { roleName } from "../../scheduler/model/roles.ts";
import type { Colocation, Resource } from "../../scheduler/model/types.ts";
import type { Trace } from "../../scheduler/why/cause.ts";
import type { Candidate, WhyRecorder } from "../../scheduler/why/recorder.ts";
import { entries } from "../../scheduler/why/traced-table.ts";
import { obstacles } from "./availability.ts";
import { causeReason, type Subject } from "./cause-text.ts";
import type { Contribution, Reason } from "./document.ts";
import { hostOf } from "./place-text.ts";

interface Winner {
  readonly candidate: Candidate;
  readonly contributions: readonly Contribution[];
}

/** All of them would have to change. */
export function remedies(
  why: WhyRecorder,
  about: Subject,
  candidate: Candidate,
  winner: Winner | undefined,
  rule: Reason | undefined,
): Reason[] {
  if (rule !== undefined) return [{ text: `this would have to end: ${rule.text}`, references: rule.references }];
  const out = obstacles(about.s, about.node).map((o) => o.remedy);
  for (const remedy of banRemedies(why, about, candidate.trace)) {
    if (!out.some((r) => r.text === remedy.text)) out.push(remedy);
  }
  if (out.length > 0) return out;
  if (candidate.score < 0)
    return [
      { text: `its score would have to rise by ${formatScore(-candidate.score)}, to at least 0`, references: [] },
    ];
  return winner === undefined ? [] : [outbid(candidate, winner)];
}

function outbid(candidate: Candidate, { candidate: winner, contributions }: Winner): Reason {
  const { node } = winner;
  if (winner.score >= INFINITY) {
    const infinite = contributions.filter((c) => c.score === "INFINITY");
    return {
      text: `${node.name} would have to be ruled out (by a ban, or by standby), since nothing outbids INFINITY; or what is worth INFINITY there would have to go`,
      references: infinite.flatMap((c) => c.references),
    };
  }
  const more = winner.score - candidate.score + 1;
  return {
    text: `its score would have to be ${more} higher (a location constraint of ${more} would do), or ${node.name} become unavailable`,
    references: [],
  };
}

function banRemedies(why: WhyRecorder, about: Subject, trace: Trace | undefined): Reason[] {
  return entries(trace)
    .filter((entry) => entry.score <= MINUS_INFINITY)
    .flatMap((entry): Reason[] => {
      const { s, rsc, node } = about;
      const whole = rsc.parent;
      if (entry.cause.kind === "instance" && entry.cause.because === "whole" && whole !== undefined)
        return banRemedies(why, { s, rsc: whole, node }, why.traceOf(whole.allowed, node));
      const { text, references } = causeReason(about, entry);
      const remedy = remedyOf(about, entry, text, references[0]?.id);
      return remedy === undefined ? [] : [{ text: remedy, references }];
    });
}

function remedyOf(
  { rsc, node: { name }, node }: Subject,
  { cause }: Trace,
  text: string,
  id?: string,
): string | undefined {
  switch (cause.kind) {
    case "location":
      return id === undefined
        ? `this would have to end: ${text}`
        : `location constraint ${id} would have to be removed or changed`;
    case "failures":
      return `its failures on ${name} would have to be cleaned up (holdfast cleanup ${cause.of.id} --node ${name})`;
    case "operation":
      return `its failure on ${name} would have to be cleaned up (holdfast cleanup ${cause.rsc.id} --node ${name})`;
    case "colocation":
      return colocationRemedy(cause.colocation, cause.primary, hostOf(node).name);
    case "colocated":
      return `${cause.dependent.id} would have to be able to run on ${name}${orWithout(cause.colocation)}`;
    case "ticket":
      return `the site would have to be granted the ticket ${cause.constraint.ticket.id}`;
    case "capacity":
      return `${name} would need more capacity, or less to carry`;
    case "instance":
      return cause.because === "full" ? "more instances would have to be allowed on one node" : undefined;
    case "enough":
      return "more instances would have to be wanted";
    case "shutdown-lock":
      return `the lock would have to end: ${text}`;
    case "discovery":
      return `${name} would have to be among the nodes it is looked for on`;
    case "role":
    case "removed":
    case "unmanaged":
    case "multiple-active":
      return `this would have to end: ${text}`;
    case "structure":
      return `${rsc.id} would have to be another resource: ${text}`;
    default:
      return undefined;
  }
}

function colocationRemedy(colocation: Colocation, primary: Resource, host: string): string {
  const be = colocation.primaryRole > Role.started ? roleName(colocation.primaryRole) : "";
  if (colocation.score < 0) return `${primary.id} would have to leave ${host}${orWithout(colocation)}`;
  return `${primary.id} would have to be ${be === "" ? "" : `${be} `}on ${host}${orWithout(colocation)}`;
}

/** What groups, bundles and guests make for themselves cannot be taken away. */
function orWithout({ id }: Colocation): string {
  return id.startsWith("#") ? "" : `, or ${id} be removed or weakened`;
}
