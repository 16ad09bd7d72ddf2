/**
 * What programs say that are run on a simulated machine or in a container there: in the form of the real ones, as far as
 * src/health asks them, so that a rehearsal goes the same way as the real thing.
 */
import type { CommandOutcome, NodeCommand } from "../../../port.ts";
import { reachable } from "./agent.ts";
import { cinderServices } from "./answer-cinder.ts";
import { drbdStatus } from "./answer-drbd.ts";
import { galeraStatus } from "./answer-galera.ts";
import { haproxyStat } from "./answer-haproxy.ts";
import { ovnSyncStatus } from "./answer-ovn.ts";
import { postgresqlRows } from "./answer-postgresql.ts";
import { rabbitQueues, rabbitStatus } from "./answer-rabbitmq.ts";
import { redisInfo } from "./answer-redis.ts";
import { answered, failedWith } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll } from "./in-step.ts";
import type { Process, WorldState } from "./world-state.ts";

/** By the program's name. */
const PROGRAMS: ReadonlyMap<string, (asked: AskedProcess) => CommandOutcome> = new Map([
  ["mysql", galeraStatus],
  ["redis-cli", redisInfo],
  ["rabbitmqctl", rabbitStatus],
  ["rabbitmq-queues", rabbitQueues],
  ["ovs-appctl", ovnSyncStatus],
  ["socat", haproxyStat],
  ["cinder-manage", cinderServices],
  ["runuser", postgresqlRows],
  ["drbdsetup", drbdStatus],
]);

export function runCommand(world: WorldState, command: NodeCommand, now: number): CommandOutcome {
  const { node, container, argv } = command;
  if (!reachable(world, node)) return { kind: "silent", reason: "NotReached", text: `${node} does not answer` };
  const there = Object.values(world.processes).filter((p) => p.host === node);
  if (container !== undefined && !there.some((p) => p.rsc === container.name))
    return { kind: "silent", reason: "NoContainer", text: `there is no container ${container.name} on ${node}` };
  const program = argv[0].split("/").at(-1) ?? argv[0];
  if (container === undefined && program.startsWith("fence_"))
    return world.failingDevices.includes(command.resource)
      ? failedWith(1, "Unable to connect/login to fencing device")
      : powerStatus(world, command);
  const process =
    container === undefined
      ? there.find((p) => p.rsc === command.resource)
      : (there.find((p) => p.container === container.name) ?? there.find((p) => p.rsc === container.name));
  if (process === undefined) return failedWith(1, `${program}: nothing runs here`);
  const answer = PROGRAMS.get(program);
  return answer === undefined ? ownProbe(world, process) : answer({ world, process, command, now });
}

/** A fence agent's status of the machine that it is asked about on standard input. */
function powerStatus(world: WorldState, { input }: NodeCommand): CommandOutcome {
  const target = /^nodename=(.*)$/m.exec(input ?? "")?.[1] ?? "";
  const machine = world.machines[target];
  if (machine === undefined)
    return failedWith(1, "Failed: Unable to obtain correct plug status or plug is not available");
  const isOff = machine.power === "off";
  return { kind: "answered", exit: isOff ? 2 : 0, stdout: `Status: ${isOff ? "OFF" : "ON"}\n`, stderr: "" };
}

/** A probe of the user's own succeeds as long as the service is well. */
const ownProbe = (world: WorldState, process: Process): CommandOutcome =>
  isIll(world, process) ? failedWith(1, "the simulated service is ill") : answered("");
