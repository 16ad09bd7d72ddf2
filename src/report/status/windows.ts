/** Maintenance and drains with an end, as a status says them. */
import { readDrains } from "../../cib/drain.ts";
import { readWindows } from "../../cib/maintenance-window.ts";
import { isOver } from "../../cib/timed-set.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { namesAbout } from "../held/read.ts";
import type { WindowStatus } from "./document.ts";

export function windowsOf({ cib, now }: ReadonlyModel): WindowStatus[] {
  const windows = readWindows(cib).map((w): WindowStatus => {
    const { of, id, until, who, why } = w;
    return { of, id, until, over: isOver(w, now), who, why };
  });
  const drains = readDrains(cib).flatMap(({ node, until, who, why }): WindowStatus[] =>
    until === undefined ? [] : [{ of: "node", id: node, drained: true, until, over: isOver({ until }, now), who, why }],
  );
  return [...windows, ...drains];
}

/** Of the resource, of what is in it or around it, and of the cluster. */
export function windowsOfResource(s: ReadonlyModel, rsc: ReadonlyResource): WindowStatus[] {
  const own = namesAbout(rsc);
  return windowsOf(s).filter(({ of, id }) => of === "cluster" || (of === "resource" && own.has(id)));
}

/** As in "galera-bundle: until Sun Nov 29 14:30:00 2026 by alice@bastion: new disks". */
export function windowLine(
  { of, id, drained, until, over, who, why }: WindowStatus,
  date: (epochSeconds: number) => string,
): string {
  const what = of === "cluster" ? "the whole cluster" : drained === true ? `${id}, drained` : id;
  return `${what}: ${over ? "over since" : "until"} ${date(until)}${who === "" ? "" : ` by ${who}`}: ${why}`;
}
