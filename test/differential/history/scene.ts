/** What an event finds: the cluster so far, and ways to pick something in it. */
import { childDrafts, type Draft, newDraft } from "../../../src/scheduler/simulation/draft.ts";
import type { Plan } from "../cib/plan.ts";
import type { World } from "./enact.ts";
import type { Clock } from "./entry.ts";
import { histories, nodeStates } from "./status.ts";

export interface Scene {
  readonly plan: Plan;
  readonly cib: Draft;
  readonly world: World;
  readonly clock: Clock;
}

export type Event = (scene: Scene) => void;

export const isElement = (x: Draft["children"][number]): x is Draft => x.kind === "element";

export function section(cib: Draft, name: string): Draft {
  const configuration = cib.children.filter(isElement).find((e) => e.name === "configuration") as Draft;
  const found = configuration.children.filter(isElement).find((e) => e.name === name);
  if (found !== undefined) return found;
  const made = newDraft(name, {});
  configuration.children.push(made);
  return made;
}

export function below(e: Draft, names: ReadonlySet<string>, into: Draft[] = []): Draft[] {
  for (const c of e.children.filter(isElement)) {
    if (names.has(c.name)) into.push(c);
    below(c, names, into);
  }
  return into;
}

export const RESOURCES = new Set(["primitive", "group", "clone", "bundle"]);

export function someState({ plan, cib }: Scene, clusterOnly: boolean): Draft | undefined {
  const states = nodeStates(cib).filter((s) => !clusterOnly || s.attributes.get("remote_node") !== "true");
  return states.length === 0 ? undefined : plan.r.pick(states);
}

export interface Found {
  readonly state: Draft;
  readonly history: Draft;
  readonly entry: Draft;
}

export function someEntry({ plan, cib }: Scene, wanted: (entry: Draft) => boolean): Found | undefined {
  const found: Found[] = [];
  for (const state of nodeStates(cib)) {
    for (const history of histories(state)) {
      for (const entry of childDrafts(history, "lrm_rsc_op")) if (wanted(entry)) found.push({ state, history, entry });
    }
  }
  return found.length === 0 ? undefined : plan.r.pick(found);
}
