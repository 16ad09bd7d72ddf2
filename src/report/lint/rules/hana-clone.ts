/** H01. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

const HANA = /^ocf:(suse|heartbeat|suse-angi):(SAPHana|SAPHanaController|SAPHanaTopology)$/;

export const hanaClone: LintRule = {
  id: "H01",
  severity: "error",
  title: "a clone of SAP HANA is not interleaved, or has several instances on a node",
  why: "the database waits for the topology agent of the other site, or a second instance of it starts beside the first",
  fix: "clone-node-max=1 and interleave=true on the clone",
  source: "SUSE's and Azure's guides to SAP HANA",
  check: ({ primitives, resourceDefaults }) =>
    primitives.flatMap(({ id, agent, within }) => {
      const clone = within.find(({ name }) => name === "clone" || name === "master");
      if (!HANA.test(agent) || clone === undefined) return [];
      const meta = pairsWithout(clone, "meta_attributes");
      const interleaved = parseBoolean(meta.get("interleave") ?? resourceDefaults.get("interleave")) === true;
      if (!interleaved) return [{ at: clone, text: `the clone of ${id} is not interleaved` }];
      const most = meta.get("clone-node-max") ?? "1";
      return most === "1" ? [] : [{ at: clone, text: `the clone of ${id} may have ${most} instances on a node` }];
    }),
};
