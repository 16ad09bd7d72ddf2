/** What a change touches: the objects it edits, and the resources and nodes that the cluster will do something to. */
import { type Cover, coversNothing, EVERYTHING, joined, NOTHING } from "../../cib/lease.ts";
import { isWindow } from "../../cib/maintenance-window.ts";
import { isOwnRecord } from "../../cib/own-records.ts";
import { sameNode } from "../../cib/patch/diff.ts";
import { SECTIONS } from "../../cib/sections.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { isAgentsSet, isPacemakers } from "../../manifest/import/source/left-alone.ts";
import { namedIn } from "../../report/config/constraint-text.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { topOf } from "../../scheduler/model/resource.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { type PlannedChange, planChange } from "../plan/plan.ts";

/**
 * @param desired the whole CIB as it is to be
 * @param planned gives the plan of that change, where it is made already
 */
export function touchedBy(
  snapshot: Snapshot,
  desired: Element,
  planned: () => PlannedChange = () => planChange(snapshot, desired),
): Cover {
  const edited = editedObjects(snapshot.cib, desired);
  if (coversNothing(edited) || edited.everything) return edited;
  try {
    return joined(edited, actedOn(snapshot, planned()));
  } catch (error) {
    // What Pacemaker's scheduler would do cannot be said.
    if (error instanceof UndecidableError) return EVERYTHING;
    throw error;
  }
}

/** The objects in which two configurations differ, but for Holdfast's own records. */
function editedObjects(before: Element, after: Element): Cover {
  const tops = new Map([...topsOf(before), ...topsOf(after)]);
  let found = sameProperties(before, after) ? NOTHING : EVERYTHING;
  for (const section of SECTIONS.filter((name) => name !== "crm_config"))
    for (const e of changed(before, after, section)) found = joined(found, coverOfObject(section, e, tops));
  return found;
}

/** Both the old and the new form of what differs. */
function changed(before: Element, after: Element, section: string): Element[] {
  const objects = (cib: Element): ReadonlyMap<string, Element> => {
    const found = descend(cib, "configuration", section);
    return new Map((found === undefined ? [] : elements(found)).map((e) => [`${e.name} ${idOf(e)}`, e]));
  };
  const [old, now] = [objects(before), objects(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    const same = a === b || (a !== undefined && b !== undefined && sameNode(a, b));
    return same ? [] : [a, b].filter((e) => e !== undefined);
  });
}

/** But for what Pacemaker itself writes there, and agents: Redis's tells its replicas by a property who is promoted. */
function sameProperties(before: Element, after: Element): boolean {
  const written = (cib: Element): string => {
    const config = descend(cib, "configuration", "crm_config");
    const sets = config === undefined ? [] : elements(config).filter((set) => isWindow(set) || !isAgentsSet(set));
    return JSON.stringify(
      sets.map((set) =>
        walk(set)
          .filter((e) => !isPacemakers(get(e, "name") ?? ""))
          .map(plain),
      ),
    );
  };
  const config = (cib: Element): Element | undefined => descend(cib, "configuration", "crm_config");
  return config(before) === config(after) || written(before) === written(after);
}

const plain = (e: Element): unknown => [e.name, [...e.attributes]];

/** Of each id inside `resources` the outermost element around it. */
function topsOf(cib: Element): [string, string][] {
  const resources = descend(cib, "configuration", "resources");
  return (resources === undefined ? [] : elements(resources)).flatMap((top) =>
    walk(top).map((e): [string, string] => [idOf(e), idOf(top)]),
  );
}

function coverOfObject(section: string, e: Element, tops: ReadonlyMap<string, string>): Cover {
  if (isOwnRecord(idOf(e))) return NOTHING;
  const resources = (ids: readonly string[]): Cover => ({
    ...NOTHING,
    resources: [...new Set(ids.map((id) => tops.get(id) ?? id))],
  });
  switch (section) {
    case "resources":
      return resources([idOf(e)]);
    case "constraints":
      return resources(namedIn(e));
    case "tags":
      return resources(elements(e, "obj_ref").map(idOf));
    case "nodes":
      return { ...NOTHING, nodes: [get(e, "uname") ?? idOf(e)] };
    case "fencing-topology": {
      const node = get(e, "target");
      return node === undefined ? EVERYTHING : { ...NOTHING, nodes: [node] };
    }
    case "acls":
    case "alerts":
      return NOTHING;
    default:
      return EVERYTHING;
  }
}

/** The resources and nodes on which a planned change acts. */
export function actedOn(snapshot: Snapshot, { plan }: PlannedChange): Cover {
  const { model } = readingOf(snapshot);
  const top = (id: string): string => {
    const rsc = findResource(model, id);
    return rsc === undefined ? id : topOf(rsc).id;
  };
  const places = plan.resources.flatMap(({ from, to }) => [from, to].filter((n) => n !== undefined));
  return {
    everything: false,
    resources: [...new Set(plan.resources.map(({ resource }) => top(resource)))],
    nodes: plan.nodes.map(({ node }) => node),
    on: [...new Set(places)].filter((n) => model.nodesByName.get(n)?.kind !== "guest"),
  };
}
