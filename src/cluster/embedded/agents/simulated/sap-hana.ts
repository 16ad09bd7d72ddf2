/**
 * SAP HANA with system replication, of Red Hat's agents and of SUSE's. The site that replication was set up on is the
 * primary. A secondary that is in step may take over, one that is not never does. A former primary registers as a secondary
 * when it may (AUTOMATED_REGISTER); else it waits for someone to decide.
 * Source: ocf:heartbeat:SAPHana, ocf:suse:SAPHanaController (scoring tables of SAPHanaSR).
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import { type AgentCall, scoreName, setReboot } from "./agent.ts";
import { hasData, others, scoredAgent, scoreFor } from "./scored.ts";

const SCORES = { primary: "150", inStep: "100", waits: "-9000", no: "-INFINITY" } as const;
const SITE = { primary: 1, secondary: 2 } as const;

const siteKey = ({ operation }: AgentCall, host: string): string => `${host}/${operation.rsc.id}-site`;
const attribute = ({ operation }: AgentCall, what: string): string =>
  `hana_${(operation.attributes.SID ?? "").toLowerCase()}_${what}`;

/** As its own files say. */
function isPrimarySite(call: AgentCall): boolean {
  const { world, host } = call;
  const machines = Object.keys(world.machines);
  const known = machines.some((machine) => world.disks[siteKey(call, machine)] !== undefined);
  return known ? world.disks[siteKey(call, host)] === SITE.primary : machines[0] === host;
}

function judged(call: AgentCall): { readonly score: string; readonly sync: string; readonly state: string } {
  const { process } = call;
  if (process?.promoted === true) return { score: SCORES.primary, sync: "PRIM", state: "PROMOTED" };
  const promoted = others(call).some((p) => p.promoted);
  if (isPrimarySite(call)) {
    // Two sites that both think they are the primary: the one that was promoted last is.
    return promoted
      ? { score: SCORES.waits, sync: "SFAIL", state: "WAITING4LPA" }
      : { score: SCORES.primary, sync: "PRIM", state: "DEMOTED" };
  }
  const inStep = process !== undefined && hasData(call, process);
  return { score: inStep ? SCORES.inStep : SCORES.no, sync: inStep ? "SOK" : "SFAIL", state: "DEMOTED" };
}

function writes(call: AgentCall): Write[] {
  const { operation, process, target, host } = call;
  if (process === undefined) return [setReboot(target, attribute(call, "clone_state"), "UNDEFINED")];
  const { score, sync, state } = judged(call);
  return [
    setReboot(target, scoreName(operation), scoreFor(call, host, score)),
    setReboot(target, attribute(call, "sync_state"), sync),
    setReboot(target, attribute(call, "clone_state"), state),
  ];
}

function remembers(call: AgentCall): void {
  const { operation, world, host } = call;
  const become = (machine: string, site: number): void => {
    world.disks[siteKey(call, machine)] = site;
  };
  if (operation.task === "promote") {
    for (const machine of Object.keys(world.machines))
      if (world.disks[siteKey(call, machine)] === undefined) become(machine, SITE.secondary);
    become(host, SITE.primary);
  }
  const registers = operation.attributes.AUTOMATED_REGISTER === "true" && operation.task === "start";
  if (registers && others(call).some((p) => p.promoted)) become(host, SITE.secondary);
}

export const sapHana = scoredAgent({
  durations: { start: 20_000, stop: 8000, promote: 10_000, demote: 2000, monitor: 1500, notify: 200 },
  writes,
  remembers,
  refuses: (call) => {
    const { operation, process } = call;
    if (operation.task !== "promote" || process === undefined) return undefined;
    if (isPrimarySite(call) || hasData(call, process)) return undefined;
    return { rc: Rc.error, reason: "the secondary is not in step with the primary" };
  },
});
