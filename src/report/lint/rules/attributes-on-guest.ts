/** R27. */
import type { LintRule } from "../rule/rule.ts";

/** Agents that keep node attributes by which they find each other. */
const KEEPING: ReadonlySet<string> = new Set([
  "ocf:heartbeat:galera",
  "ocf:heartbeat:rabbitmq-cluster",
  "ocf:heartbeat:redis",
  "ocf:ovn:ovndb-servers",
]);

export const attributesOnGuest: LintRule = {
  id: "R27",
  severity: "warning",
  title: "an agent in a bundle keeps its attributes with the container",
  why: "a replica that is made anew on another node does not find what was recorded for that node",
  fix: "meta container-attribute-target=host on the resource inside the bundle",
  source: "tripleo: meta attributes of bundles; Pacemaker Explained, Bundle resources",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, agent, meta, within }) =>
      KEEPING.has(agent) && within[0]?.name === "bundle" && meta.get("container-attribute-target") !== "host"
        ? [{ at: element, text: `${id} is in a bundle, and container-attribute-target is not host` }]
        : [],
    ),
};
