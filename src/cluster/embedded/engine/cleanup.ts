/**
 * Clearing the failures of a resource (or, when asked, its whole history), so that its state is probed again. Source:
 * `crm_resource --cleanup` and `--refresh`.
 */

import { isFailureEntry } from "../../../cib/history.ts";
import { withoutInstanceNumber } from "../../../cib/instance-name.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../../cib/xml/tree.ts";
import { clearFailures } from "./attributes.ts";
import type { EngineEvent } from "./message.ts";
import { dropRecurringOf } from "./recurring.ts";
import { dropLrmResource, lrmResources, transientAttributes } from "./status.ts";
import type { Turn } from "./step-draft.ts";

export function cleanup(turn: Turn, event: Extract<EngineEvent, { kind: "cleanup" }>): void {
  const wanted = event.rsc === undefined ? () => true : resourceMatcher(turn, event.rsc);
  if (wanted === undefined) {
    turn.reply(event.request, { kind: "refused", code: "missing", message: `there is no resource ${event.rsc}` });
    return;
  }
  const names = [...turn.nodes.keys(), ...turn.guests.keys()];
  if (event.node !== undefined && !names.includes(event.node)) {
    turn.reply(event.request, { kind: "refused", code: "missing", message: `there is no node ${event.node}` });
    return;
  }
  for (const node of names)
    if (event.node === undefined || event.node === node || turn.guests.get(node)?.host === event.node)
      cleanNode(turn, node, wanted, event.failedOnly);
  turn.fenceFailures.clear();
  turn.tell({ kind: "cleanup", rsc: event.rsc, node: event.node, who: event.who });
  turn.abort(`${event.who} asked to forget failures`);
  turn.reply(event.request, { kind: "done" });
}

function cleanNode(turn: Turn, node: string, wanted: (id: string) => boolean, failedOnly: boolean): void {
  const ref = turn.nodeRef(node);
  const counted = new Set<string>();
  for (const name of transientAttributes(turn.cib, ref.id).keys()) {
    const rsc = /^(?:fail-count|last-failure)-(.+)#[^#]*$/.exec(name)?.[1];
    if (rsc !== undefined && wanted(rsc)) counted.add(rsc);
  }
  for (const rsc of lrmResources(turn.cib, ref.id)) {
    const id = idOf(rsc);
    if (!wanted(id)) continue;
    if (failedOnly && !counted.has(id) && !elements(rsc, "lrm_rsc_op").some(isFailed)) continue;
    dropRecurringOf(turn, node, id);
    turn.cib = dropLrmResource(turn.cib, ref, id);
  }
  for (const rsc of counted) clearFailures(turn, node, rsc, undefined);
}

/**
 * A probe that found the resource running, promoted or not running is recorded as if it had failed, and has not. Source:
 * `remap_operation` of pe_unpack.c, from which `crm_resource --cleanup` takes what failed.
 */
function isFailed(op: Element): boolean {
  const isProbe = get(op, "operation") === "monitor" && (get(op, "interval") ?? "0") === "0";
  const found = get(op, "op-status") === "0" && FOUND.has(get(op, "rc-code") ?? "");
  return isFailureEntry(op) && !(isProbe && found);
}

/** Results of a probe by OCF: running, not running, promoted. */
const FOUND: ReadonlySet<string> = new Set(["0", "7", "8"]);

/** Whether a history id belongs to the resource, one of its members or one of its implicit parts. */
function resourceMatcher(turn: Turn, rsc: string): ((id: string) => boolean) | undefined {
  const resources = descend(turn.cib, "configuration", "resources");
  const ids = new Set<string>();
  let bundle = false;
  for (const e of resources === undefined ? [] : walk(resources)) {
    if (idOf(e) !== rsc) continue;
    bundle ||= e.name === "bundle";
    for (const inner of walk(e)) if (inner.name === "primitive") ids.add(get(inner, "id") ?? "");
  }
  const implicit = (id: string) =>
    id.startsWith(`${rsc}-`) && /^(?:podman-|docker-|rkt-)?\d+$|^ip-/.test(id.slice(rsc.length + 1));
  if (ids.size === 0 && !bundle) {
    // A replica's container or connection may be named itself.
    const known = [...turn.nodes.keys()].some((node) =>
      lrmResources(turn.cib, turn.nodeRef(node).id).some((e) => idOf(e) === rsc),
    );
    return known ? (id) => id === rsc : undefined;
  }
  return (id) => ids.has(withoutInstanceNumber(id)) || (bundle && implicit(id));
}
