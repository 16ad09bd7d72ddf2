/**
 * The address of a lab's cluster, as `--cluster` takes it: `lab:`, or `lab:DIRECTORY` for one elsewhere. It is reached
 * through the program `enter` in its directory, on whichever node answers: pacemaker+exec: with all of them.
 */
import type { Cluster } from "../cluster/port.ts";
import type { Reach } from "../cluster/url.ts";
import type { LabNode } from "./address-plan.ts";
import { defaultLabDirectory, LAB_SCHEME, LabDirectory } from "./lab-directory.ts";
import { surveyNodes } from "./status.ts";

/** The lab's cluster by one of its nodes, or by several that are tried in turn. */
export async function openNodes(lab: LabDirectory, nodes: readonly [LabNode, ...LabNode[]]): Promise<Cluster> {
  const { openPacemaker } = await import("../cluster/pacemaker/open.ts");
  const [first, ...others] = nodes;
  const reach = (node: LabNode): Reach => ({ via: "exec", prefix: [lab.enter, node.name] });
  return openPacemaker({ kind: "pacemaker", reach: [reach(first), ...others.map(reach)] }, lab.address);
}

/** Rejects with `disconnected` when no lab is up there. */
export async function openLab(url: string, env: Readonly<Record<string, string | undefined>>): Promise<Cluster> {
  const directory = url.slice(LAB_SCHEME.length);
  const lab = directory === "" ? defaultLabDirectory(env) : new LabDirectory(directory);
  const [first, ...others] = await surveyNodes(lab);
  if (first === undefined) throw new Error("a lab has at least one node");
  return openNodes(lab, [first, ...others]);
}
