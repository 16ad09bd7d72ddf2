/**
 * Where everything runs, now and once all that was decided has been done and went well: what writing each result into the
 * CIB and reading that again would show, for a small part of the price.
 */
import { hasFlag } from "../action/action-state.ts";
import type { ReadonlyModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import type { ReadonlyAction, ReadonlyNode, ReadonlyPrimitive } from "../model/read-only.ts";
import type { Decision } from "../schedule.ts";
import { runRounds } from "./rounds.ts";

export interface Places {
  /** `Role.stopped` for what runs nowhere, what is on a node that is down, and what there is no resource of that id for. */
  roleOf(id: string): Role;
}

interface Place {
  role: Role;
  readonly nodes: Set<ReadonlyNode>;
}

/** @param s a whole run, or the start of one */
export function placesNow(s: ReadonlyModel): Places {
  return new Known(s);
}

/** Nothing fails, and what waits for something that never comes is not done. */
export function placesAfter({ model: scheduler, steps }: Decision): Places {
  const places = new Known(scheduler);
  runRounds(steps, isPseudo, (action) => {
    places.take(action);
    return "done";
  });
  return places;
}

const isPseudo = (action: ReadonlyAction): boolean => hasFlag(action, ActionFlag.pseudo);

class Known implements Places {
  readonly #s: ReadonlyModel;
  /** Of the resources that are not where the run found them. */
  readonly #changed = new Map<ReadonlyPrimitive, Place>();
  readonly #fenced = new Set<ReadonlyNode>();

  constructor(s: ReadonlyModel) {
    this.#s = s;
  }

  roleOf(id: string): Role {
    const rsc = this.#s.resourcesById.get(id);
    return rsc?.kind === "primitive" ? this.#roleOf(rsc) : Role.stopped;
  }

  #roleOf(rsc: ReadonlyPrimitive): Role {
    const { role, nodes } = this.#changed.get(rsc) ?? { role: rsc.role, nodes: rsc.active };
    for (const node of nodes) if (this.#isUp(node)) return role;
    return Role.stopped;
  }

  /** A guest node is where its container is, whatever is remembered of what ran in it; a remote one where its connection is. */
  #isUp(node: ReadonlyNode): boolean {
    if (node.kind === "cluster") return node.online && !this.#fenced.has(node);
    const carrier = node.connection?.launcher ?? node.connection;
    return carrier?.kind === "primitive" && this.#roleOf(carrier) > Role.stopped;
  }

  #at(rsc: ReadonlyPrimitive): Place {
    let place = this.#changed.get(rsc);
    if (place === undefined) {
      place = { role: rsc.role, nodes: new Set(rsc.active) };
      this.#changed.set(rsc, place);
    }
    return place;
  }

  take({ rsc, node, task, meta }: ReadonlyAction): void {
    if (node === undefined) return;
    if (task === "stonith") {
      if (meta.get("stonith_action") !== "on") this.#fence(node);
      return;
    }
    if (rsc?.kind !== "primitive") return;
    switch (task) {
      case "start":
      case "migrate_from":
        this.#arrive(this.#at(rsc), node);
        break;
      case "stop":
        this.#leave(this.#at(rsc), node);
        break;
      case "promote":
        this.#at(rsc).role = Role.promoted;
        break;
      case "demote":
        this.#at(rsc).role = Role.unpromoted;
        break;
    }
  }

  #fence(node: ReadonlyNode): void {
    this.#fenced.add(node);
    for (const rsc of node.running) if (rsc.kind === "primitive") this.#leave(this.#at(rsc), node);
  }

  #arrive(place: Place, node: ReadonlyNode): void {
    place.nodes.add(node);
    if (place.role < Role.started) place.role = Role.started;
  }

  #leave(place: Place, node: ReadonlyNode): void {
    place.nodes.delete(node);
    if (place.nodes.size === 0) place.role = Role.stopped;
  }
}
