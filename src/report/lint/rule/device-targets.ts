/** The nodes that a fence device is for, as far as its parameters say it. */
import { namedTargets } from "../../../cib/fence-devices.ts";
import type { PrimitiveFacts } from "./facts.ts";

/** Undefined where the device itself, or its agent, is asked. */
export function staticTargets({ parameters }: PrimitiveFacts): ReadonlySet<string> | undefined {
  const names = namedTargets((name) => parameters.get(name));
  return names === undefined ? undefined : new Set(names);
}
