/** The document of one node. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { heldIn } from "../held/read.ts";
import type { BesidesCib, NodeDetail } from "./detail.ts";
import type { StatusDocument } from "./document.ts";
import { newestFencings } from "./fencing.ts";
import { nodeVerdict } from "./node-state.ts";
import { resourceStatus } from "./page.ts";
import { windowsOf } from "./windows.ts";

/**
 * @param planned the same CIB with a whole run of the scheduler behind it
 * @returns undefined when there is no node of that name
 */
export function nodeDetail(
  s: ReadonlyModel,
  planned: ReadonlyModel,
  status: StatusDocument,
  name: string,
  { freshness, fencings }: BesidesCib,
): NodeDetail | undefined {
  const node = status.nodes.find((n) => n.name === name);
  const model = s.nodesByName.get(name);
  if (node === undefined || model === undefined) return undefined;
  const resources = model.running.map((rsc) => {
    const shown = resourceStatus(s, rsc);
    // On an unclean node it may be anything by now.
    return { id: rsc.id, role: shown.kind === "primitive" && !model.unclean ? shown.role : "Unknown" };
  });
  return {
    document: "node",
    version: 3,
    ...nodeVerdict(planned, planned.nodesByName.get(name) ?? model, fencings ?? []),
    node,
    resources,
    windows: windowsOf(s).filter(({ of, id }) => of === "cluster" || (of === "node" && id === name)),
    held: heldIn(s.cib, s.now).filter(({ holds }) => holds.some((h) => h.node === name)),
    fencing: fencings === undefined ? null : newestFencings(fencings.filter((f) => f.target === name)),
    ...freshness,
  };
}
