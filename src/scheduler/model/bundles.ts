/**
 * Bundles: for each replica a container, an address, and a node inside the container with the connection that reaches
 * it; around the inner resource an implied clone, each instance tied to the node of its replica.
 * Behaviour: docs/pacemaker/bundles.md#replicas.
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { type Element, idOf } from "../../cib/xml/tree.ts";
import type { BundleConfig } from "./bundle-config.ts";
import type { ReplicaPlan } from "./bundle-container.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { ProbeMode } from "./enums.ts";
import { connectionXml, type ImpliedReplica, impliedBy } from "./implied-bundle.ts";
import { findNode, findResource } from "./lookup.ts";
import { isRemoteKind } from "./node.ts";
import { createNode } from "./nodes.ts";
import type { Bundle, Node, Primitive, Replica, Resource, ResourceBase } from "./types.ts";

/** Unpacks a definition as a part of `parent`. */
export type UnpackPart = (xml: Element, parent: Resource) => Resource | undefined;

/** Score of the inner resource on the node of its replica: where it belongs. */
const OWN_NODE_SCORE = 500;

/** The bundle that `base` defines, with its replicas; undefined, with a note in `s.problems`, when it is invalid. */
export function newBundle(s: ClusterModel, base: ResourceBase, unpackPart: UnpackPart): Bundle | undefined {
  const implied = s.elementCache.of(impliedBy(s.dialect), base.xml);
  if ("problem" in implied) {
    s.problems.push(implied.problem);
    return undefined;
  }
  const { config } = implied;
  const bundle: Bundle = Object.assign(base, {
    kind: "bundle" as const,
    unique: config.configuredPerHost > 1,
    agent: config.agent,
    image: config.image,
    replicasMax: config.replicas,
    perHost: config.perHost,
    promotedMax: config.promotedMax,
    replicas: [],
    inner: undefined,
  });
  if (implied.innerClone !== undefined) {
    const inner = unpackPart(implied.innerClone, bundle);
    if (inner?.kind !== "clone") return undefined;
    bundle.inner = inner;
    prepareInstances(bundle);
  }
  if (config.ipRangeStart !== undefined && implied.replicas.some((replica) => replica.ipAddress === undefined)) {
    s.problems.push(
      `Not every replica of ${bundle.id} can have an address: counting up from ${config.ipRangeStart} fails`,
    );
  }
  for (const part of implied.replicas) {
    const replica = createReplica(s, bundle, config, part, unpackPart);
    if (replica === undefined) {
      s.problems.push(`Failed unpacking resource ${bundle.id}`);
      return undefined;
    }
    bundle.replicas.push(replica);
  }
  if (bundle.inner !== undefined) bundle.children.push(bundle.inner);
  return bundle;
}

/** What the inner resource says about itself and the clone around it, and the bundle, have to say too. */
function prepareInstances(bundle: Bundle): void {
  const clone = bundle.inner;
  if (clone === undefined) return;
  for (const instance of clone.children) {
    instance.exclusiveProbes = true;
    if (instance.notify) clone.notify = true;
  }
  const target = clone.children.at(-1)?.meta.get("container-attribute-target");
  if (target === undefined) return;
  bundle.meta.set("container-attribute-target", target);
  clone.meta.set("container-attribute-target", target);
}

function createReplica(
  s: ClusterModel,
  bundle: Bundle,
  config: BundleConfig,
  plan: ImpliedReplica,
  unpackPart: UnpackPart,
): Replica | undefined {
  const part = (xml: Element): Primitive | undefined => {
    const rsc = unpackPart(xml, bundle);
    return rsc?.kind === "primitive" ? rsc : undefined;
  };
  const instance = bundle.inner?.children[plan.offset];
  const inner = instance?.kind === "primitive" ? instance : undefined;

  const container = part(plan.container);
  if (container === undefined) return undefined;
  container.replicaContainer = true;
  bundle.children.push(container);

  let ip: Primitive | undefined;
  if (plan.ip !== undefined) {
    ip = part(plan.ip);
    if (ip === undefined) return undefined;
    bundle.children.push(ip);
  }

  let node: Node | undefined;
  let connection: Primitive | undefined;
  if (inner !== undefined) {
    const id = connectionId(s, bundle, inner, plan);
    node = replicaNode(s, id);
    tieToNode(inner, node);
    const usual = plan.connection;
    connection = part(
      usual !== undefined && idOf(usual) === id ? usual : connectionXml(config, plan, plan.container, id),
    );
    if (connection === undefined) return undefined;
    linkReplica(s, connection, container, node);
    bundle.children.push(connection);
    if (plan.ipAddress !== undefined) inner.meta.set("external-ip", plan.ipAddress);
    if (s.dialect.containersNeedCapacity) moveUtilization(inner, container);
  }
  return { offset: plan.offset, container, ip, connection, node, inner, ipAddress: plan.ipAddress };
}

function connectionId(s: ClusterModel, bundle: Bundle, inner: Primitive, plan: ReplicaPlan): string {
  const id = `${bundle.id}-${plan.offset}`;
  return findResource(s, id) === undefined ? id : `pcmk-internal-${inner.id}-remote-${plan.offset}`;
}

/** The node inside the container: closed to, and never probed for, anything but the inner resource. */
function replicaNode(s: ClusterModel, name: string): Node {
  const known = findNode(s, name);
  const node = known ?? createNode(s, { id: name, name, kind: "remote", score: MINUS_INFINITY });
  node.score = MINUS_INFINITY;
  node.probeMode = ProbeMode.never;
  // An entry in the nodes section may have made it known to resources unpacked earlier.
  if (known !== undefined && known.id === name) for (const rsc of s.resources) closeTo(rsc, node);
  return node;
}

function closeTo(rsc: Resource, node: Node): void {
  rsc.allowed.setScore(node, MINUS_INFINITY);
  rsc.allowed.setProbeMode(node, ProbeMode.never);
  for (const part of rsc.children) closeTo(part, node);
}

function tieToNode(inner: Primitive, node: Node): void {
  inner.allowed.clear();
  inner.allowed.set(node, OWN_NODE_SCORE, ProbeMode.exclusive);
  inner.parent?.allowed.set(node, MINUS_INFINITY, ProbeMode.exclusive);
}

function linkReplica(s: ClusterModel, connection: Primitive, container: Primitive, node: Node): void {
  // Connections are made from cluster nodes.
  for (const other of connection.allowed.list(s.nodes)) {
    if (isRemoteKind(other)) connection.allowed.setScore(other, MINUS_INFINITY);
  }
  connection.launcher = container;
  connection.remoteNode = node;
  // It need not run where its container does: containers may run on remote nodes, connections may not.
  connection.remoteNestingAllowed = true;
  node.connection = connection;
  if (node.kind === "remote") node.kind = "guest";
  node.attributes.set("#kind", "container");
}

/** The inner resource can only run in its container, so what it needs is the container's to find. */
function moveUtilization(inner: Primitive, container: Primitive): void {
  container.utilization.clear();
  for (const [name, value] of inner.utilization) container.utilization.set(name, value);
  inner.utilization.clear();
}
