/**
 * The root cause of a resource's not running: not what it waits for, but why that does not come either. One function for
 * `explain`, for a status page's list and for `wait`.
 */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import { canFence } from "../../scheduler/action/can-fence.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag, Role } from "../../scheduler/model/enums.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { isGuest } from "../../scheduler/model/node.ts";
import type {
  ReadonlyAction,
  ReadonlyColocation,
  ReadonlyPrimitive,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import type { Explained } from "../../scheduler/reading.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { obstacles } from "./availability.ts";
import { missingContainer, overruled, unmanaged } from "./beyond-scores.ts";
import { blameChain, blockedStart } from "./blame.ts";
import { candidatesOf } from "./candidates.ts";
import type { Reason } from "./document.ts";
import { reasonsTogether } from "./failed-everywhere.ts";
import { hindranceOn } from "./hindrance.ts";
import { staysStopped } from "./idle.ts";
import { listText } from "./place-text.ts";
import { explainPromotion, NOT_PROMOTED } from "./promotion.ts";
import { isFrozen, noQuorum, waitsForQuorum } from "./quorum.ts";
import { configuredId, propertyReference, reference } from "./references.ts";

/**
 * Why the resource of this id does not run, and will not once all that is due is done: the root of it in one sentence,
 * with every name in it. Undefined if it will run, or if there is no such resource. Of a clone, only if no instance will.
 */
export function rootCause({ model, why }: Explained, id: string): Reason | undefined {
  const rsc = findResource(model, id);
  if (rsc === undefined) return undefined;
  const idle = idlePart(rsc);
  return idle === undefined ? undefined : oneSentence(rootCauses(model, why, idle, idle.id), idle);
}

/** Several reasons are those of one node each. */
function oneSentence(reasons: readonly Reason[], { id }: ReadonlyPrimitive): Reason {
  const [first] = reasons;
  if (first === undefined) return { code: "no-node", text: `no node can run ${id}`, references: [] };
  if (reasons.length === 1) return first;
  const shown = reasons.slice(0, MOST_NODES).map((r) => r.text);
  const more = reasons.length - shown.length;
  return {
    code: commonCode(reasons),
    text: `no node can run ${id}: ${[...shown, ...(more > 0 ? [`and ${more} more like that`] : [])].join("; ")}`,
    references: reasons.flatMap((r) => r.references),
  };
}

const MOST_NODES = 4;

/** That it failed wherever there is a node for it is a failure, whatever other nodes are down. */
function commonCode(reasons: readonly Reason[]): Reason["code"] {
  const codes = new Set(reasons.map((r) => r.code));
  const [only] = codes;
  if (only !== undefined && codes.size === 1) return only;
  const others = [...codes].filter((code) => !code.startsWith("node-"));
  return others.length > 0 && others.every((code) => code === "failures" || code === "operation")
    ? "failures"
    : "no-node";
}

/** The first part of it that will not run; of a clone, only if no instance will. */
function idlePart(rsc: ReadonlyResource): ReadonlyPrimitive | undefined {
  const parts = primitivesOf(rsc).filter((p) => !p.removed || p.active.length > 0);
  if (rsc.kind === "clone" && parts.some((p) => !staysStopped(p))) return undefined;
  return parts.find(staysStopped);
}

/**
 * The root causes of a primitive's not running: one, or where each node has its own, one for each node.
 * @param it what sentences about the primitive itself call it
 */
export function rootCauses(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  it = "it",
  seen: Set<ReadonlyResource> = new Set(),
): Reason[] {
  // Colocated in a circle: each waits for the other.
  if (seen.has(rsc)) return [];
  seen.add(rsc);
  const container = missingContainer(rsc);
  const rule = overruled(s, why, rsc, it);
  if (container?.kind === "primitive" && rsc.managed) {
    const deeper = rootCauses(s, why, container, container.id, seen);
    return deeper.length > 0 || rule === undefined ? deeper : [rule];
  }
  if (rule !== undefined) {
    const unplaced = rsc.managed && rule.code === "colocation" ? unplacedFor(why, rsc) : undefined;
    const deeper = unplaced === undefined ? [] : causesOfPrimary(s, why, unplaced, unplaced.primary, seen);
    return deeper.length > 0 ? deeper : [rule];
  }
  if (isFrozen(s, rsc)) return [noQuorum(s)];
  const first = rsc.assigned === undefined ? unpairedFrom(why, rsc) : undefined;
  if (first !== undefined) {
    const deeper = causesOfIdlePart(s, why, first, seen);
    if (deeper.length > 0) return deeper;
  }
  const start = blockedStart(rsc);
  if (start !== undefined) return whyBlocked(s, why, blameChain(why, start).root, { primitive: rsc, it }, seen);
  return rsc.assigned === undefined ? whyNowhere(s, why, rsc, it, seen) : [];
}

function unplacedFor(why: ReadonlyWhy, rsc: ReadonlyResource): ReadonlyColocation | undefined {
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    const colocation = why.unplaced.get(at);
    if (colocation !== undefined) return colocation;
  }
  return undefined;
}

/** A primitive that was asked about, and what sentences call it. */
interface Asked {
  readonly primitive: ReadonlyPrimitive;
  readonly it: string;
}

/** Why an action that nothing else blocks cannot be done. */
export function whyBlocked(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  action: ReadonlyAction,
  asked?: Asked,
  seen: Set<ReadonlyResource> = new Set(),
): Reason[] {
  const { rsc, node } = action;
  const nameOf = (one: ReadonlyPrimitive): string => (one === asked?.primitive ? asked.it : one.id);
  if (rsc?.kind === "primitive" && !rsc.managed) return [unmanaged(s, rsc, nameOf(rsc))];
  if (action.needs !== "nothing" && waitsForQuorum(s, rsc)) return [noQuorum(s)];
  if (node !== undefined && (!node.online || node.pending)) {
    const away = obstacles(s, node).map((o) => o.reason);
    const reason = away.find((r) => AWAY.has(r.code)) ?? away[0];
    if (reason !== undefined) return [reason];
  }
  if (node !== undefined && isGuest(node) && !canFence(s, node)) return unfenceableHost(s, node);
  if (rsc === undefined) return whyNotEnough(s, why, action, seen);
  if (rsc.kind !== "primitive") return causesOfIdlePart(s, why, rsc, seen);
  return staysStopped(rsc) && !seen.has(rsc) ? rootCauses(s, why, rsc, nameOf(rsc), seen) : [];
}

/** An action that stands for a number of others of which enough have to be possible: why one of them is not. */
function whyNotEnough(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  { before }: ReadonlyAction,
  seen: Set<ReadonlyResource>,
): Reason[] {
  for (const { action } of before) {
    if (action.rsc === undefined || hasFlag(action, ActionFlag.runnable)) continue;
    const reasons = whyBlocked(s, why, blameChain(why, action).root, undefined, seen);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

/** Why a part of it does not run: what waits for the whole waits for that. */
function causesOfIdlePart(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  whole: ReadonlyResource,
  seen: Set<ReadonlyResource>,
): Reason[] {
  for (const part of primitivesOf(whole)) {
    if (!staysStopped(part) || seen.has(part)) continue;
    const reasons = rootCauses(s, why, part, part.id, seen);
    if (reasons.length > 0) return reasons;
  }
  return [];
}

function unpairedFrom(why: ReadonlyWhy, rsc: ReadonlyResource): ReadonlyResource | undefined {
  for (let at: ReadonlyResource | undefined = rsc; at !== undefined; at = at.parent) {
    const first = why.unpaired.get(at);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** What keeps a node from carrying out any action; a node in standby still stops what it runs. */
const AWAY: ReadonlySet<Reason["code"]> = new Set([
  "node-unclean",
  "node-offline",
  "node-joining",
  "guest-stopped",
  "no-connection",
]);

function unfenceableHost(s: ReadonlyModel, guest: ReadonlyAction["node"] & object): Reason[] {
  return [
    {
      code: "fencing",
      text: `${guest.name} may still run on a lost node, which cannot be fenced`,
      references: reference("resource", guest.connection && configuredId(s, guest.connection)),
    },
  ];
}

function whyNowhere(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  it: string,
  seen: Set<ReadonlyResource>,
): Reason[] {
  const candidates = candidatesOf(s, why, rsc);
  if (candidates.length === 0) return [nowhereAllowed(s, rsc, it)];
  const hindrances = candidates.map((c) => ({ ...hindranceOn(s, why, rsc, it, c), node: c.node.name }));
  const usable = hindrances.filter((h) => h.waitsFor !== undefined);
  for (const { waitsFor } of usable) {
    if (waitsFor === undefined) continue;
    const deeper = causesOfPrimary(s, why, waitsFor.colocation, waitsFor.primary, seen);
    if (deeper.length > 0) return deeper;
  }
  const own = hindrances.filter((h) => !h.consequence);
  const first = (own.length > 0 ? own : hindrances).flatMap(({ node, reasons: [reason] }) =>
    reason === undefined ? [] : [{ node, reason }],
  );
  return reasonsTogether(s, rsc, it, first);
}

function nowhereAllowed(s: ReadonlyModel, rsc: ReadonlyPrimitive, it: string): Reason {
  if (s.nodes.length === 0) return { code: "no-node", text: "the cluster has no nodes", references: [] };
  if (s.options.symmetric) return { code: "no-node", text: `no node allows ${it}`, references: [] };
  return {
    code: "opt-in",
    text: `no location constraint allows ${it === "it" ? it : rsc.id} anywhere, and symmetric-cluster is false`,
    references: propertyReference(s, "symmetric-cluster"),
  };
}

/** Why the primary of a colocation does not run, or is not promoted. */
function causesOfPrimary(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  { primaryRole }: ReadonlyColocation,
  primary: ReadonlyResource,
  seen: Set<ReadonlyResource>,
): Reason[] {
  const parts = primitivesOf(primary);
  if (primaryRole === Role.promoted && parts.some((p) => !staysStopped(p)))
    return [whyUnpromoted(s, why, primary, parts)];
  return causesOfIdlePart(s, why, primary, seen);
}

function whyUnpromoted(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  primary: ReadonlyResource,
  parts: readonly ReadonlyPrimitive[],
): Reason {
  if (!primary.promotable && !parts.some((p) => p.promotable))
    return {
      code: "not-promotable",
      text: `${primary.id} can never be promoted, since promotable is not true`,
      references: reference("resource", configuredId(s, primary)),
    };
  const running = parts.filter((p) => !staysStopped(p));
  const said = running.flatMap((p) => explainPromotion(s, why, p)?.reasons.map((r) => ({ ...r, id: p.id })) ?? []);
  // One reason once, however many instances it holds for.
  const reasons = new Set(said.map((r) => r.text));
  const texts = [...reasons].map((reason) => {
    const ids = [...new Set(said.filter((r) => r.text === reason).map((r) => r.id))];
    return `${listText(ids)}${ids.length > 1 ? ", each" : ""}: ${reason.replace(NOT_PROMOTED, "")}`;
  });
  return {
    code: said[0]?.code ?? "not-promoted",
    text: `no instance of ${primary.id} is promoted${texts.length === 0 ? "" : ` (${listText(texts)})`}`,
    references: said.flatMap((r) => r.references),
  };
}
