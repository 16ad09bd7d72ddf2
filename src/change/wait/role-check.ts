/** Compares the roles of a resource with the wanted ones. */
import type { InstanceRole } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import {
  instancesOf,
  isPromoted,
  lackingPromotion,
  primitivesOf,
  promotedMax,
  roleNameOf,
  runningRole,
  runs,
} from "../../scheduler/model/roles.ts";
import { atThreshold } from "../../scheduler/status/failcounts.ts";

export const WANTED_ROLES = ["Started", "Stopped", "Promoted", "Unpromoted"] as const;
export type WantedRole = (typeof WANTED_ROLES)[number];

export function instanceRoles(rsc: ReadonlyResource): InstanceRole[] {
  return instancesOf(rsc)
    .flatMap(primitivesOf)
    .map((p) => ({
      id: p.id,
      role: roleNameOf(p),
      nodes: p.active.map((n) => n.name),
    }));
}

/** Nodes that the resource is banned from only because it reached its migration-threshold. */
export function bannedFrom(s: ReadonlyModel, rsc: ReadonlyResource): string[] {
  const idle = primitivesOf(rsc).filter((p) => runningRole(p) < Role.started);
  return s.nodes
    .filter((node) => node.online && !node.standby && idle.some((p) => atThreshold(s, p, node)))
    .map((node) => node.name);
}

/** For a bundle, the clone inside it carries the flag. */
export function isPromotable(rsc: ReadonlyResource): boolean {
  return rsc.promotable || promotedMax(rsc) > 0;
}

/** Says why the resource does not have the role; undefined if it has it. */
export function fulfils(s: ReadonlyModel, rsc: ReadonlyResource, role: WantedRole | undefined): string | undefined {
  const instances = instancesOf(rsc);
  const running = instances.filter(runs);
  const leading = instances.filter(isPromoted);
  switch (role) {
    case "Stopped": {
      const some = primitivesOf(rsc).find((p) => p.active.some((n) => n.online || n.unclean) && p.role > Role.stopped);
      return some === undefined ? undefined : `${some.id} runs on ${some.active.map((n) => n.name).join(", ")}`;
    }
    case "Promoted":
      return leading.length > 0 ? undefined : `no instance of ${rsc.id} is promoted`;
    case "Unpromoted":
      if (leading.length > 0) return `${leading[0]?.id} is promoted`;
      return running.length > 0 ? undefined : `no instance of ${rsc.id} runs`;
    case "Started":
      return lackingInstance(s, rsc, instances, running);
    case undefined:
      return lackingInstance(s, rsc, instances, running) ?? lackingPromotion(rsc);
  }
}

function faulty(rsc: ReadonlyResource): ReadonlyPrimitive | undefined {
  return primitivesOf(rsc).find((p) => p.failed && !p.ignoreFailure && p.active.length > 0);
}

/** A bundle must run all its replicas; a clone runs wherever it can. */
function lackingInstance(
  s: ReadonlyModel,
  rsc: ReadonlyResource,
  instances: readonly ReadonlyResource[],
  running: readonly ReadonlyResource[],
): string | undefined {
  const failed = faulty(rsc);
  if (failed !== undefined) return `${failed.id} failed on ${failed.active.map((n) => n.name).join(", ")}`;
  if (rsc.kind === "clone") {
    const partly = instances.find(
      (i) => !running.includes(i) && primitivesOf(i).some((p) => runningRole(p) >= Role.started),
    );
    if (partly !== undefined) return `${partly.id} runs only in part`;
    const banned = bannedFrom(s, rsc);
    if (banned.length > 0) return `${rsc.id} does not run on ${banned.join(", ")}`;
    return running.length > 0 || instances.length === 0 ? undefined : `no instance of ${rsc.id} runs`;
  }
  const stopped = primitivesOf(rsc).find((p) => runningRole(p) < Role.started);
  return stopped === undefined ? undefined : `${stopped.id} does not run`;
}
