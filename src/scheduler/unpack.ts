/**
 * From a CIB to the scheduler's data, as the first phase of a run: the configuration, then the status.
 * Behaviour: docs/pacemaker/phases.md#the-phases.
 */
import type { Element } from "../cib/xml/tree.ts";
import type { ClusterModel, ReadonlyModel } from "./model/cluster-model.ts";
import { type UnpackOptions, unpackConfiguration } from "./model/unpack-configuration.ts";
import { unpackStatus } from "./status/unpack-status.ts";

/**
 * The model of a CIB, for those who read it. `now` is in epoch seconds; without it the CIB has to say by
 * `execution-date` which moment it is.
 */
export function unpack(cib: Element, now: number | undefined, options: UnpackOptions = {}): ReadonlyModel {
  return unpackForPhases(cib, now, options);
}

/** The same, for the phases that fill the rest of it. */
export function unpackForPhases(cib: Element, now: number | undefined, options: UnpackOptions = {}): ClusterModel {
  const s = unpackConfiguration(cib, now, options);
  unpackStatus(s);
  return s;
}

/** The model of a CIB after a simulated transition: no operation is pending, though those begun before stay recorded. */
export function unpackSimulated(cib: Element, now: number, options: UnpackOptions): ReadonlyModel {
  const s = unpackForPhases(cib, now, options);
  for (const rsc of s.resourcesById.values()) rsc.pendingTask = undefined;
  return s;
}
