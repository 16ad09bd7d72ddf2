/** R18. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import { pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const notInterleaved: LintRule = {
  id: "R18",
  severity: "warning",
  title: "a clone waits for all instances of another",
  why: "when one instance of the first restarts, every instance of the second does too",
  fix: "meta interleave=true on the second clone",
  source: "Pacemaker Explained, Clones",
  check: ({ section, collectives, resourceDefaults }) => {
    const clones = new Map(
      collectives.filter((e) => e.name === "clone" || e.name === "master").map((e) => [idOf(e), e]),
    );
    const found = section("constraints").flatMap((e) => {
      const [first, then] = [get(e, "first") ?? "", get(e, "then") ?? ""];
      const clone = clones.get(then);
      if (e.name !== "rsc_order" || !clones.has(first) || clone === undefined || get(e, "kind") === "Optional")
        return [];
      const meta = pairsWithout(clone, "meta_attributes");
      const interleaved = parseBoolean(meta.get("interleave") ?? resourceDefaults.get("interleave")) === true;
      return interleaved ? [] : [{ at: clone, text: `${then} follows ${first}, and is not interleaved` }];
    });
    return found.filter(({ at }, i) => found.findIndex((other) => other.at === at) === i);
  },
};
