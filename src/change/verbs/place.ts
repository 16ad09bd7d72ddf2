/** The verbs that say where a resource may run for a while: move, ban, clear. */

import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { instancesOf, isPromoted, primitivesOf, runningRole } from "../../scheduler/model/roles.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { namedResource } from "./find-resource.ts";
import { checkNode, placedAs, withBan, withMove, withoutMovesAndBans } from "./location.ts";
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
  const rsc = findResource(readingOf(snapshot).model, placedAs(namedResource(snapshot.cib, resource)));
  if (rsc === undefined) return [];
  const instances = instancesOf(rsc).filter((i) => !promoted || isPromoted(i));
  const running = instances.flatMap((i) => primitivesOf(i).filter((p) => runningRole(p) >= Role.started));
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

const until = ({ at }: Snapshot, ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : Math.ceil((at + ms) / 1000);

const nodeNames = (snapshot: Snapshot): string[] => readingOf(snapshot).model.nodes.map(({ name }) => name);

const lasting = (ms: number | undefined, resource: string): string =>
  ms === undefined ? `until: holdfast resource clear ${resource}` : `for ${Math.round(ms / 1000)} s`;

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
          if (node === undefined)
            return withBan(cib, { resource, node: currentNode(snapshot, request), promoted, until: ends });
          checkNode(cib, node, nodeNames(snapshot));
          return withMove(cib, { resource, node, promoted, until: ends });
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
          const from = node ?? currentNode(snapshot, request);
          return withBan(cib, { resource, node: from, promoted, until: until(snapshot, request.for) });
        },
        done: `is ${role} ${promoted ? "on" : "from"} ${where} ${lasting(request.for, resource)}`,
        already: `is ${role} ${promoted ? "on" : "from"} ${where} already`,
      },
    ],
    wanted: { resources: [] },
  };
}

export function clearResources(resources: readonly string[], node: string | undefined): Verb {
  return {
    name: "resource clear",
    steps: resources.map((resource) => ({
      object: resource,
      edit: (cib) => withoutMovesAndBans(cib, { resource, node }),
      done: "is no longer moved or banned",
      already: "is neither moved nor banned",
    })),
    wanted: { resources: [] },
  };
}
