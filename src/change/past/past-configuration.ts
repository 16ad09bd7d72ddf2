/** A configuration of the past, put in the place of the present one. */
import { withRecordsOf } from "../../cib/own-records.ts";
import type { Problem } from "../../cib/problem.ts";
import { brought } from "../../cib/validate.ts";
import { child, type Element, elements, get, idOf, replaceChild, withChildren } from "../../cib/xml/tree.ts";
import { unfit } from "../../cluster/edit.ts";
import type { Cluster } from "../../cluster/port.ts";
import { withSecondOpinion } from "../plan/crm-simulate-check.ts";
import { planChange } from "../plan/plan.ts";
import type { PreparedChange } from "../prepare.ts";
import { withOwnProperties } from "./own-properties.ts";

/**
 * The present CIB with a past configuration. What Pacemaker writes itself stays as it is, leases and runs, and which nodes there are. A node
 * of the past that is no member would be taken for one that is lost, and fenced; one that has joined since would lose its
 * entry. Of the nodes that are in both, the past attributes count.
 * @param past the element `configuration`
 */
export function withPast(
  current: Element,
  past: Element,
): { readonly cib: Element; readonly absent: readonly string[] } {
  const present = child(current, "configuration");
  if (present === undefined) return { cib: replaceOrAdd(current, undefined, past), absent: [] };
  const nodes = nodesNow(child(present, "nodes"), child(past, "nodes"));
  let configuration = past;
  if (nodes !== undefined) configuration = replaceOrAdd(configuration, child(configuration, "nodes"), nodes.section);
  configuration = withRecordsOf(withOwnProperties(configuration, present), present);
  return { cib: replaceChild(current, present, configuration), absent: nodes?.absent ?? [] };
}

function replaceOrAdd(parent: Element, old: Element | undefined, by: Element): Element {
  return old === undefined ? withChildren(parent, [...parent.children, by]) : replaceChild(parent, old, by);
}

/** A remote node is there by its resource, not by its entry. */
const isRemote = (node: Element): boolean => get(node, "type") === "remote";

function nodesNow(
  present: Element | undefined,
  past: Element | undefined,
): { readonly section: Element; readonly absent: readonly string[] } | undefined {
  if (present === undefined) return undefined;
  const before = past === undefined ? [] : elements(past, "node");
  const now = elements(present, "node").filter((n) => !isRemote(n) || before.some((old) => idOf(old) === idOf(n)));
  const kept = now.map((node) => {
    const old = before.find((n) => idOf(n) === idOf(node));
    return old === undefined ? node : withChildren({ ...node, attributes: old.attributes }, old.children);
  });
  const missing = before.filter((old) => !now.some((n) => idOf(n) === idOf(old)));
  return {
    section: withChildren(present, [...kept, ...missing.filter(isRemote)]),
    absent: missing.filter((n) => !isRemote(n)).map((n) => get(n, "uname") ?? idOf(n)),
  };
}

/**
 * Plans the return to a past configuration, and checks the plan with `crm_simulate`.
 * @param of whose configuration it is, for messages: "configuration 0.17", "backup.xml"
 * Rejects with `invalid` if it does not fit into the cluster's schema.
 */
export async function prepareReturn(cluster: Cluster, past: Element, of: string): Promise<PreparedChange> {
  const snapshot = await cluster.read();
  const { cib: desired, absent } = withPast(snapshot.cib, past);
  const problems = brought(snapshot.cib, desired);
  if (problems.length > 0) throw unfit(`${of} does not fit into the cluster's schema`, problems);
  const warnings = absent.map(
    (node): Problem => ({
      code: "absent-node",
      message: `${node} was a node in ${of} and is none now: it stays out`,
    }),
  );
  const planned = await withSecondOpinion(cluster, snapshot, planChange(snapshot, desired, { warnings }));
  return { ...planned, desired, snapshot };
}
