/** From a CIB to the scheduler's data, as the first phase of a run (facts §5): the configuration, then the status. */
import type { Element } from "../../cib/tree.ts";
import type { Scheduler } from "./scheduler.ts";
import { unpackStatus } from "./status/unpack-status.ts";
import { type UnpackOptions, unpackConfiguration } from "./unpack-configuration.ts";

/** `now` in epoch seconds; without it the CIB has to say by `execution-date` which moment it is. */
export function unpack(cib: Element, now: number | undefined, options: UnpackOptions = {}): Scheduler {
  const s = unpackConfiguration(cib, now, options);
  unpackStatus(s);
  return s;
}
