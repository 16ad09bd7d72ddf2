/** What stands against taking a node out of service: the last of something, replicas that are ill already, the quorum, an upgrade. */

import { readDrains } from "../../../../cib/drain.ts";
import type { Element } from "../../../../cib/xml/tree.ts";
import { runsAsConfigured } from "../../../../health/from-cib.ts";
import { subjectsOf } from "../../../../health/model/subject.ts";
import { lastOldNode } from "../../../../report/skew/last-old.ts";
import { quorateWithout } from "../../../../report/whatif/questions.ts";
import type { ReadonlyResource } from "../../../../scheduler/model/read-only.ts";
import { primitivesOf } from "../../../../scheduler/model/roles.ts";
import { whereaboutsIn } from "../../../verbs/place.ts";
import { aheadOf } from "../../kind/ahead.ts";
import type { RunLook } from "../../kind/kind.ts";

/** Empty when nothing does. @param drained the CIB with the node in standby */
export function reasonsAgainst(look: RunLook, node: string, drained: Element): string[] {
  return [
    ...ofQuorum(look, node),
    ...whatStays(look, node),
    ...ofResources(look, node, drained),
    ...ofReplicas(look, node),
    ...ofSkew(look, node),
  ];
}

/** In the middle of an upgrade: once the last old node stops, another one that is away cannot come back. */
function ofSkew({ reading: { model } }: RunLook, node: string): string[] {
  const members = model.nodes
    .filter(({ kind }) => kind === "cluster")
    .map(({ name, online, attributes }) => ({ name, online, featureSet: attributes.get("#feature-set") }));
  return lastOldNode(members).flatMap(({ object, text, reason }) => (object === node ? [`${text}: ${reason}`] : []));
}

/** What Pacemaker would not stop. */
function whatStays({ reading }: RunLook, node: string): string[] {
  const there = reading.model.resources.filter((rsc) => whereaboutsIn(reading, rsc.id, false).includes(node));
  return there.flatMap((rsc) =>
    primitivesOf(rsc).some((p) => !p.managed)
      ? [`${rsc.id} is not managed, or has to be cleaned up, so it stays there`]
      : [],
  );
}

/** Its machine is about to be off; those of other drained nodes may be. */
function ofQuorum({ reading: { model }, snapshot }: RunLook, node: string): string[] {
  const others = readDrains(snapshot.cib).flatMap((d) => (d.node === node ? [] : [d.node]));
  const off = [node, ...others.filter((name) => model.nodesByName.get(name)?.standby === true)];
  if (quorateWithout(model, off)) return [];
  const besides = off.slice(1);
  return [
    `the cluster would lose its quorum when ${node} is off${besides.length === 0 ? "" : `, if ${besides.join(", ")} is off too`}`,
  ];
}

/** What runs, or is promoted, and would not be anywhere. */
function ofResources(look: RunLook, node: string, drained: Element): string[] {
  const ahead = aheadOf(look, drained);
  return services(look).flatMap(({ id }) => {
    const lost = (promoted: boolean): boolean =>
      whereaboutsIn(look.reading, id, promoted).includes(node) && ahead.places(id, promoted).length === 0;
    if (lost(false)) return [`${id} would run nowhere`];
    return lost(true) ? [`${id} would be promoted nowhere`] : [];
  });
}

/** Services with a replica there of which another one is ill. */
function ofReplicas(look: RunLook, node: string): string[] {
  return replicatedOn(look, node).flatMap((rsc) =>
    subjectsOf(look.reading, rsc).flatMap((subject) => {
      const others = subject.replicas.filter((r) => r.node?.name !== node);
      const ill = others.map((r) => ({ r, is: runsAsConfigured(subject, r) })).find(({ is }) => is.status !== "True");
      return ill === undefined ? [] : [`another replica of ${rsc.id} is away already: ${ill.is.message}`];
    }),
  );
}

const services = ({ reading }: RunLook): ReadonlyResource[] =>
  reading.model.resources.filter((rsc) => !rsc.removed && primitivesOf(rsc).some((p) => !p.fenceDevice));

/** Clones and bundles that run there, and elsewhere. */
export function replicatedOn(look: RunLook, node: string): ReadonlyResource[] {
  return services(look).filter(({ id, kind }) => {
    if (kind !== "clone" && kind !== "bundle") return false;
    const nodes = whereaboutsIn(look.reading, id, false);
    return nodes.includes(node) && nodes.length > 1;
  });
}
