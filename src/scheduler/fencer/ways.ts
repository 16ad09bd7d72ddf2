/**
 * Who is asked to fence a node, and in which order: the levels of its topology, else every device that claims it, by priority.
 * The embedded engine does this, and `holdfast fencing explain` shows it. Source: Pacemaker Explained, "Fencing"; the fencer
 * (`stonith_choose_peer`, `sort_device_priority`, the remapping of reboots).
 */

import { type FenceDevice, fenceDevices, listsTarget } from "../../cib/fence-devices.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { leadingInteger } from "../model/integer.ts";
import { topologyOf } from "./topology.ts";

/** One thing to ask of one device. */
export interface FenceStep {
  readonly device: string;
  readonly action: string;
  /** Index of the topology's level; undefined without topology. */
  readonly level: number | undefined;
}

/** The ways to fence `target`, in order: one of them, all its steps done, is enough. */
export function fenceWays(cib: Element, target: string, action: string): FenceStep[][] {
  const claiming = fenceDevices(cib).filter((d) => listsTarget(d, target));
  const alone = (devices: readonly FenceDevice[]): FenceStep[][] =>
    devices.map((d) => [{ device: d.id, action, level: undefined }]);
  if (action === "on") return alone(claiming);
  const topology = topologyOf(cib, target);
  if (topology === undefined) return alone(claiming.toSorted((a, b) => priorityOf(b) - priorityOf(a)));
  const staysOff = (id: string): boolean =>
    claiming.find((d) => d.id === id)?.parameters.pcmk_reboot_action?.toLowerCase() === "off";
  return topology.levels.map(({ index: level, devices }) => {
    const all = (what: string, ids: readonly string[]): FenceStep[] =>
      ids.map((device) => ({ device, action: what, level }));
    // A reboot by several devices is: all off, then all on.
    return action === "reboot" && devices.length > 1
      ? [
          ...all("off", devices),
          ...all(
            "on",
            devices.filter((id) => !staysOff(id)),
          ),
        ]
      : all(action, devices);
  });
}

/** Of a device: the highest is asked first. */
export function priorityOf({ parameters }: FenceDevice): number {
  return leadingInteger(parameters.priority) ?? 0;
}

/** The device of a step if it can be asked for that node: it is there, enabled, and does not say that it is for others. */
export function deviceFor(cib: Element, id: string, target: string): FenceDevice | undefined {
  return fenceDevices(cib).find((d) => d.id === id && listsTarget(d, target));
}
