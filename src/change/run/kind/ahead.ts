/** Where resources are to be by what the scheduler decides of a CIB, of those that run now. */
import type { Element } from "../../../cib/xml/tree.ts";
import { Role } from "../../../scheduler/model/enums.ts";
import { findResource } from "../../../scheduler/model/lookup.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../../scheduler/model/read-only.ts";
import { instancesOf, primitivesOf } from "../../../scheduler/model/roles.ts";
import { decisionOf, readingOf } from "../../../scheduler/reading.ts";
import type { RunLook } from "./kind.ts";

/** The nodes, of what is in a bundle the hosts, on which each resource is to run. */
export interface Ahead {
  /** One for each instance; `promoted`: of those in that role alone. */
  readonly places: (id: string, promoted: boolean) => readonly string[];
  readonly resource: (id: string) => ReadonlyResource | undefined;
}

/** Throws `UndecidableError` where Pacemaker's scheduler would crash. */
export function aheadOf({ snapshot }: RunLook, cib: Element): Ahead {
  const { model } = decisionOf(readingOf({ ...snapshot, cib }));
  const resource = (id: string): ReadonlyResource | undefined => findResource(model, id);
  return {
    resource,
    places: (id, promoted) => {
      const rsc = resource(id);
      return (rsc === undefined ? [] : instancesOf(rsc)).flatMap((instance) => {
        const hosts = primitivesOf(instance).map((p) => hostAhead(p, promoted ? Role.promoted : Role.started));
        const [host] = hosts;
        return host === undefined || (!promoted && hosts.includes(undefined)) ? [] : [host];
      });
    },
  };
}

function hostAhead(p: ReadonlyPrimitive, least: Role): string | undefined {
  return p.nextRole < least ? undefined : (p.assigned?.connection?.assigned ?? p.assigned)?.name;
}
