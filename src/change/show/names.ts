/** Every name that a user may ask about. */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";

/** Of nodes, then of resources; of an instance that of its clone's primitive. */
export function namesIn({ nodesByName, resourcesById }: ReadonlyModel): ReadonlySet<string> {
  return new Set([...nodesByName.keys(), ...resourcesById.keys()].map(withoutInstanceNumber));
}
