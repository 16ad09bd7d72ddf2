/** A fault's names, checked against the cluster it is for: one that nothing has would be recorded and never happen. */

import { withoutInstanceNumber } from "../cib/instance-name.ts";
import { didYouMean } from "../cib/value/nearest.ts";
import { HoldfastError } from "../cluster/error.ts";
import { missing } from "../cluster/missing.ts";
import type { Fault } from "../report/done/document.ts";
import type { ReadonlyModel } from "../scheduler/model/cluster-model.ts";
import { findResource } from "../scheduler/model/lookup.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../scheduler/model/read-only.ts";
import { isAnonymousInstance } from "../scheduler/model/resource.ts";
import { primitivesOf } from "../scheduler/model/roles.ts";

const TASKS = [
  ...["start", "stop", "monitor", "promote", "demote", "notify", "reload", "reload-agent"],
  ...["migrate_to", "migrate_from"],
];

/**
 * The same fault, with a resource as its history calls it: an anonymous instance without its number, on the node it is on;
 * a bundle, clone or group as the one primitive in it. Throws `missing` for an unknown resource, `usage` for what it cannot do.
 */
export function faultIn(model: ReadonlyModel, fault: Fault): Fault {
  switch (fault.kind) {
    case "process-kill":
    case "service-ill":
    case "service-well":
    case "start-fail": {
      const { rsc, node } = primitiveCalled(model, fault.rsc);
      return { ...fault, rsc, node: fault.node ?? node };
    }
    case "hang": {
      if (!TASKS.includes(fault.task)) {
        const hint = didYouMean(fault.task, TASKS);
        throw new HoldfastError("usage", `no agent has a task "${fault.task}"`, hint === undefined ? {} : { hint });
      }
      return { ...fault, rsc: primitiveCalled(model, fault.rsc).rsc };
    }
    case "slow-join":
      return { ...fault, rsc: primitiveCalled(model, fault.rsc).rsc };
    case "container-kill":
      known(fault.container, model.resourcesById.keys(), "container");
      return fault;
    case "fence-fail":
    case "fence-heal":
      known(fault.device, fenceDevices(model), "fence device");
      return fault;
    default:
      return fault;
  }
}

function known(name: string, names: Iterable<string>, what: string): void {
  const all = new Set(names);
  if (all.has(name)) return;
  throw missing(`there is no ${what} "${name}"`, name, all);
}

const fenceDevices = (model: ReadonlyModel): string[] =>
  model.resources.flatMap(primitivesOf).flatMap((p) => (p.standard === "stonith" ? [runsAs(p)] : []));

interface Called {
  readonly rsc: string;
  /** Of one instance among several: where it is. */
  readonly node: string | undefined;
}

function primitiveCalled(model: ReadonlyModel, name: string): Called {
  const found = findResource(model, name);
  if (found === undefined) {
    const ids = [...model.resourcesById.keys()].map(withoutInstanceNumber);
    known(name, ids, "resource");
  }
  if (found?.kind === "primitive") {
    const rsc = runsAs(found);
    return { rsc, node: rsc === name ? undefined : found.active[0]?.name };
  }
  const services = new Set((found === undefined ? [] : servicesOf(found)).map(runsAs));
  const [only, ...others] = services;
  if (only === undefined || others.length > 0)
    throw new HoldfastError("usage", `"${name}" has several processes`, {
      hint: `name one of them: ${[...services].slice(0, 8).join(", ")}`,
    });
  return { rsc: only, node: undefined };
}

/** An agent does not know of which number it is, unless the clone is globally unique. */
const runsAs = (p: ReadonlyPrimitive): string =>
  p.historyId ?? (isAnonymousInstance(p) ? withoutInstanceNumber(p.id) : p.id);

/** What does the work: of a bundle what is inside its containers. */
const servicesOf = (rsc: ReadonlyResource): ReadonlyPrimitive[] =>
  rsc.kind === "bundle" ? rsc.replicas.map((r) => r.inner ?? r.container) : [...primitivesOf(rsc)];
