/** The nodes that a fence device is for, as far as its parameters say it. */
import type { PrimitiveFacts } from "./facts.ts";

/** Undefined where the device itself, or its agent, is asked. */
export function staticTargets({ parameters }: PrimitiveFacts): ReadonlySet<string> | undefined {
  const [list, map] = [parameters.get("pcmk_host_list"), parameters.get("pcmk_host_map")];
  if (parameters.get("pcmk_host_check") === "dynamic-list" || parameters.get("pcmk_host_check") === "status")
    return undefined;
  if (list === undefined && map === undefined) return undefined;
  const listed = (list ?? "").split(/[\s,;]+/);
  const mapped = (map ?? "").split(/[\s;]+/).map((entry) => entry.split(/[:=]/)[0] ?? "");
  return new Set([...listed, ...mapped].filter((name) => name !== ""));
}
