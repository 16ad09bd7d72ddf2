/**
 * What runs hold in a configuration: maintenance that a rolling edit needs while the cluster does not know the new definition,
 * and that stays when it pauses; bans and stops of a step, which have an end of their own.
 *
 *     <meta_attributes id="c-holdfast-edit" score="INFINITY"><nvpair name="maintenance" value="true"/></meta_attributes>
 *     <rsc_location id="holdfast-run-7f3a9c-ban-c-n1" rsc="c">…</rsc_location>
 *     <meta_attributes id="holdfast-run-7f3a9c-stop-vip" score="INFINITY">…</meta_attributes>
 */
import { RESOURCES } from "./resource-elements.ts";
import { hasEnded, type Json, type RunRecord, runOfTrace, runsIn } from "./run-record.ts";
import { endOf, isOver } from "./timed-set.ts";
import { child, descend, type Element, elements, get, idOf } from "./xml/tree.ts";

/** One thing that is held. */
export interface Hold {
  readonly kind: "maintenance" | "ban" | "stop";
  readonly resource: string;
  /** Of a ban. */
  readonly node?: string;
  /** A ban of the promoted role alone. */
  readonly promoted: boolean;
  /** Epoch seconds at which it ends by itself. */
  readonly until?: number;
  /** Of the set or constraint. */
  readonly id: string;
  /** The set or constraint itself, and sets that hold the same inside the resource. */
  readonly elements: readonly Element[];
}

export interface RunHold {
  /** Undefined where nothing says which run it was. */
  readonly run: string | undefined;
  /** Undefined where the configuration has no readable journal of it. */
  readonly record: RunRecord | undefined;
  /** In the order of the configuration; of what is inside what is held, only that around it. */
  readonly holds: readonly Hold[];
}

/** Of the set of meta attributes by which a rolling edit holds a resource. */
export const holdId = (resource: string): string => `${resource}-holdfast-edit`;

/**
 * The resources that a rolling edit holds, as it remembers them; none of other kinds of run. Older releases held what is
 * changed alone.
 * @returns undefined where its memory cannot be read
 */
export function editHolds({ kind, memory }: Pick<RunRecord, "kind" | "memory">): readonly string[] | undefined {
  if (kind !== "edit") return [];
  const { holds, items = [] } = membersOf(memory);
  if (holds !== undefined) return isTexts(holds) ? holds : undefined;
  return isTexts(items) ? [...new Set(items.map((item) => item.split(" ")[0] ?? ""))] : undefined;
}

const membersOf = (memory: Json): { readonly [name: string]: Json } =>
  typeof memory === "object" && memory !== null && !Array.isArray(memory)
    ? (memory as { readonly [name: string]: Json })
    : {};

const isTexts = (json: Json): json is readonly string[] =>
  Array.isArray(json) && json.every((text) => typeof text === "string");

/**
 * One for each run that holds something, and for each resource in the maintenance of a rolling edit that no run knows of.
 * What has ended by itself is not held.
 * @param now epoch seconds
 */
export function readRunHolds(cib: Element, now: number): RunHold[] {
  const records = runsIn(cib);
  const found = new Map<string, { readonly run: string | undefined; readonly holds: Hold[] }>();
  for (const hold of [...ofResources(cib), ...ofConstraints(cib)]) {
    if (isOver({ until: hold.until }, now)) continue;
    const run = runOfTrace(hold.id) ?? editOf(records, hold.resource);
    const key = run ?? ` ${hold.resource}`;
    const known = found.get(key) ?? { run, holds: [] };
    known.holds.push(hold);
    found.set(key, known);
  }
  return [...found.values()].map(({ run, holds }) => ({ run, record: records.find(({ id }) => id === run), holds }));
}

/** A run that has ended remembers nothing any more. */
function editOf(records: readonly RunRecord[], resource: string): string | undefined {
  return records.find((record) => !hasEnded(record) && editHolds(record)?.includes(resource) === true)?.id;
}

function ofResources(cib: Element): Hold[] {
  const section = descend(cib, "configuration", "resources");
  return section === undefined ? [] : resourcesBelow(section).flatMap((e) => ofResource(e));
}

const resourcesBelow = (e: Element): Element[] => elements(e).filter(({ name }) => RESOURCES.has(name));

/** With what holds the same inside it, since that has a value of its own, as a part of what holds the whole. */
function ofResource(e: Element): Hold[] {
  const inside = resourcesBelow(e).flatMap(ofResource);
  const own = elements(e, "meta_attributes").flatMap((set): Hold[] => {
    const run = runOfTrace(idOf(set));
    if (run === undefined && idOf(set) !== holdId(idOf(e))) return [];
    const kind = run === undefined ? "maintenance" : "stop";
    const parts = inside.filter((hold) => hold.kind === kind && runOfTrace(hold.id) === run);
    return [{ kind, resource: idOf(e), promoted: false, ...endIn(set), ...held(set, parts) }];
  });
  const isPart = (hold: Hold): boolean => own.some(({ elements: all }) => all.includes(hold.elements[0] ?? e));
  return [...own, ...inside.filter((hold) => !isPart(hold))];
}

const held = (holder: Element, parts: readonly Hold[] = []): Pick<Hold, "id" | "elements"> => ({
  id: idOf(holder),
  elements: [holder, ...parts.flatMap((part) => part.elements)],
});

function ofConstraints(cib: Element): Hold[] {
  const section = descend(cib, "configuration", "constraints");
  return (section === undefined ? [] : elements(section, "rsc_location"))
    .filter((e) => runOfTrace(idOf(e)) !== undefined)
    .map((e) => {
      const rule = child(e, "rule");
      const where = rule === undefined ? undefined : elements(rule, "expression").find(isOfNode);
      const node = where === undefined ? get(e, "node") : get(where, "value");
      return {
        kind: "ban",
        resource: get(e, "rsc") ?? "",
        ...(node === undefined ? {} : { node }),
        promoted: rule !== undefined && get(rule, "role") !== undefined,
        ...endIn(e),
        ...held(e),
      };
    });
}

const isOfNode = (expression: Element): boolean => get(expression, "attribute") === "#uname";

function endIn(holder: Element): { readonly until?: number } {
  const until = endOf(holder);
  return until === undefined ? {} : { until };
}
