/** The verbs that say where a resource may run for a while: move, ban, clear. */

import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { instancesOf, isPromoted, primitivesOf, runningRole } from "../../scheduler/model/roles.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../scheduler/reading.ts";
import { namedResource } from "./find-resource.ts";
import { checkNode, placedAs, type Temporary, withBan, withMove, withoutMovesAndBans } from "./location.ts";
import { namedNodeOfRole, nodeOfRole } from "./role-node.ts";
import type { Verb } from "./verb.ts";

export interface PlaceRequest {
  readonly resource: string;
  /** Undefined: away from where it runs. */
  readonly node?: string | undefined;
  readonly promoted: boolean;
  /** Milliseconds; undefined: until it is cleared. */
  readonly for?: number | undefined;
}

/** The nodes on which it runs, or is promoted; of what is inside a bundle, the hosts. */
export function whereabouts(snapshot: Snapshot, resource: string, promoted: boolean): string[] {
  return whereaboutsIn(readingOf(snapshot), resource, promoted);
}

/**
 * The same, of a reading. A bundle's replica runs until its container has stopped: with what is inside alone, a restart would
 * let it start again before the container is touched (seen in the lab: a cluster at work is slower than its observer).
 */
export function whereaboutsIn({ cib, model }: Reading, resource: string, promoted: boolean): string[] {
  const rsc = findResource(model, placedAs(namedResource(cib, resource)));
  if (rsc === undefined) return [];
  const instances = instancesOf(rsc).filter((i) => !promoted || isPromoted(i));
  const containers = rsc.kind === "bundle" && !promoted ? rsc.replicas.map((r) => r.container) : [];
  const parts = [...instances.flatMap((i) => primitivesOf(i)), ...containers];
  const running = parts.filter((p) => runningRole(p) >= Role.started);
  const nodes = running.flatMap((p) =>
    p.active.flatMap((n) => (n.kind === "cluster" ? [n] : (n.connection?.active ?? []))),
  );
  return [...new Set(nodes.map((n) => n.name))];
}

/** The one node that a call without a node means, as for `crm_resource`. Throws `usage` if that is not one. */
function currentNode(snapshot: Snapshot, { resource, promoted }: PlaceRequest): string {
  const [node, ...others] = whereabouts(snapshot, resource, promoted);
  if (node !== undefined && others.length === 0) return node;
  throw new HoldfastError(
    "usage",
    node === undefined ? `${resource} runs nowhere` : `${resource} runs on ${[node, ...others].join(", ")}`,
    { hint: promoted || node === undefined ? "name a node" : "name a node, or say --promoted" },
  );
}

/** The node as a constraint has to name it. */
function constrained(
  snapshot: Snapshot,
  { resource, promoted }: Pick<PlaceRequest, "resource" | "promoted">,
  node: string,
): string {
  const placed = placedAs(namedResource(snapshot.cib, resource));
  return promoted ? namedNodeOfRole(readingOf(snapshot), placed, node) : node;
}

const until = ({ at }: Snapshot, ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.ceil((at + ms) / 1000);

const nodeNames = (snapshot: Snapshot): string[] => readingOf(snapshot).model.nodes.map(({ name }) => name);

const lasting = (ms: number | undefined, resource: string): string =>
  ms === undefined ? `until: holdfast resource clear ${resource}` : `for ${Math.round(ms / 1000)} s`;

/**
 * The configuration with a ban from where it is, if the move brings it to its node with that and not without. The highest
 * score for another node does not move a resource that sticks to its own with the same score, as TripleO's virtual IPs
 * do. Source: `crm_resource --move` 2.1.5 on such a resource, which moves nothing and says nothing.
 */
function unstuck(snapshot: Snapshot, moved: Element, move: Temporary): Element {
  const [from, ...others] = whereabouts(snapshot, move.resource, move.promoted);
  if (from === undefined || others.length > 0 || goesTo(snapshot, moved, move)) return moved;
  const banned = withBan(moved, { ...move, node: constrained(snapshot, move, from) });
  return goesTo(snapshot, banned, move) ? banned : moved;
}

function goesTo(snapshot: Snapshot, desired: Element, { resource, node, promoted }: Temporary): boolean {
  const { planned } = readingOf({ ...snapshot, cib: desired });
  if (planned instanceof UndecidableError) return false;
  const rsc = findResource(planned.model, placedAs(namedResource(desired, resource)));
  if (rsc === undefined) return false;
  return instancesOf(rsc)
    .flatMap((instance) => primitivesOf(instance))
    .filter((p) => !promoted || p.nextRole === Role.promoted)
    .some((p) => (p.assigned?.connection?.assigned ?? p.assigned)?.name === node);
}

/** To a node, or away from where it runs: then a ban from there. */
export function moveResource(request: PlaceRequest): Verb {
  const { resource, node, promoted } = request;
  const what = promoted ? "its promoted role" : "it";
  return {
    name: "resource move",
    steps: [
      {
        object: resource,
        edit: (cib, snapshot) => {
          const ends = until(snapshot, request.for);
          if (node === undefined) {
            const from = constrained(snapshot, request, currentNode(snapshot, request));
            return withBan(cib, { resource, node: from, promoted, until: ends });
          }
          checkNode(cib, node, nodeNames(snapshot));
          const moved = withMove(cib, { resource, node: constrained(snapshot, request, node), promoted, until: ends });
          return moved === cib ? cib : unstuck(snapshot, moved, { resource, node, promoted, until: ends });
        },
        done:
          node === undefined
            ? `moves away: ${what} is banned from its node ${lasting(request.for, resource)}`
            : `moves to ${node}: ${what} is held there ${lasting(request.for, resource)}`,
        already: node === undefined ? "is banned from there already" : `is held on ${node} already`,
      },
    ],
    wanted: { resources: [resource] },
  };
}

export function banResource(request: PlaceRequest): Verb {
  const { resource, node, promoted } = request;
  const role = promoted ? "not to be promoted" : "banned";
  const where = node ?? "its node";
  return {
    name: "resource ban",
    steps: [
      {
        object: resource,
        edit: (cib, snapshot) => {
          if (node !== undefined) checkNode(cib, node, nodeNames(snapshot));
          const from = constrained(snapshot, request, node ?? currentNode(snapshot, request));
          return withBan(cib, { resource, node: from, promoted, until: until(snapshot, request.for) });
        },
        done: `is ${role} ${promoted ? "on" : "from"} ${where} ${lasting(request.for, resource)}`,
        already: `is ${role} ${promoted ? "on" : "from"} ${where} already`,
      },
    ],
    wanted: { resources: [] },
  };
}

/** A node as constraints of a resource name it: what is in a bundle has its role on a guest node. */
function namesOf(snapshot: Snapshot, resource: string, node: string): ReadonlySet<string> {
  const placed = placedAs(namedResource(snapshot.cib, resource));
  return new Set([node, nodeOfRole(readingOf(snapshot), placed, node)]);
}

export function clearResources(resources: readonly string[], node: string | undefined): Verb {
  return {
    name: "resource clear",
    steps: resources.map((resource) => ({
      object: resource,
      edit: (cib, snapshot) =>
        withoutMovesAndBans(cib, {
          resource,
          nodes: node === undefined ? undefined : namesOf(snapshot, resource, node),
        }),
      done: "is no longer moved or banned",
      already: "is neither moved nor banned",
    })),
    wanted: { resources: [] },
  };
}
