/** The verbs of resources that switch them: enable and disable, manage and unmanage, maintenance. */
import { idOf } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Snapshot } from "../../cluster/port.ts";
import type { Plan } from "../../report/plan/document.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { namedResource, switchedElement } from "./find-resource.ts";
import { withoutWindows } from "./maintenance-edit.ts";
import { type NewPair, sentences } from "./new-pair.ts";
import { type PairKind, withoutSwitch, withResourcePair, withSwitch } from "./resource-meta.ts";
import type { Verb, VerbStep } from "./verb.ts";

export type ResourceSwitch = "enable" | "disable" | "manage" | "unmanage" | "maintenance" | "unmaintenance";

/** The meta attribute that each verb sets, or removes if it has no value, and its sentences. */
const SWITCHES: Readonly<
  Record<ResourceSwitch, Pick<VerbStep, "done" | "already"> & { readonly name: string; readonly value?: string }>
> = {
  disable: {
    name: "target-role",
    value: "Stopped",
    done: "is disabled: the cluster stops it",
    already: "is already disabled",
  },
  enable: { name: "target-role", done: "is enabled: the cluster may start it", already: "is not disabled" },
  unmanage: {
    name: "is-managed",
    value: "false",
    done: "is unmanaged: the cluster neither starts nor stops it",
    already: "is already unmanaged",
  },
  manage: { name: "is-managed", done: "is managed again", already: "is managed already" },
  maintenance: {
    name: "maintenance",
    value: "true",
    done: "is in maintenance: the cluster neither starts, stops nor monitors it",
    already: "is already in maintenance",
  },
  unmaintenance: { name: "maintenance", done: "is no longer in maintenance", already: "is not in maintenance" },
};

export interface SwitchOptions {
  /** Refuse if the cluster would do anything to other resources. */
  readonly safe?: boolean;
}

export function switchResources(
  verb: ResourceSwitch,
  names: readonly string[],
  { safe = false }: SwitchOptions = {},
): Verb {
  const { name, value, done, already } = SWITCHES[verb];
  return {
    name: `resource ${verb}`,
    steps: names.map((object) => ({
      object,
      edit: (cib) => {
        const switched = value === undefined ? withoutSwitch(cib, object, name) : withSwitch(cib, object, name, value);
        return verb === "unmaintenance" ? withoutWindows(switched, "resource", object) : switched;
      },
      done,
      already,
    })),
    wanted: {
      resources: verb === "disable" || verb === "enable" ? names : [],
      ...(verb === "disable" ? { role: "Stopped" } : {}),
    },
    ...(safe ? { guard: (plan, snapshot) => refuseOthers(plan, snapshot, names) } : {}),
  };
}

/** Throws `unsafe` if a plan touches other resources than these, or fences a node. */
function refuseOthers({ nodes, resources }: Plan, snapshot: Snapshot, names: readonly string[]): void {
  const { model } = readingOf(snapshot);
  const own = new Set(
    names.flatMap((name) => {
      const whole = idOf(switchedElement(namedResource(snapshot.cib, name)));
      const found = findResource(model, whole);
      return found === undefined ? [] : idsIn(found);
    }),
  );
  const others = [
    ...resources.filter(({ resource }) => !own.has(resource)).map(({ kind, resource }) => `${kind} ${resource}`),
    ...nodes.map(({ kind, node }) => `${kind} ${node}`),
  ];
  if (others.length === 0) return;
  throw new HoldfastError("unsafe", `not done (--safe): the cluster would also ${others.join(", ")}`, {
    hint: "see the whole plan with --dry-run, without --safe",
  });
}

const idsIn = (rsc: ReadonlyResource): string[] => [rsc.id, ...rsc.children.flatMap(idsIn)];

const PAIR_WORDS: Readonly<Record<PairKind, string>> = {
  param: "parameter",
  meta: "meta attribute",
  utilization: "utilization",
};

/** Sets or removes single parameters, meta attributes or utilization of exactly this resource. */
export function setResourcePairs(kind: PairKind, resource: string, pairs: readonly NewPair[]): Verb {
  return {
    name: `resource ${kind}`,
    steps: pairs.map((pair) => ({
      object: resource,
      edit: (cib) => withResourcePair(cib, resource, kind, pair),
      ...sentences(PAIR_WORDS[kind], pair),
    })),
    wanted: { resources: [] },
  };
}
