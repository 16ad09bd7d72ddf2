/** Reads the fence devices of a configuration: which nodes each is for, and on which levels it stands. */
import type { Element } from "../../cib/xml/tree.ts";
import { readConfiguration } from "../config/read.ts";
import { staticTargets } from "../lint/rule/device-targets.ts";
import { lintFacts } from "../lint/rule/facts.ts";
import type { FencingRecord } from "../status/fencing.ts";
import type { FenceDevices, FencingHistory, FencingLevels } from "./document.ts";

export function listLevels(cib: Element): FencingLevels {
  const levels = readConfiguration(cib).fencing.map(({ target, index, devices }) => ({ target, index, devices }));
  return { document: "fencing-levels", version: 1, levels };
}

export function listDevices(cib: Element): FenceDevices {
  const { devices, nodes } = lintFacts(cib);
  const { levels } = listLevels(cib);
  const all = devices.map((device) => {
    const targets = staticTargets(device);
    return {
      id: device.id,
      agent: device.agent,
      targets: targets === undefined ? null : [...targets],
      levels: levels.filter((l) => l.devices.includes(device.id)).map(({ target, index }) => `${target}: ${index}`),
    };
  });
  const asked = all.some(({ targets }) => targets === null);
  const covered = new Set(all.flatMap(({ targets }) => targets ?? []));
  return {
    document: "fence-devices",
    version: 1,
    devices: all,
    uncovered: asked ? [] : nodes.filter((node) => !covered.has(node)),
  };
}

/** @param node undefined: of all nodes */
export function listFencings(records: readonly FencingRecord[], node: string | undefined): FencingHistory {
  const wanted = records.filter(({ target }) => node === undefined || target === node);
  return {
    document: "fencing-history",
    version: 1,
    fencings: [...wanted]
      .sort((a, b) => (b.at ?? Number.POSITIVE_INFINITY) - (a.at ?? Number.POSITIVE_INFINITY))
      .map(({ target, action, outcome, at, by, client, origin, reason }) => ({
        target,
        action,
        outcome,
        ...(at === undefined ? {} : { at }),
        ...(by === undefined ? {} : { by }),
        ...(client === undefined ? {} : { client }),
        ...(origin === undefined ? {} : { origin }),
        ...(reason === undefined ? {} : { reason }),
      })),
  };
}
