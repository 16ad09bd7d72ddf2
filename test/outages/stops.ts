/** How long containers took to stop, from the logs of the nodes' executors. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LAB } from "../cluster/holdfast.ts";

/** Seconds of the slowest since the mark, with the container's name; `none` where no container was stopped. */
export function slowestStop(mark: ReadonlyMap<string, number>): string {
  const ended =
    /(\S+-bundle-podman-\d+) stop \(call \d+[^)]*\) exited with status .*\(execution time ([\d.]+)(ms|s|m)/g;
  let slowest = { seconds: -1, name: "" };
  for (const [node, from] of mark) {
    const text = readFileSync(join(LAB, "nodes", node, "var/log/pacemaker/pacemaker.log"))
      .subarray(from)
      .toString();
    for (const [, name = "", number = "", unit] of text.matchAll(ended)) {
      const seconds = Number(number) * (unit === "ms" ? 0.001 : unit === "m" ? 60 : 1);
      if (seconds > slowest.seconds) slowest = { seconds, name };
    }
  }
  return slowest.seconds < 0 ? "none" : `${slowest.seconds.toFixed(1)} s (${slowest.name})`;
}
