import type { Group, Primitive } from "../../scheduler/model/resource.ts";
import type { Scheduler } from "../../scheduler/model/scheduler.ts";
import type { GroupStatus } from "./document.ts";
import { limitingTargetRole, readPrimitive, shownName } from "./primitives.ts";

export function readGroup(s: Scheduler, rsc: Group): GroupStatus {
  return {
    kind: "group",
    name: rsc.id,
    id: rsc.id,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) === "Stopped",
    members: rsc.children.map((member) => readPrimitive(s, member as Primitive, shownName(member))),
  };
}
