/** R06. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { parseInterval } from "../../../cib/value/duration.ts";
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const onFail: LintRule = {
  id: "R06",
  severity: "error",
  title: "an operation says what Pacemaker resets",
  why: "the default is used in place of it",
  fix: "start and stop without an interval; stop with on-fail=block, fence or ignore; demote for promote and monitors only",
  source: "crm_verify; Pacemaker Explained, Operations",
  check: ({ primitives, property }) =>
    primitives.flatMap(({ id, operations }) =>
      operations.flatMap((at) => {
        const [name = "", fail] = [get(at, "name"), get(at, "on-fail")];
        const interval = parseInterval(get(at, "interval")) ?? 0;
        const said: string[] = [];
        if (["start", "stop", "promote", "demote"].includes(name) && interval > 0) said.push(`a recurring ${name}`);
        if (name === "stop" && fail !== undefined && !["block", "fence", "ignore"].includes(fail))
          said.push(`on-fail=${fail} for stop`);
        if (fail === "demote" && name !== "promote" && name !== "monitor") said.push(`on-fail=demote for ${name}`);
        if (fail === "fence" && parseBoolean(property("fencing-enabled")) === false)
          said.push("on-fail=fence without fencing");
        return said.map((what) => ({ at, text: `${id} has ${what}` }));
      }),
    ),
};
