/** The changes that would make a resource run on another node. */

import { formatScore, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyColocation, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { roleName } from "../../scheduler/model/roles.ts";
import { failCount } from "../../scheduler/status/failcounts.ts";
import type { Candidate, ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { entries, type Trace } from "../../scheduler/why/traced-table.ts";
import { obstacles } from "./availability.ts";
import { causeReason } from "./cause-text.ts";
import type { Contribution, Reason } from "./document.ts";
import { expiryText } from "./failure-text.ts";
import { hostOf, type Subject } from "./place-text.ts";

interface Winner {
  readonly candidate: Candidate;
  readonly contributions: readonly Contribution[];
}

/** All of them are necessary. */
export function remedies(
  why: ReadonlyWhy,
  about: Subject,
  candidate: Candidate,
  winner: Winner | undefined,
  rule: Reason | undefined,
): Reason[] {
  if (rule !== undefined)
    return [{ code: rule.code, text: `this must change: ${rule.text}`, references: rule.references }];
  const out = obstacles(about.s, about.node).map((o) => o.remedy);
  for (const remedy of banRemedies(why, about, candidate.trace)) {
    if (!out.some((r) => r.text === remedy.text)) out.push(remedy);
  }
  if (out.length > 0) return out;
  if (candidate.score < 0)
    return [
      {
        code: "score-below-zero",
        text: `raise its score there by ${formatScore(-candidate.score)}, to at least 0`,
        references: [],
      },
    ];
  return winner === undefined ? [] : [outbid(candidate, winner)];
}

function outbid(candidate: Candidate, { candidate: winner, contributions }: Winner): Reason {
  const { node } = winner;
  if (winner.score >= INFINITY) {
    const infinite = contributions.filter((c) => c.score === "INFINITY");
    return {
      code: "lower-score",
      text: `ban or standby ${node.name}, or remove the INFINITY score it has there`,
      references: infinite.flatMap((c) => c.references),
    };
  }
  const more = winner.score - candidate.score + 1;
  return {
    code: "lower-score",
    text: `raise its score there by ${more} (such as with a location constraint of ${more}), or make ${node.name} unavailable`,
    references: [],
  };
}

function banRemedies(why: ReadonlyWhy, about: Subject, trace: Trace | undefined): Reason[] {
  return entries(trace)
    .filter((entry) => entry.score <= MINUS_INFINITY)
    .flatMap((entry): Reason[] => {
      const { s, rsc, node } = about;
      const whole = rsc.parent;
      if (entry.cause.kind === "instance" && entry.cause.because === "whole" && whole !== undefined)
        return banRemedies(why, { s, rsc: whole, node }, why.traceOf(whole.allowed, node));
      const { code, text, references } = causeReason(about, entry);
      const remedy = remedyOf(about, entry, text, references[0]?.id);
      return remedy === undefined ? [] : [{ code, text: remedy, references }];
    });
}

function orExpiry(s: Subject["s"], of: ReadonlyResource, node: Subject["node"]): string {
  const { last } = failCount(s, of, node, { effective: true, launched: true });
  const expiry = expiryText(of, last);
  return expiry === "" ? "" : `, or wait until they expire ${expiry}`;
}

function remedyOf(
  { s, node: { name }, node }: Subject,
  { cause }: Trace,
  text: string,
  id?: string,
): string | undefined {
  switch (cause.kind) {
    case "location":
      return id === undefined ? `this must change: ${text}` : `remove or change location constraint ${id}`;
    case "failures":
      return `clean up its failures on ${name} (holdfast cleanup ${cause.of.id} --node ${name})${orExpiry(s, cause.of, node)}`;
    case "operation":
      return `clean up its failure on ${name} (holdfast cleanup ${cause.rsc.id} --node ${name})`;
    case "colocation":
      return colocationRemedy(cause.colocation, cause.primary, hostOf(node).name);
    case "colocated":
      return `let ${cause.dependent.id} run on ${name}${orWithout(cause.colocation)}`;
    case "ticket":
      return `grant the ticket ${cause.constraint.ticket.id} to this site`;
    case "capacity":
      return `give ${name} more capacity, or less to run`;
    case "instance":
      return cause.because === "full" ? "allow more instances on one node" : undefined;
    case "enough":
      return cause.collective.parent?.kind === "bundle" ? "raise replicas" : "raise clone-max";
    case "shutdown-lock":
      return `end the lock: ${text}`;
    case "discovery":
      return `let a constraint with resource-discovery=exclusive allow ${name}`;
    case "role":
    case "removed":
    case "unmanaged":
    case "multiple-active":
      return `this must change: ${text}`;
    case "structure":
      return `this cannot change: ${text}`;
    default:
      return undefined;
  }
}

function colocationRemedy(colocation: ReadonlyColocation, primary: ReadonlyResource, host: string): string {
  const as = colocation.primaryRole > Role.started ? ` as ${roleName(colocation.primaryRole)}` : "";
  if (colocation.score < 0) return `move ${primary.id} away from ${host}${orWithout(colocation)}`;
  return `run ${primary.id} on ${host}${as}${orWithout(colocation)}`;
}

/** The implicit colocations of groups, bundles and guests cannot be removed. */
function orWithout({ id }: ReadonlyColocation): string {
  return id.startsWith("#") ? "" : `, or remove or weaken ${id}`;
}
