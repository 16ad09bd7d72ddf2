/** The edits behind maintenance that ends by itself: whom a name means, and the sets and pairs of theirs that decide it. */
import { isWindow, MAINTENANCE, type NewWindow, readWindows, windowSet } from "../../cib/maintenance-window.ts";
import { isManifests } from "../../cib/operational.ts";
import { withConfigurationSection } from "../../cib/sections.ts";
import { isOver } from "../../cib/timed-set.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { child, descend, type Element, elements, get, idOf, withChildren } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { ownedIds } from "../../manifest/merge/ownership.ts";
import { namedResource, resourcesIn, switchedElement } from "./find-resource.ts";
import { namedNode } from "./node-attribute.ts";
import { ownPairs } from "./pairs.ts";

/** The cluster's name among those of nodes and resources. */
export const ALL = "all";

interface Subject {
  readonly of: keyof typeof MAINTENANCE;
  /** What gets a set: of a resource also what is inside and has, or may have from its template, a value of its own. */
  readonly owners: readonly Element[];
  /** What may have one from before. */
  readonly all: readonly Element[];
  /** What the resource stands in. */
  readonly within: readonly Element[];
}

/** A name that a node has and a resource too is the node. Throws `missing` for one that neither has. */
function subjectOf(cib: Element, name: string): Subject {
  if (name === ALL) {
    const config = descend(cib, "configuration", "crm_config");
    const all = config === undefined ? [] : [config];
    return { of: "cluster", owners: all, all, within: [] };
  }
  const nodes = descend(cib, "configuration", "nodes");
  const isNode = nodes !== undefined && elements(nodes, "node").some((n) => get(n, "uname") === name);
  return isNode ? nodeSubject(cib, name) : resourceSubject(cib, name);
}

function nodeSubject(cib: Element, name: string): Subject {
  const all = [namedNode(cib, name)];
  return { of: "node", owners: all, all, within: [] };
}

function resourceSubject(cib: Element, name: string): Subject {
  const found = namedResource(cib, name);
  const whole = switchedElement(found);
  const inside = resourcesIn(whole);
  const contrary = inside.filter((e) => get(e, "template") !== undefined || pairsOf("resource", e).length > 0);
  const within = found.within.filter((e) => e !== whole);
  return { of: "resource", owners: [whole, ...contrary], all: [whole, ...inside], within };
}

/** Pairs without an end that say whether it is in maintenance. */
function pairsOf(of: Subject["of"], owner: Element): Element[] {
  const { tag, name } = MAINTENANCE[of];
  return ownPairs(owner, tag).filter((p) => get(p, "name") === name);
}

const isTrue = (pair: Element): boolean => parseBoolean(get(pair, "value")) === true;

/**
 * In maintenance with an end, in place of one that it has, with or without an end. Throws `invalid` where the manifest says
 * otherwise and would go before it, or last longer.
 */
export function withWindow(cib: Element, name: string, window: NewWindow): Element {
  const subject = subjectOf(cib, name);
  refuseManifests(cib, name, subject);
  // The cluster's first set goes before all others; what it says there is the default.
  const cleared = without(cib, subject, (pair) => subject.of === "cluster" || isTrue(pair));
  const added = (e: Element): Element =>
    withChildren(e, [...e.children, windowSet(subject.of, ownerId(subject.of, e), window)]);
  if (subject.of === "cluster") return withConfigurationSection(cleared, "crm_config", added);
  const section = subject.of === "node" ? "nodes" : "resources";
  return withConfigurationSection(cleared, section, (all) =>
    rewriteRoot(all, (e) => (subject.owners.some((o) => o.name === e.name && idOf(o) === idOf(e)) ? added(e) : e)),
  );
}

/** As pcs begins the ids of what a node has. */
function ownerId(of: Subject["of"], owner: Element): string {
  return of === "cluster" ? "" : of === "node" ? `nodes-${idOf(owner)}` : idOf(owner);
}

function refuseManifests(cib: Element, name: string, { of, all }: Subject): void {
  const owned = ownedIds(child(cib, "configuration") ?? cib);
  const declared = all
    .flatMap((owner) => pairsOf(of, owner))
    .find((pair) => (isManifests(pair) || owned.has(idOf(pair))) && (of === "cluster" || isTrue(pair)));
  if (declared === undefined) return;
  throw new HoldfastError(
    "invalid",
    `the manifest sets ${get(declared, "name")}=${get(declared, "value")} for ${name === ALL ? "the cluster" : name}, which no end would change`,
    { hint: "take it out of the manifest first" },
  );
}

/** No longer in maintenance, whether that had an end or not. Throws `invalid` where something around it is. */
export function withoutMaintenance(cib: Element, name: string, now: number): Element {
  const subject = subjectOf(cib, name);
  const held = new Set(
    readWindows(cib)
      .filter((w) => w.of === "resource" && !isOver(w, now))
      .map((w) => w.id),
  );
  const around = subject.within.find((e) => held.has(idOf(e)) || pairsOf("resource", e).some(isTrue));
  if (around !== undefined)
    throw new HoldfastError("invalid", `${name} is in maintenance as a part of ${idOf(around)}`, {
      hint: `holdfast maintenance end ${idOf(around)}`,
    });
  return without(cib, subject, isTrue);
}

/** Without its windows alone, for verbs that take care of the pairs. */
export function withoutWindows(cib: Element, of: "node" | "resource", name: string): Element {
  return without(cib, of === "node" ? nodeSubject(cib, name) : resourceSubject(cib, name), () => false);
}

/** Without its windows, and those of its pairs. */
function without(cib: Element, { of, all }: Subject, goes: (pair: Element) => boolean): Element {
  const { tag, name } = MAINTENANCE[of];
  const isGone = (pair: Element): boolean => get(pair, "name") === name && goes(pair);
  const gone = new Set(
    all
      .flatMap((owner) => elements(owner, tag))
      .flatMap((set): readonly Element[] => {
        if (isWindow(set)) return [set];
        if (child(set, "rule") !== undefined) return [];
        const pairs = elements(set).filter(isGone);
        return pairs.length > 0 && pairs.length === elements(set).length ? [set] : pairs;
      }),
  );
  return gone.size === 0 ? cib : rewriteRoot(cib, (e) => (gone.has(e) ? [] : e));
}

/** Without the windows that are over and have this id. */
export function withoutOver(cib: Element, id: string, now: number): Element {
  const over = new Set(
    readWindows(cib)
      .filter((w) => isOver(w, now) && idOf(w.set) === id)
      .map(({ set }) => set),
  );
  return over.size === 0 ? cib : rewriteRoot(cib, (e) => (over.has(e) ? [] : e));
}
