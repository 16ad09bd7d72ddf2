/** The status page of a cluster: what the scheduler's model says of its nodes and resources, as a document. */
import { isNewerThanKnown } from "../../cib/release/table.ts";
import { get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { limitingTargetRole } from "../../scheduler/model/roles.ts";
import { bundleStatus } from "./bundles.ts";
import { cloneStatus } from "./clones.ts";
import type { ResourceStatus, StatusDocument } from "./document.ts";
import { listedFailures } from "./failures.ts";
import { groupStatus } from "./groups.ts";
import { nodeStatuses } from "./nodes.ts";
import { primitiveStatus } from "./primitives.ts";

export function resourceStatus(s: ReadonlyModel, rsc: ReadonlyResource): ResourceStatus {
  switch (rsc.kind) {
    case "primitive":
      return primitiveStatus(s, rsc);
    case "group":
      return groupStatus(s, rsc);
    case "clone":
      return cloneStatus(s, rsc);
    case "bundle":
      return bundleStatus(s, rsc);
  }
}

/** Primitives in the shape they run in: instances, and the implicit ones of bundles. */
function instances(rsc: ReadonlyResource): ReadonlyResource[] {
  if (rsc.kind === "primitive") return rsc.removed && rsc.active.length === 0 ? [] : [rsc];
  return rsc.children.flatMap(instances);
}

/** A removed resource that is not active anywhere, and internal connections of guests, are not worth a line. */
function isShown(rsc: ReadonlyResource): boolean {
  if (rsc.removed && rsc.active.length === 0) return false;
  return rsc.meta.get("internal_rsc") !== "true";
}

/** Releases before feature set 3.15.1 do not say which they have. A node that is not expected may be of another cluster. */
export function isMixedVersion(s: ReadonlyModel): boolean {
  const online = s.nodes.filter((node) => node.online && node.expectedUp && node.kind === "cluster");
  return new Set(online.map((node) => node.attributes.get("#feature-set"))).size > 1;
}

export function statusDocument(s: ReadonlyModel): StatusDocument {
  const all = s.resources.flatMap(instances);
  const name = s.options.properties.get("cluster-name");
  const stack = s.options.properties.get("cluster-infrastructure");
  const version = s.options.properties.get("dc-version");
  const featureSet = get(s.cib, "crm_feature_set");
  const at = get(s.cib, "cib-last-written");
  const user = get(s.cib, "update-user");
  const client = get(s.cib, "update-client");
  const origin = get(s.cib, "update-origin");
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(name === undefined ? {} : { clusterName: name }),
    mixedVersion: isMixedVersion(s),
    ...(s.dc === undefined ? {} : { dc: { name: s.dc.name, ...(version === undefined ? {} : { version }) } }),
    ...(featureSet === undefined || !isNewerThanKnown("featureSet", featureSet) ? {} : { newerFeatureSet: featureSet }),
    quorate: s.quorate,
    now: s.now,
    ...(at === undefined || at === ""
      ? {}
      : {
          lastChange: {
            at,
            ...(user === undefined ? {} : { user }),
            ...(client === undefined ? {} : { client }),
            ...(origin === undefined ? {} : { origin }),
          },
        }),
    cib: {
      adminEpoch: Number(get(s.cib, "admin_epoch") ?? 0),
      epoch: Number(get(s.cib, "epoch") ?? 0),
      numUpdates: Number(get(s.cib, "num_updates") ?? 0),
    },
    maintenanceMode: s.options.maintenanceMode,
    fencingEnabled: s.options.fencingEnabled,
    stopAllResources: s.options.stopAll,
    nodesConfigured: s.nodes.length,
    instancesConfigured: all.length,
    instancesDisabled: all.filter((rsc) => limitingTargetRole(rsc) !== undefined).length,
    instancesBlocked: all.filter((rsc) => rsc.blocked).length,
    nodes: nodeStatuses(s),
    resources: s.resources.filter(isShown).map((rsc) => resourceStatus(s, rsc)),
    failures: listedFailures(s),
  };
}
