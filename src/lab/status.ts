/** The state of a lab: its nodes' power and cables, their BMCs, and the cluster's DC, quorum and members. */
import { HoldfastError } from "../cluster/error.ts";
import type { LabStatus } from "../report/lab/document.ts";
import type { LabNode } from "./address-plan.ts";
import { bmcRuns } from "./bmc.ts";
import { viewCluster } from "./cluster-view.ts";
import type { LabDirectory } from "./lab-directory.ts";
import { isCut, isOn } from "./node.ts";

/** The nodes of the lab that is up here. Throws `disconnected` when no lab is up. */
export async function surveyNodes(lab: LabDirectory): Promise<readonly LabNode[]> {
  if ((await lab.settings()) !== undefined) return lab.nodes();
  throw new HoldfastError("disconnected", "no lab is up on this machine", { hint: "holdfast lab up" });
}

export async function labStatus(lab: LabDirectory): Promise<LabStatus> {
  const nodes = await surveyNodes(lab);
  const settings = await lab.settings();
  const view = await viewCluster(lab, nodes);
  return {
    document: "lab-status",
    version: 1,
    directory: lab.directory,
    image: settings?.image ?? "",
    cluster: lab.address,
    dc: view?.dc ?? null,
    quorum: view?.quorum ?? false,
    nodes: await Promise.all(
      nodes.map(async (node) => ({
        name: node.name,
        address: node.address,
        bmc: node.bmc,
        pacemaker: settings?.pacemaker[node.id - 1] ?? "",
        power: (await isOn(lab, node)) ? ("on" as const) : ("off" as const),
        cable: isCut(lab, node) ? ("cut" as const) : ("plugged" as const),
        online: view?.online.includes(node.name) ?? false,
        bmcAnswers: await bmcRuns(lab, node),
      })),
    ),
  };
}

export function labStatusText(status: LabStatus): string {
  const lines = status.nodes.map((node) =>
    [
      node.name.padEnd(14),
      node.address.padEnd(12),
      `pacemaker ${node.pacemaker}`,
      `power ${node.power}`.padEnd(11),
      `cable ${node.cable}`.padEnd(15),
      (node.online ? "online" : "offline").padEnd(8),
      `bmc ${node.bmc}${node.bmcAnswers ? "" : " (down)"}`,
    ].join("  "),
  );
  const dc = status.dc === null ? "no DC" : `DC ${status.dc}${status.quorum ? "" : ", without quorum"}`;
  const address = `Cluster ${status.cluster}, as in: holdfast status -c ${status.cluster}`;
  return `${[`Lab in ${status.directory}, image ${status.image}: ${dc}`, ...lines, address].join("\n")}\n`;
}
