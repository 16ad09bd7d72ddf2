/**
 * Whether the root cause that is named of a resource's not running is one: with what it rests on taken out of the CIB, the
 * resource runs, or another cause is named. Those are taken out in turn; where it runs in the end, the first cause alone
 * must be enough to keep it from that.
 */
import { type Element, element, get, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import type { Reason } from "../../src/report/explain/document.ts";
import { staysStopped } from "../../src/report/explain/idle.ts";
import { rootCause } from "../../src/report/explain/root-cause.ts";
import { type Explained, explainedOf, momentOf } from "../../src/scheduler/reading.ts";
import { edit, has, withoutCause } from "./situations.ts";

/** How often a cause that comes to light is taken out too. */
const TURNS = 5;

export interface RootTally {
  /** It runs once the cause is gone, or the causes that come to light after it. */
  decisive: number;
  /** Another cause comes to light, and then one for which no element of the CIB stands. */
  hidden: number;
  /** The cause is no element of the CIB, such as how bundles are made. */
  elsewhere: number;
}

export const newRootTally = (): RootTally => ({ decisive: 0, hidden: 0, elsewhere: 0 });

/** @param most resources that are asked about, spread over all that do not run */
export function wrongRoots(cib: Element, now: number, most: number, tally: RootTally): string[] {
  const explained = explainedOf(cib, momentOf(cib, now));
  const idle = idleIn(explained);
  const step = Math.max(1, Math.ceil(idle.length / most));
  return idle.filter((_, i) => i % step === 0).flatMap((id) => wrongRoot(cib, now, id, explained, tally));
}

function idleIn({ model }: Explained): string[] {
  return [...model.resourcesById.values()]
    .filter((rsc) => rsc.kind === "primitive" && !rsc.removed && staysStopped(rsc))
    .map((rsc) => rsc.id);
}

function wrongRoot(cib: Element, now: number, id: string, explained: Explained, tally: RootTally): string[] {
  const first = rootCause(explained, id);
  if (first === undefined) return [`${id}: no root cause`];
  const missing = first.references.filter((r) => !has(cib, r.id));
  if (missing.length > 0) return [`${id}: ${missing.map((r) => r.id).join(", ")} is not in the CIB: ${first.text}`];
  if (!isRemovable(first)) {
    tally.elsewhere++;
    return [];
  }
  const removed: Reason[] = [];
  let reason: Reason | undefined = first;
  while (reason !== undefined && isRemovable(reason) && removed.length < TURNS) {
    removed.push(reason);
    const said: Reason = reason;
    const then = explainedOf(removed.reduce(without, cib), momentOf(cib, now));
    const rsc = then.model.resourcesById.get(id);
    // Without the resource itself there is no question.
    if (rsc?.kind !== "primitive" || !staysStopped(rsc)) return enoughAlone(cib, now, id, removed, tally);
    reason = rootCause(then, id);
    if (reason?.text === said.text && sameReferences(reason, said)) return [`${id}: the same without it: ${said.text}`];
  }
  tally.hidden++;
  return [];
}

/** With the other causes gone, the first one still keeps it from running. */
function enoughAlone(cib: Element, now: number, id: string, removed: readonly Reason[], tally: RootTally): string[] {
  const [first, ...others] = removed;
  if (others.length > 0) {
    const alone = explainedOf(others.reduce(without, cib), momentOf(cib, now)).model.resourcesById.get(id);
    if (alone?.kind === "primitive" && !staysStopped(alone)) return [`${id}: runs in spite of it: ${first?.text}`];
  }
  tally.decisive++;
  return [];
}

/** Causes that no element stands for, but something about the whole cluster. */
const OF_THE_CLUSTER: ReadonlyMap<Reason["code"], (cib: Element) => Element> = new Map([
  ["no-quorum", (cib: Element) => withAttribute(cib, "have-quorum", "1")],
  ["no-fencing-device", withoutFencing],
]);

const isRemovable = ({ code, references }: Reason): boolean => OF_THE_CLUSTER.has(code) || references.length > 0;

/** stonith-enabled is true where it is not set. */
function withoutFencing(cib: Element): Element {
  const isSwitch = (e: Element): boolean => ["stonith-enabled", "fencing-enabled"].includes(get(e, "name") ?? "");
  const unset = edit(cib, isSwitch, () => undefined);
  const off = element("nvpair", { id: "roots-off", name: "stonith-enabled", value: "false" });
  return edit(
    unset,
    (e) => e.name === "crm_config",
    (e) => withChildren(e, [...e.children, element("cluster_property_set", { id: "roots" }, [off])]),
  );
}

const sameReferences = (a: Reason, b: Reason): boolean =>
  a.references.map((r) => r.id).join(" ") === b.references.map((r) => r.id).join(" ");

function without(cib: Element, { code, references }: Reason): Element {
  const rest = references.reduce(withoutCause, cib);
  return OF_THE_CLUSTER.get(code)?.(rest) ?? rest;
}
