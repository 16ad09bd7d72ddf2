/**
 * Node attributes, cluster properties agents write, and fail counts. A change of any of them makes the running
 * transition out of date. Source: Pacemaker's attribute manager and controller (fail counts on failed operations).
 */

import { isFailureEntry } from "../../../cib/history.ts";
import { withoutInstanceNumber } from "../../../cib/instance-name.ts";
import { descend, type Element, element, elements, get, withAttribute } from "../../../cib/xml/tree.ts";
import type { Write } from "./message.ts";
import type { Operation } from "./state.ts";
import { dropOperations, editChild, setTransient, transientAttributes } from "./status.ts";
import type { Turn } from "./step-draft.ts";

/** Sets a transient attribute; undefined removes it. */
export function setAttribute(turn: Turn, node: string, name: string, value: string | undefined): void {
  const ref = turn.nodeRef(node);
  const before = transientAttributes(turn.cib, ref.id).get(name);
  if (before === value) return;
  turn.cib = setTransient(turn.cib, ref, name, value);
  turn.tell({ kind: "attribute", node, name, before, after: value });
  turn.abort(`${name} of ${node} changed`);
}

export function applyWrite(turn: Turn, write: Write): void {
  if (write.kind === "property") setProperty(turn, write.set, write.name, write.value);
  else if (write.lifetime === "reboot") setAttribute(turn, write.node, write.name, write.value);
  else setPermanent(turn, write.node, write.name, write.value);
}

function setPair(set: Element, name: string, value: string | undefined): Element {
  return editChild(
    set,
    (e) => e.name === "nvpair" && get(e, "name") === name,
    () => element("nvpair", { id: `${get(set, "id") ?? ""}-${name}`, name, value: "" }),
    (pair) => (value === undefined ? undefined : withAttribute(pair, "value", value)),
  );
}

function setProperty(turn: Turn, setId: string, name: string, value: string): void {
  const config = descend(turn.cib, "configuration", "crm_config");
  const set =
    config === undefined ? undefined : elements(config, "cluster_property_set").find((e) => get(e, "id") === setId);
  const before =
    set === undefined ? undefined : get(elements(set, "nvpair").find((e) => get(e, "name") === name) ?? set, "value");
  if (before === value) return;
  turn.cib = editConfiguration(turn.cib, "crm_config", (section) =>
    editChild(
      section,
      (e) => e.name === "cluster_property_set" && get(e, "id") === setId,
      () => element("cluster_property_set", { id: setId }),
      (e) => setPair(e, name, value),
    ),
  );
  turn.author ??= { who: "hacluster", why: "crm_attribute" };
  turn.tell({ kind: "property", name, before, after: value });
  turn.abort(`property ${name} changed`);
}

function setPermanent(turn: Turn, node: string, name: string, value: string | undefined): void {
  const before = turn.cib;
  turn.cib = editConfiguration(turn.cib, "nodes", (nodes) =>
    editChild(
      nodes,
      (e) => e.name === "node" && get(e, "uname") === node,
      undefined,
      (e) =>
        editChild(
          e,
          (c) => c.name === "instance_attributes",
          () => element("instance_attributes", { id: `nodes-${get(e, "id") ?? ""}` }),
          (set) => setPair(set, name, value),
        ),
    ),
  );
  if (turn.cib === before) return;
  turn.author ??= { who: "hacluster", why: "crm_attribute" };
  turn.tell({ kind: "attribute", node, name, before: undefined, after: value });
  turn.abort(`${name} of ${node} changed`);
}

function editConfiguration(cib: Element, section: string, edit: (e: Element) => Element): Element {
  const named = (name: string) => (e: Element) => e.name === name;
  return editChild(
    cib,
    named("configuration"),
    () => element("configuration"),
    (configuration) => editChild(configuration, named(section), () => element(section), edit),
  );
}

/** Counts a failure. A failed start or stop counts as infinitely many, unless start-failure-is-fatal is off. */
export function countFailure(turn: Turn, operation: Operation): void {
  const { task, intervalMs, rsc, node } = operation;
  const graph = turn.run?.transition.attributes;
  let offset: string | undefined;
  if (task === "start") offset = graph?.get("failed-start-offset") ?? "INFINITY";
  else if (task === "stop") offset = graph?.get("failed-stop-offset") ?? "INFINITY";
  else if (intervalMs > 0 || task === "promote" || task === "demote") offset = "++";
  if (offset === undefined) return;
  const suffix = `${rsc.id}#${task}_${intervalMs}`;
  const name = `fail-count-${suffix}`;
  const before = transientAttributes(turn.cib, turn.nodeRef(node).id).get(name);
  setAttribute(turn, node, `last-failure-${suffix}`, String(turn.seconds));
  setAttribute(turn, node, name, nextCount(before, offset));
}

function nextCount(before: string | undefined, offset: string): string {
  if (offset === "INFINITY" || before === "INFINITY") return "INFINITY";
  const count = Number(before ?? "0") + (offset === "++" ? 1 : Number(offset));
  return count >= 1_000_000 ? "INFINITY" : String(count);
}

/** Forgets a resource's failures on a node: fail counts and the remembered failure. `rsc` undefined: all of them. */
export function clearFailures(
  turn: Turn,
  node: string,
  rsc: string | undefined,
  match: ((op: Element) => boolean) | undefined,
): void {
  const ref = turn.nodeRef(node);
  for (const name of transientAttributes(turn.cib, ref.id).keys()) {
    const of = /^(?:fail-count|last-failure)-(.+)#[^#]*$/.exec(name)?.[1];
    if (of !== undefined && (rsc === undefined || withoutInstanceNumber(of) === withoutInstanceNumber(rsc)))
      setAttribute(turn, node, name, undefined);
  }
  if (rsc === undefined) return;
  turn.cib = dropOperations(
    turn.cib,
    ref,
    withoutInstanceNumber(rsc),
    match ?? ((op) => (get(op, "id") ?? "").endsWith("_last_failure_0") && isFailureEntry(op)),
  );
}
