import type { Group, Primitive } from "../../scheduler/model/resource.ts";
import type { GroupStatus } from "./document.ts";
import { limitingTargetRole, readPrimitive, shownName } from "./primitives.ts";

export function readGroup(rsc: Group): GroupStatus {
  return {
    kind: "group",
    name: rsc.parent === undefined ? rsc.id : rsc.id,
    id: rsc.id,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) === "Stopped",
    members: rsc.children.map((member) => readPrimitive(member as Primitive, shownName(member))),
  };
}
