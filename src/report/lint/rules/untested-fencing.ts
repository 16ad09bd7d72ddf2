/** F21. */
import { fencingTestsIn, fencingTestsRecord } from "../../../cib/fencing-tests.ts";
import type { LintRule } from "../rule/rule.ts";

export const untestedFencing: LintRule = {
  id: "F21",
  severity: "warning",
  title: "a node's fencing failed when it was last tested, or was never tested while that of others was",
  why: "a device that does not answer is found when the node is lost, and what ran there is recovered nowhere",
  fix: "holdfast fencing test NODE says which device fails, and where the way to it ends",
  source: "Clusters from Scratch, Configure Fencing",
  check: ({ cib, nodes }) => {
    const record = fencingTestsRecord(cib);
    if (record === undefined) return [];
    const tests = fencingTestsIn(cib);
    return nodes.flatMap((node) => {
      const tested = tests.get(node);
      if (tested?.works === true) return [];
      const text =
        tested === undefined
          ? `the fencing of ${node} was never tested`
          : `the fencing of ${node} failed its last test`;
      return [{ at: record, text }];
    });
  },
};
