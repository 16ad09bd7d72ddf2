/**
 * Nodes and resources in the XML of Pacemaker's tools. It has more than the text: every instance of a clone and every part
 * of a bundle replica, with its nodes.
 */
import { type Element, element, idOf } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type {
  ReadonlyBundle,
  ReadonlyClone,
  ReadonlyNode,
  ReadonlyPrimitive,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { isAnonymousInstance } from "../../scheduler/model/resource.ts";
import { limitingTargetRole } from "../../scheduler/model/roles.ts";
import { configuredRole } from "../status/clones.ts";
import { nodeStatuses } from "../status/nodes.ts";
import { primitiveStatus } from "../status/primitives.ts";
import { isTransitional } from "../status/text-resources.ts";

/** The newest feature set that a node without one may have. */
const NO_FEATURE_SET = "<3.15.1";

export function statusElements(s: ReadonlyModel): Element[] {
  const resources = s.resources.filter((rsc) => !isGone(rsc)).map((rsc) => resourceElement(s, rsc));
  return [
    element("nodes", {}, nodeElements(s)),
    ...(resources.length === 0 ? [] : [element("resources", {}, resources)]),
  ];
}

function isGone(rsc: ReadonlyResource): boolean {
  return rsc.removed && rsc.active.length === 0;
}

function nodeElements(s: ReadonlyModel): Element[] {
  const health = new Map(nodeStatuses(s).map((status) => [status.name, status.health]));
  return s.nodes.map((node) => {
    const hasVersion = node.kind === "cluster" && node.online && node.expectedUp;
    return element("node", {
      name: node.name,
      id: node.id,
      online: String(node.online),
      standby: String(node.standby),
      standby_onfail: String(node.standbyOnFail),
      maintenance: String(node.maintenance),
      pending: String(node.pending),
      unclean: String(node.unclean),
      health: health.get(node.name),
      feature_set: hasVersion ? (node.attributes.get("#feature-set") ?? NO_FEATURE_SET) : undefined,
      shutdown: String(node.shutdown),
      expected_up: String(node.expectedUp),
      is_dc: String(node === s.dc),
      resources_running: String(node.running.length),
      type: node.kind === "cluster" ? "member" : "remote",
      id_as_resource: node.kind === "guest" ? node.connection?.launcher?.id : undefined,
    });
  });
}

function resourceElement(s: ReadonlyModel, rsc: ReadonlyResource): Element {
  switch (rsc.kind) {
    case "primitive":
      return primitiveElement(s, rsc);
    case "group":
      return element(
        "group",
        {
          id: rsc.id,
          number_resources: String(rsc.children.length),
          maintenance: String(rsc.maintenance),
          managed: String(rsc.managed),
          disabled: String(limitingTargetRole(rsc) !== undefined),
        },
        rsc.children.map((member) => resourceElement(s, member)),
      );
    case "clone":
      return cloneElement(s, rsc);
    case "bundle":
      return bundleElement(s, rsc);
  }
}

function primitiveElement(s: ReadonlyModel, rsc: ReadonlyPrimitive): Element {
  const status = primitiveStatus(s, rsc);
  const transitional = isTransitional(status);
  return element(
    "resource",
    {
      id: isAnonymousInstance(rsc) ? idOf(rsc.xml) : rsc.id,
      resource_agent: status.agent,
      role: transitional ? status.pending?.text : status.role,
      target_role: rsc.meta.get("target-role"),
      active: String(isActive(rsc)),
      orphaned: String(rsc.removed),
      removed: String(rsc.removed),
      blocked: String(rsc.blocked),
      maintenance: String(rsc.maintenance),
      managed: String(rsc.managed),
      failed: String(rsc.failed),
      failure_ignored: String(rsc.ignoreFailure),
      nodes_running_on: String(rsc.active.length),
      pending: transitional ? undefined : status.pending?.text,
      locked_to: rsc.lockNode?.name,
    },
    rsc.active.map((node) => element("node", { name: node.name, id: node.id, cached: String(node.online) })),
  );
}

function isActive(rsc: ReadonlyPrimitive): boolean {
  return rsc.active.some((node: ReadonlyNode) => node.unclean || node.online || !rsc.managed);
}

function cloneElement(s: ReadonlyModel, rsc: ReadonlyClone): Element {
  return element(
    "clone",
    {
      id: rsc.id,
      multi_state: String(rsc.promotable),
      unique: String(rsc.unique),
      maintenance: String(rsc.maintenance),
      managed: String(rsc.managed),
      disabled: String(limitingTargetRole(rsc) !== undefined),
      failed: String(rsc.failed),
      failure_ignored: String(rsc.ignoreFailure),
      target_role: configuredRole(rsc),
    },
    rsc.children.map((instance) => resourceElement(s, instance)),
  );
}

function bundleElement(s: ReadonlyModel, rsc: ReadonlyBundle): Element {
  const replicas = rsc.replicas.map((replica) => {
    const parts = [replica.ip, replica.inner, replica.container, replica.connection];
    const shown = parts.filter((part): part is ReadonlyPrimitive => part !== undefined);
    return element(
      "replica",
      { id: String(replica.offset) },
      shown.map((part) => primitiveElement(s, part)),
    );
  });
  return element(
    "bundle",
    {
      id: rsc.id,
      type: rsc.agent,
      image: rsc.image,
      unique: String(rsc.unique),
      maintenance: String(rsc.maintenance),
      managed: String(rsc.managed),
      failed: String(rsc.failed),
    },
    replicas,
  );
}
