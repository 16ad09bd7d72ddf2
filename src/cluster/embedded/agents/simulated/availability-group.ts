/**
 * An availability group of SQL Server. A replica is promoted only with the highest sequence number of all that can be asked,
 * and refuses otherwise: nothing that was committed is lost.
 * Source: Microsoft's documentation of ocf:mssql:ag.
 */
import { Rc } from "../../../../cib/result-code.ts";
import { scoreName, setReboot } from "./agent.ts";
import { hasData, others, scoredAgent, scoreFor } from "./scored.ts";

const SCORES = { replica: "10", primary: "20" } as const;

export const availabilityGroup = scoredAgent({
  durations: { start: 1500, stop: 1000, promote: 3000, demote: 1500, monitor: 300, notify: 200 },
  writes: (call) => {
    const { operation, process, target, host } = call;
    const byRule = process === undefined ? undefined : process.promoted ? SCORES.primary : SCORES.replica;
    const score = process === undefined ? undefined : scoreFor(call, host, byRule);
    return [setReboot(target, scoreName(operation), score)];
  },
  refuses: (call) => {
    const { operation, process, host } = call;
    if (operation.task !== "promote" || process === undefined || hasData(call, process)) return undefined;
    const ahead = others(call).find((p) => hasData(call, p));
    if (ahead === undefined) return undefined;
    return { rc: Rc.error, reason: `the sequence number of ${host} is lower than that of ${ahead.host}` };
  },
});
