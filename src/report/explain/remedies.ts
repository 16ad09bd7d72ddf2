/** What would have to change for a resource to be on a node it is not on. */
import { formatScore, INFINITY } from "../../cib/score.ts";
import type { Candidate } from "../../scheduler/why/recorder.ts";
import { availabilityRemedy, unavailableReasons } from "./availability.ts";
import type { Subject } from "./cause-text.ts";
import type { Contribution, Reason } from "./document.ts";

export function remedies(
  { s, node, rsc }: Subject,
  candidate: Candidate,
  contributions: readonly Contribution[],
  winner: Candidate | undefined,
  rule: Reason | undefined,
): Reason[] {
  if (rule !== undefined) return [{ text: `this would have to end: ${rule.text}`, references: rule.references }];
  const out: Reason[] = [];
  const unusable = availabilityRemedy(node);
  if (unusable !== undefined)
    out.push({ text: unusable, references: unavailableReasons(s, node).flatMap((r) => r.references) });
  for (const c of contributions) {
    if (c.score !== "-INFINITY") continue;
    const text = remedyOf(c, node.name, rsc.id);
    if (text !== undefined && !out.some((r) => r.text === text)) out.push({ text, references: c.references });
  }
  if (out.length > 0) return out;
  if (candidate.score < 0)
    return [
      { text: `its score would have to rise by ${formatScore(-candidate.score)}, to at least 0`, references: [] },
    ];
  if (winner === undefined) return [];
  if (winner.score >= INFINITY) {
    return [
      {
        text: `what makes ${winner.node.name} infinitely preferred would have to go, or ${winner.node.name} become unavailable`,
        references: [],
      },
    ];
  }
  const more = winner.score - candidate.score + 1;
  return [
    {
      text: `its score would have to be ${more} higher, as a location constraint of ${more} would make it, or ${winner.node.name} become unavailable`,
      references: [],
    },
  ];
}

function remedyOf(c: Contribution, node: string, rsc: string): string | undefined {
  const id = c.references[0]?.id;
  switch (c.cause) {
    case "location":
      return `location constraint ${id} would have to be removed or changed`;
    case "failures":
      return `its failures on ${node} would have to be cleaned up (holdfast cleanup ${rsc} --node ${node})`;
    case "operation":
      return `its failure on ${node} would have to be cleaned up (holdfast cleanup ${rsc} --node ${node})`;
    case "colocation":
      return `this would have to be otherwise: ${c.text}`;
    case "ticket":
      return `the site would have to be granted the ticket`;
    case "capacity":
      return `${node} would need more capacity, or less to carry`;
    case "instance":
      return c.text.includes("already") ? `more instances would have to be allowed on one node` : undefined;
    case "enough":
      return `more instances would have to be wanted`;
    case "shutdown-lock":
      return `the lock would have to end: ${c.text}`;
    case "discovery":
      return `${node} would have to be among the nodes it is looked for on`;
    case "role":
      return `this would have to end: ${c.text}`;
    case "structure":
      return `it cannot be: ${c.text}`;
    default:
      return undefined;
  }
}
