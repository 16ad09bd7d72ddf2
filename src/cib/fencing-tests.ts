/**
 * When the fencing of each node was last tested, by whom, and whether it worked:
 *
 *     <acl_role id="holdfast-fencing-tests" description="{&quot;controller-0&quot;:{&quot;at&quot;:1795962655,&quot;who&quot;:&quot;alice@bastion&quot;,&quot;works&quot;:true}}"/>
 *
 * A role without permissions, as the record of a change is; change-record.ts says why.
 */
import { isRecordable, withOtherRecord } from "./change-record.ts";
import { withConfigurationSection } from "./sections.ts";
import { descend, type Element, element, elements, get, idOf } from "./xml/tree.ts";

export interface FencingTested {
  /** By the cluster's own time, epoch seconds. */
  readonly at: number;
  readonly who: string;
  /** Every device of every way to fence it answered, from each node that would ask. */
  readonly works: boolean;
}

export const FENCING_TESTS = "holdfast-fencing-tests";

/** Characters: nodes that no longer exist go first, then the oldest. */
const LARGEST = 20_000;

/** By node. What was damaged by hand is no record. */
export function fencingTestsIn(cib: Element): ReadonlyMap<string, FencingTested> {
  const record = fencingTestsRecord(cib);
  if (record === undefined) return new Map();
  try {
    const read = Object.entries(JSON.parse(get(record, "description") ?? "") as Record<string, Partial<FencingTested>>);
    return new Map(
      read.flatMap(([node, { at, who, works }]) =>
        typeof at === "number" && typeof who === "string" && typeof works === "boolean"
          ? [[node, { at, who, works }]]
          : [],
      ),
    );
  } catch {
    return new Map();
  }
}

/** The role that holds them; undefined where no test was recorded. */
export function fencingTestsRecord(cib: Element): Element | undefined {
  const acls = descend(cib, "configuration", "acls");
  return acls && elements(acls, "acl_role").find((e) => idOf(e) === FENCING_TESTS);
}

/** With newer results of some nodes; as it is where the CIB can keep no record. */
export function withFencingTests(cib: Element, results: ReadonlyMap<string, FencingTested>): Element {
  if (results.size === 0 || !isRecordable(cib)) return cib;
  const nodes = descend(cib, "configuration", "nodes");
  const present = new Set(nodes === undefined ? [] : elements(nodes, "node").map((e) => get(e, "uname") ?? idOf(e)));
  const all = [...new Map([...fencingTestsIn(cib), ...results])];
  const kept = all.filter(([node]) => present.has(node) || results.has(node)).sort(([, a], [, b]) => b.at - a.at);
  let text = written(kept);
  while (text.length > LARGEST && kept.pop() !== undefined) text = written(kept);
  const role = element("acl_role", { id: FENCING_TESTS, description: text });
  return withConfigurationSection(cib, "acls", (acls) => withOtherRecord(acls, role));
}

const written = (results: readonly (readonly [string, FencingTested])[]): string =>
  JSON.stringify(Object.fromEntries([...results].sort(([a], [b]) => (a < b ? -1 : 1))));
