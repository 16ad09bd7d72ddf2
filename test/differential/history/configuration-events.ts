/** People change their minds: options, parameters, constraints, resources and nodes. */
import type { Element } from "../../../src/cib/xml/tree.ts";
import { childDrafts, type Draft, draftOf, newDraft } from "../../../src/scheduler/simulation/draft.ts";
import { constraint } from "../cib/constraints.ts";
import { META } from "../cib/primitives.ts";
import { below, isElement, RESOURCES, type Scene, section } from "./scene.ts";
import { drop } from "./status.ts";

export function metaChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const all = below(section(cib, "resources"), RESOURCES);
  if (all.length === 0) return;
  const target = plan.r.pick(all);
  const [name, , values] = plan.r.pick(META);
  const pair = { name, value: plan.r.pick(values) };
  const id = `changed-${plan.ids++}`;
  target.children.unshift(newDraft("meta_attributes", { id, score: "1000" }));
  (target.children[0] as Draft).children.push(newDraft("nvpair", { id: `${id}-v`, ...pair }));
}

export function parameterChanges(scene: Scene): void {
  const pairs = below(section(scene.cib, "resources"), new Set(["instance_attributes"])).flatMap((e) =>
    childDrafts(e, "nvpair"),
  );
  if (pairs.length === 0) return;
  const pair = scene.plan.r.pick(pairs);
  pair.attributes.set("value", `changed${scene.plan.ids++}`);
}

/** Its constraints go with it; fencing levels and tags may keep naming it. */
export function resourceIsRemoved(scene: Scene): void {
  const resources = section(scene.cib, "resources");
  const candidates = resources.children.filter(isElement).filter((e) => e.name !== "template");
  if (candidates.length < 2) return;
  const gone = scene.plan.r.pick(candidates);
  const ids = new Set([gone, ...below(gone, RESOURCES)].map((e) => e.attributes.get("id") ?? ""));
  drop(resources, gone);
  for (let i = scene.plan.referents.length - 1; i >= 0; i--) {
    const x = scene.plan.referents[i];
    if (x !== undefined && ids.has(x.id)) scene.plan.referents.splice(i, 1);
  }
  dropReferences(section(scene.cib, "constraints"), ids);
  dropReferences(section(scene.cib, "tags"), ids);
}

function dropReferences(parent: Draft, ids: ReadonlySet<string>): void {
  for (const e of parent.children.filter(isElement)) {
    const names = e.name === "resource_ref" || e.name === "obj_ref" ? ["id"] : ["rsc", "with-rsc", "first", "then"];
    if (names.some((name) => ids.has(e.attributes.get(name) ?? ""))) {
      drop(parent, e);
      continue;
    }
    const before = e.children.length;
    dropReferences(e, ids);
    // A set or tag left empty is none, and a constraint left without sets neither.
    const needsChildren =
      e.name === "resource_set" ||
      e.name === "tag" ||
      ((e.name === "rsc_colocation" || e.name === "rsc_order" || e.name === "rsc_ticket") && before > 0);
    if (before > 0 && needsChildren && e.children.length === 0) drop(parent, e);
    const locationWithoutSet =
      e.name === "rsc_location" &&
      before > e.children.length &&
      !e.attributes.has("rsc") &&
      !e.attributes.has("rsc-pattern");
    if (locationWithoutSet && childDrafts(e, "resource_set").length === 0) drop(parent, e);
  }
}

export function optionChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const [name, value] = plan.r.pick([
    ["maintenance-mode", "true"],
    ["stop-all-resources", "true"],
    ["no-quorum-policy", "freeze"],
    ["no-quorum-policy", "demote"],
    ["no-quorum-policy", "ignore"],
    ["no-quorum-policy", "fence"],
    ["stonith-enabled", "false"],
    ["stonith-enabled", "true"],
    ["stop-orphan-resources", "false"],
    ["shutdown-lock", "true"],
    ["symmetric-cluster", "false"],
  ] as const);
  const id = `option-${plan.ids++}`;
  const set = newDraft("cluster_property_set", { id, score: "1000" });
  set.children.push(newDraft("nvpair", { id: `${id}-v`, name, value }));
  section(cib, "crm_config").children.push(set);
}

export function constraintIsAdded({ plan, cib }: Scene): void {
  section(cib, "constraints").children.push(...constraint(plan).map((e: Element) => draftOf(e)));
}

export function constraintIsRemoved({ plan, cib }: Scene): void {
  const constraints = section(cib, "constraints");
  const all = constraints.children.filter(isElement);
  if (all.length > 0) drop(constraints, plan.r.pick(all));
}

/** Another agent takes a resource over: the history still knows the old one. */
export function agentChanges(scene: Scene): void {
  const { plan, cib } = scene;
  const all = below(section(cib, "resources"), new Set(["primitive"])).filter((e) => e.attributes.has("type"));
  if (all.length === 0) return;
  const target = plan.r.pick(all);
  const stonith = target.attributes.get("class") === "stonith";
  target.attributes.set("type", stonith ? "fence_other" : plan.r.pick(["Dummy", "Other"]));
}

/** From the configuration; its state may stay behind. */
export function nodeIsRemoved(scene: Scene): void {
  // Nodes without capacities would be all alike: see cib/nodes.ts.
  if (scene.plan.utilization) return;
  const nodes = section(scene.cib, "nodes");
  const all = nodes.children.filter(isElement);
  if (all.length > 1) drop(nodes, scene.plan.r.pick(all));
}
