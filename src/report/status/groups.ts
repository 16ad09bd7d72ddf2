import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { limitingTargetRole } from "../../scheduler/model/roles.ts";
import type { Group, Primitive } from "../../scheduler/model/types.ts";
import type { GroupStatus } from "./document.ts";
import { readPrimitive, shownName } from "./primitives.ts";

export function readGroup(s: ClusterModel, rsc: Group): GroupStatus {
  return {
    kind: "group",
    name: rsc.id,
    id: rsc.id,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) !== undefined,
    members: rsc.children.map((member) => readPrimitive(s, member as Primitive, shownName(member))),
  };
}
