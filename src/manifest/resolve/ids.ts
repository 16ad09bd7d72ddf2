/** Ids are XML ids: unique in the whole CIB, whatever they name. */
import type { Place } from "../../cib/problem.ts";
import { attributeText, type DraftElement, drafts } from "../model/draft.ts";
import type { FencingDevice, Service, VirtualIp } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";
import type { NodePlan } from "./nodes.ts";
import type { ServiceEntry } from "./service.ts";
import type { VirtualIpEntry } from "./virtual-ips.ts";

/** What the sections of a manifest have come to, and the entries that say where. */
export interface Resolved {
  readonly entries: readonly ServiceEntry[];
  readonly services: readonly Service[];
  readonly virtualIpEntries: readonly VirtualIpEntry[];
  readonly virtualIps: readonly VirtualIp[];
  readonly nodes: readonly NodePlan[];
  readonly fencing: readonly FencingDevice[];
  readonly own: ReadonlyMap<string, readonly DraftElement[]>;
}

export function checkIds(resolved: Resolved, problems: Problems): void {
  const { entries, services, virtualIpEntries, virtualIps, nodes, fencing, own } = resolved;
  const seen = new Map<string, string>();
  const claim = (id: string, owner: string, at: Place | undefined): void => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, owner);
    else if (at !== undefined)
      problems.add("duplicate-id", at, `the id "${id}" of ${owner} is already that of ${first}`);
  };
  for (const service of services) {
    const entry = entries.find((e) => e.name === service.name);
    claim(service.id, `the service "${service.name}"`, entry?.at);
    if (service.primitive !== undefined && service.primitive.id !== service.id) {
      claim(service.primitive.id, `the agent of "${service.name}"`, entry?.at);
    }
    for (const { id } of service.container?.mounts ?? []) {
      const at = entry?.settings.mounts?.find((m) => m.key === id)?.at ?? entry?.at;
      claim(id, `a mount of "${service.name}"`, at);
    }
  }
  for (const [i, { primitive }] of virtualIps.entries())
    claim(primitive.id, "a virtual IP", virtualIpEntries[i]?.address.at);
  for (const { primitive, target } of fencing) {
    claim(primitive.id, `a fencing device of "${target}"`, nodes.find((node) => node.name === target)?.at);
  }
  for (const draft of [...own.values()].flat().flatMap(drafts)) {
    const id = REFERENCES.has(draft.name) ? undefined : attributeText(draft, "id");
    if (id !== undefined) claim(id, `a ${draft.name}`, draft.at);
  }
}

/** Their id is that of what they refer to. */
const REFERENCES = new Set(["obj_ref", "resource_ref", "role"]);
