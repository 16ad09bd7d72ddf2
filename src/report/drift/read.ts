/** Makes a drift of the differences that a plan would remove, seen from the cluster's side. */
import type { VersionEntry } from "../history/document.ts";
import type { Difference } from "../plan/document.ts";
import type { Drifted } from "./document.ts";

const KIND = {
  added: "missing",
  removed: "additional",
  changed: "differs",
  reordered: "differs",
  moved: "differs",
} as const;

/** @param since of a path in the CIB: the change since which it is so */
export function driftOf(
  differences: readonly Difference[],
  since: (path: string) => VersionEntry | undefined,
): Drifted[] {
  return differences.map(({ kind, object, part, path, before, after, where }) => {
    const change = since(path);
    return {
      kind: KIND[kind],
      object,
      part: kind === "reordered" ? [part, "order"].filter((p) => p !== "").join(", ") : part,
      path,
      ...(before === undefined ? {} : { cluster: before }),
      ...(after === undefined ? {} : { manifest: kind === "moved" ? `in ${after}` : after }),
      ...(where === undefined ? {} : { where }),
      ...(change === undefined ? {} : { since: change }),
    };
  });
}
