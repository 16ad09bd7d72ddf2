/**
 * The causes of an action: the chain that `explain` shows, and the differences of the configuration at its end. A reason
 * refers to elements of the CIB; a difference is in such an element, or adds or removes it.
 */
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { type Element, get, idOf, walk } from "../../cib/xml/tree.ts";
import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction } from "../../scheduler/model/read-only.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { actionChain } from "../explain/actions.ts";
import { configuredId } from "../explain/references.ts";
import type { LocatedDifference } from "./differences.ts";
import type { Because } from "./document.ts";

/** Finds the differences in elements of the CIB. */
export class DifferenceFinder {
  readonly #s: ReadonlyModel;
  readonly #differences: readonly LocatedDifference[];
  /** Positions in the list, by the id of an element that the difference concerns. */
  readonly #byId = new Map<string, Set<number>>();
  /** By the id of a bundle that is added or removed. */
  readonly #bundles = new Map<string, number>();

  /** @param s of the desired configuration */
  constructor(s: ReadonlyModel, differences: readonly LocatedDifference[]) {
    this.#s = s;
    this.#differences = differences;
    for (const [i, { trail }] of differences.entries()) {
      for (const id of concernedBy(trail)) this.#note(id, i);
      const target = trail.at(-1);
      if (target?.name === "bundle") this.#bundles.set(idOf(target), i);
    }
  }

  /** Positions in the list of the differences that concern an element with one of these ids. */
  concerning(ids: Iterable<string>): number[] {
    const found = new Set<number>();
    for (const id of ids) {
      const template = this.#s.byId.get(id)?.attributes.get("template");
      for (const own of template === undefined ? [id] : [id, template])
        for (const i of this.#byId.get(own) ?? []) found.add(i);
      const bundle = this.#bundles.get(id.replace(BUNDLE_PART, ""));
      if (bundle !== undefined) found.add(bundle);
    }
    return [...found].sort((a, b) => a - b);
  }

  #note(id: string, i: number): void {
    const known = this.#byId.get(id);
    if (known === undefined) this.#byId.set(id, new Set([i]));
    else known.add(i);
  }

  /** A single difference causes everything. */
  orTheOnly(found: readonly number[]): readonly number[] {
    return found.length === 0 && this.#differences.length === 1 ? [0] : found;
  }

  /** In the definition of a resource, or in the defaults of operations. */
  ofOperations(rsc: string): number[] {
    const own = this.concerning([rsc]);
    if (own.length > 0) return own;
    return this.#differences.flatMap(({ trail }, i) => (trail.some((e) => e.name === "op_defaults") ? [i] : []));
  }
}

/** The parts of a running bundle: container, address, guest node. After its removal they are separate resources. */
const BUNDLE_PART = /-(?:podman|docker|rkt)-\d+$|-ip-[\d.a-f]+$|-\d+$/;

/** The elements around a difference up to the innermost resource, and the elements inside it. */
function concernedBy(trail: readonly Element[]): string[] {
  const target = trail.at(-1);
  const around: Element[] = [];
  for (const e of trail.slice(0, -1).reverse()) {
    around.push(e);
    if (RESOURCES_AND_TEMPLATES.has(e.name)) break;
  }
  const inside = target === undefined ? [] : walk(target);
  return [...around, ...inside].flatMap((e) => [idOf(e), get(e, "uname") ?? ""]).filter((id) => id !== "");
}

/** @param action the main action of the change */
export function becauseOf(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  action: ReadonlyAction | undefined,
  find: DifferenceFinder,
): Because {
  if (action === undefined) return { chain: [], differences: find.orTheOnly([]) };
  let first: Because | undefined;
  for (const candidate of candidates(action)) {
    const { reasons, root } = actionChain(s, why, candidate);
    const ids = reasons.flatMap((r) => r.references.map((reference) => reference.id));
    const subject = root.rsc === undefined ? root.node?.name : (configuredId(s, root.rsc) ?? root.rsc.id);
    const named = find.concerning(ids);
    const differences =
      named.length > 0 || subject === undefined ? named : find.concerning([subject, root.rsc?.id ?? subject]);
    const found: Because = { chain: reasons, differences };
    if (differences.length > 0) return found;
    first ??= found;
  }
  const { chain = [], differences = [] } = first ?? {};
  return { chain, differences: find.orTheOnly(differences) };
}

/** A restart is a stop and a start; this chooses the one with the better reason. */
function candidates(action: ReadonlyAction): ReadonlyAction[] {
  const others = (action.rsc?.actions ?? []).filter(
    (a) => a !== action && !hasFlag(a, ActionFlag.optional) && ["start", "stop", "promote", "demote"].includes(a.task),
  );
  return [action, ...others];
}
