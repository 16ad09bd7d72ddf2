/** R20. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import type { LintRule } from "../rule/rule.ts";

const LISTENING: ReadonlySet<string> = new Set([
  "ocf:heartbeat:rabbitmq-cluster",
  "ocf:heartbeat:redis",
  "ocf:ovn:ovndb-servers",
  "ocf:linbit:drbd",
  "ocf:heartbeat:pgsqlms",
  "ocf:mssql:ag",
]);

export const noNotify: LintRule = {
  id: "R20",
  severity: "warning",
  title: "an agent that acts on notifications gets none",
  why: "it learns of its peers' failures, promotions and stops from them, and some do not start without",
  fix: "meta notify=true on the clone, or on the resource inside a bundle",
  source: "the agents' own documentation",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, agent, meta, within }) =>
      LISTENING.has(agent) && within.length > 0 && parseBoolean(meta.get("notify")) !== true
        ? [{ at: element, text: `${id} gets no notifications: notify is not set` }]
        : [],
    ),
};
