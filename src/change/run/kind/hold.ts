/**
 * What a rolling edit holds in maintenance while the cluster does not know the new definition yet: it stays when the run
 * pauses, under an id of its own.
 */
import { withoutInstanceNumber } from "../../../cib/instance-name.ts";
import { holdId } from "../../../cib/run-hold.ts";
import { withConfigurationSection } from "../../../cib/sections.ts";
import { rewriteRoot } from "../../../cib/xml/rewrite.ts";
import { type Element, element, get, idOf, withChildren } from "../../../cib/xml/tree.ts";
import type { Snapshot } from "../../../cluster/port.ts";
import { changesOf } from "../../../report/changes/trace.ts";
import type { Plan } from "../../../report/plan/document.ts";
import type { ReadonlyModel } from "../../../scheduler/model/cluster-model.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../../scheduler/model/read-only.ts";
import { topOf } from "../../../scheduler/model/resource.ts";
import { primitivesOf } from "../../../scheduler/model/roles.ts";
import { UndecidableError } from "../../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../../scheduler/reading.ts";
import { isResourceElement, namedResource, resourcesIn } from "../../verbs/find-resource.ts";
import { ownPairs } from "../../verbs/pairs.ts";

/**
 * What has to be in maintenance while the cluster looks anew at these resources: between the end of the old history and what
 * a probe finds they do not run for the scheduler, and what depends on them would stop.
 * @param changed the cluster with the change
 */
export function heldFor(changed: Snapshot, resources: readonly string[], { together }: Plan): string[] {
  const holds = [...resources, ...together.map(({ resource }) => resource)];
  for (;;) {
    const cib = [...new Set(holds)].reduce(withHold, changed.cib);
    const { model } = readingOf({ ...changed, cib });
    const [containers, inside] = lookedAt(model, resources);
    const down = [containers, inside].flatMap((gone) => {
      const forgotten = rewriteRoot(cib, (e) => (e.name === "lrm_resource" && gone.has(idOf(e)) ? [] : e));
      return downIn(readingOf({ ...changed, cib: forgotten })).map((rsc) => topOf(rsc).id);
    });
    const more = [...new Set(down)].filter((id) => !holds.includes(id));
    if (more.length === 0) return [...new Set(holds)];
    holds.push(...more);
  }
}

/** Names in the history of the containers of resources, and of what is not one. */
function lookedAt(model: ReadonlyModel, resources: readonly string[]): [ReadonlySet<string>, ReadonlySet<string>] {
  const [containers, inside]: [Set<string>, Set<string>] = [new Set(), new Set()];
  for (const id of resources) {
    const rsc = findResource(model, id);
    const replicas = rsc?.kind === "bundle" ? rsc.replicas : [];
    for (const { container } of replicas) containers.add(container.id);
    const others = rsc === undefined ? [] : primitivesOf(rsc);
    for (const p of others)
      if (!replicas.some(({ container, connection, ip }) => [container, connection, ip].includes(p)))
        inside.add(p.id).add(withoutInstanceNumber(p.id));
  }
  return [containers, inside];
}

/** What the scheduler would have go down, as the model has it. */
export function downIn({ planned, model }: Reading): ReadonlyResource[] {
  if (planned instanceof UndecidableError) throw planned;
  return changesOf(planned.model)
    .resources.filter(({ kind }) => DOWN.has(kind))
    .map(({ resource }) => findResource(model, resource))
    .filter((rsc) => rsc !== undefined);
}

const DOWN: ReadonlySet<string> = new Set(["stop", "restart", "move", "recover", "reload"]);

/** In maintenance, with what is inside and has a value of its own. */
export function withHold(cib: Element, resource: string): Element {
  const { element: whole } = namedResource(cib, resource);
  const contrary = resourcesIn(whole).filter((e) =>
    ownPairs(e, "meta_attributes").some((p) => get(p, "name") === "maintenance"),
  );
  const ids = new Set([whole, ...contrary].map(idOf));
  const hold = (id: string): Element =>
    element("meta_attributes", { id: holdId(id), score: "INFINITY" }, [
      element("nvpair", { id: `${holdId(id)}-maintenance`, name: "maintenance", value: "true" }),
    ]);
  return withConfigurationSection(cib, "resources", (all) =>
    rewriteRoot(all, (e) =>
      isResourceElement(e) && ids.has(idOf(e)) ? withChildren(e, [...e.children, hold(idOf(e))]) : e,
    ),
  );
}

/** Without the maintenance that {@link withHold} began. */
export function withoutHold(cib: Element, resource: string): Element {
  const { element: whole } = namedResource(cib, resource);
  const ids = new Set([whole, ...resourcesIn(whole)].map((e) => holdId(idOf(e))));
  return rewriteRoot(cib, (e) => (ids.has(idOf(e)) ? [] : e));
}
