import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyGroup, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";
import { limitingTargetRole } from "../../scheduler/model/roles.ts";
import type { GroupStatus } from "./document.ts";
import { primitiveStatus, shownName } from "./primitives.ts";

export function groupStatus(s: ReadonlyModel, rsc: ReadonlyGroup): GroupStatus {
  return {
    kind: "group",
    name: rsc.id,
    id: rsc.id,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    disabled: limitingTargetRole(rsc) !== undefined,
    members: rsc.children.map((member) => primitiveStatus(s, member as ReadonlyPrimitive, shownName(member))),
  };
}
