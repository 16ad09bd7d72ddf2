/** Cluster properties that Pacemaker itself writes: a return to the past leaves them as they are. */
import { child, type Element, elements, get, idOf, replaceChild, withChildren } from "../../cib/xml/tree.ts";

/** The controller sets them when a DC is elected and by a refresh: the past's would be wrong until the next time. */
const OWN: ReadonlySet<string> = new Set(["dc-version", "cluster-infrastructure", "have-watchdog", "last-lrm-refresh"]);

const isOwn = (pair: Element): boolean => OWN.has(get(pair, "name") ?? "");

/** A past `configuration` with the present one's own properties. */
export function withOwnProperties(past: Element, present: Element): Element {
  const section = child(past, "crm_config");
  if (section === undefined) return past;
  const config = child(present, "crm_config");
  const sets = config === undefined ? [] : elements(config);
  const pairs = new Map(sets.flatMap((set) => elements(set, "nvpair").filter(isOwn)).map((p) => [get(p, "name"), p]));
  const placed = new Set<string | undefined>();
  const renewed = elements(section).map((set) => renew(set, pairs, placed));
  const completed = sets.reduce<Element[]>(
    (done, set) => withMissing(done, set, placed),
    renewed.filter((set) => elements(set).length > 0),
  );
  return replaceChild(past, section, withChildren(section, completed));
}

/** Own pairs of the past as they are now; those that are there no more go. */
function renew(set: Element, now: ReadonlyMap<string | undefined, Element>, placed: Set<string | undefined>): Element {
  return withChildren(
    set,
    set.children.flatMap((c) => {
      if (c.kind !== "element" || !isOwn(c)) return [c];
      const pair = now.get(get(c, "name"));
      if (pair === undefined) return [];
      placed.add(get(pair, "name"));
      return [pair];
    }),
  );
}

/** Own pairs that the past had not, in the set they are in now. */
function withMissing(sets: readonly Element[], now: Element, placed: ReadonlySet<string | undefined>): Element[] {
  const missing = elements(now, "nvpair").filter((p) => isOwn(p) && !placed.has(get(p, "name")));
  if (missing.length === 0) return [...sets];
  const there = sets.some((set) => idOf(set) === idOf(now));
  if (!there) return [...sets, withChildren(now, missing)];
  return sets.map((set) => (idOf(set) === idOf(now) ? withChildren(set, [...set.children, ...missing]) : set));
}
