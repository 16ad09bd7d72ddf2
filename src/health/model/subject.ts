/**
 * What is asked about: a service with the replicas it is to have. A bundle's replicas are its containers with what runs in
 * them, a clone's are its instances, as many as there are nodes that may run one, and a primitive is its only replica.
 */
import { OWN_PROBE } from "../../cib/own-probe.ts";
import { readBlocks } from "../../cib/value/nvpair.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ContainerPlace } from "../../cluster/port.ts";
import { agentOf } from "../../report/status/primitives.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type {
  ReadonlyClone,
  ReadonlyNode,
  ReadonlyPrimitive,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { instancesOf, primitivesOf, promotedMax, runs } from "../../scheduler/model/roles.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";

export interface AskedReplica {
  readonly id: string;
  /** Where it runs, a bundle's replica where its container does. */
  readonly node: ReadonlyNode | undefined;
  /** The container it runs in. */
  readonly container: ContainerPlace | undefined;
  /** Its own address, where the container has a network of its own. */
  readonly address: string | undefined;
  /** All that has to run for it to be whole; the service first. */
  readonly parts: readonly [ReadonlyResource, ...ReadonlyResource[]];
}

export interface HealthSubject {
  readonly rsc: ReadonlyResource;
  /** Of what serves: a bundle's inner agent. Undefined for a bundle with a container alone, and for a clone of a group. */
  readonly agent: string | undefined;
  /** A bundle's container image. */
  readonly image: string | undefined;
  /** The agent's parameters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** As many as are to be, running or not, and any that run beyond that. */
  readonly replicas: readonly AskedReplica[];
  readonly expected: number;
  /** How many are to be promoted. */
  readonly promoted: number;
  /** What the meta attribute of a probe of the user's own says, on the whole or on what serves. */
  readonly ownProbe: string | undefined;
}

/** A group is asked about member by member. */
export function subjectsOf(reading: Reading, rsc: ReadonlyResource): HealthSubject[] {
  switch (rsc.kind) {
    case "group":
      return rsc.children.flatMap((member) => subjectsOf(reading, member));
    case "bundle": {
      const inner = rsc.inner === undefined ? undefined : primitivesOf(rsc.inner)[0];
      const replicas = rsc.replicas.map(({ container, connection, inner: service, ip, ipAddress }): AskedReplica => {
        const around = [connection, ip].filter((part) => part !== undefined);
        return {
          id: connection?.id ?? container.id,
          node: container.active[0],
          container: { runtime: rsc.agent, name: container.id },
          address: ipAddress,
          parts: service === undefined ? [container, ...around] : [service, container, ...around],
        };
      });
      return [subject(reading, rsc, inner, { replicas, expected: rsc.replicas.length, image: rsc.image })];
    }
    case "clone": {
      const all = instancesOf(rsc);
      const expected = Math.min(all.length, placesFor(reading, rsc));
      const running = all.filter((i) => primitivesOf(i).some((p) => p.active.length > 0));
      const idle = all.filter((i) => !running.includes(i)).slice(0, Math.max(0, expected - running.length));
      const only = rsc.children.every((c) => c.kind === "primitive") ? primitivesOf(rsc)[0] : undefined;
      return [
        subject(reading, rsc, only, { replicas: [...running, ...idle].map(instance), expected, image: undefined }),
      ];
    }
    case "primitive":
      return [subject(reading, rsc, rsc, { replicas: [instance(rsc)], expected: 1, image: undefined })];
  }
}

function subject(
  { model }: Reading,
  rsc: ReadonlyResource,
  service: ReadonlyPrimitive | undefined,
  rest: Pick<HealthSubject, "replicas" | "expected" | "image">,
): HealthSubject {
  return {
    rsc,
    agent: service === undefined ? undefined : agentOf(service),
    parameters: service === undefined ? new Map() : pairsDefined(model, service, "instance_attributes"),
    ownProbe: rsc.meta.get(OWN_PROBE) ?? service?.meta.get(OWN_PROBE),
    promoted: Math.min(promotedMax(rsc), rest.expected),
    ...rest,
  };
}

/** What the blocks of that name below the resource define, its template included. */
function pairsDefined(
  { byId, now }: ReadonlyModel,
  rsc: ReadonlyResource,
  block: "instance_attributes" | "meta_attributes",
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  readBlocks(rsc.xml, block, { byId, now }, pairs);
  return pairs;
}

function instance(rsc: ReadonlyResource): AskedReplica {
  const [first = rsc] = primitivesOf(rsc);
  return { id: rsc.id, node: first.active[0], container: undefined, address: undefined, parts: [rsc] };
}

/** How many instances the nodes have room for, those that are away or in standby counted too. */
function placesFor({ model, planned }: Reading, clone: ReadonlyClone): number {
  const bound = planned instanceof UndecidableError ? clone : (planned.model.resourcesById.get(clone.id) ?? clone);
  const scores = new Map<string, number>();
  for (const { role, nodes } of bound.locations) {
    if (role === Role.promoted || role === Role.unpromoted) continue;
    for (const [node, score] of nodes) scores.set(node.name, Math.min(scores.get(node.name) ?? score, score));
  }
  const allowed = model.nodes.filter((node) => {
    if (node.kind === "guest") return false;
    const score = scores.get(node.name);
    return score === undefined ? model.options.symmetric : score > MINUS_INFINITY;
  });
  return allowed.length * clone.cloneNodeMax;
}

/** Whether all of the replica runs, on nodes that are online and clean. */
export const replicaRuns = ({ parts }: AskedReplica): boolean => parts.every(runs);
