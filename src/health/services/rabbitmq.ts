/**
 * RabbitMQ. A node is whole when it runs in one cluster with all others, without a partition and without an alarm. It is not
 * stopped while a queue would lose its majority by that, or its only mirror in step. Source: rabbitmq-diagnostics and
 * rabbitmq-queues of 3.8 to 4.1, whose exit status is 69 for a check that fails and 64 for one that they do not have.
 */
import type { CommandOutcome } from "../../cluster/port.ts";
import type { Condition } from "../../report/health/document.ts";
import { no, unclear, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import { answerOf } from "./ask.ts";
import { isObject, parseJson, texts } from "./json.ts";

export interface RabbitNode {
  /** Names of those that run, by this one's view. */
  readonly running: readonly string[];
  /** Names of all members. */
  readonly members: readonly string[];
  /** Nodes that it sees partitions with. */
  readonly partitioned: readonly string[];
  readonly alarms: readonly string[];
  /** Names of nodes that are being drained. */
  readonly draining: readonly string[];
}

/** Milliseconds: each call starts an Erlang machine of its own. */
const TIMEOUT = 30_000;
const FAILED = 69;
const NO_SUCH_CHECK = 64;
/** The second one only up to 3.13, which had classic mirrored queues. */
const CHECKS = ["check_if_node_is_quorum_critical", "check_if_node_is_mirror_sync_critical"] as const;

export const rabbitmqHealth = serviceOf<RabbitNode>({
  name: "rabbitmq",
  fits: ({ agent }) => agent === "ocf:heartbeat:rabbitmq-cluster" || agent === "ocf:rabbitmq:rabbitmq-server-ha",
  look,
  judge,
  against: queuesAgainst,
});

async function look(ask: AskReplica): Promise<Heard<RabbitNode>> {
  const outcome = await ask(["rabbitmqctl", "-q", "cluster_status", "--formatter", "json"], { timeout: TIMEOUT });
  const text = answerOf(outcome);
  const status = text === undefined ? undefined : parseClusterStatus(text);
  if (status === undefined) return isDown(outcome) ? said(DOWN) : unheard("rabbitmqctl", outcome);
  return said(status);
}

async function queuesAgainst(ask: AskReplica): Promise<Condition | undefined> {
  // One after the other: each takes a second of the processor that the broker needs.
  let critical: Condition | undefined;
  for (const check of CHECKS) {
    critical ??= criticalBy(await ask(["rabbitmq-queues", "-q", check], { timeout: TIMEOUT }));
  }
  return critical;
}

const DOWN: RabbitNode = {
  running: [],
  members: [],
  partitioned: [],
  alarms: [],
  draining: [],
};

/** The node is not there, or does not run its application. */
const isDown = (outcome: CommandOutcome): boolean => outcome.kind === "answered" && outcome.exit === FAILED;

function criticalBy(outcome: CommandOutcome): Condition | undefined {
  if (outcome.kind === "silent") return unclear(outcome.reason, outcome.text);
  if (outcome.exit === 0 || outcome.exit === NO_SUCH_CHECK) return undefined;
  if (outcome.exit === FAILED)
    return no("QueuesCritical", "queues would lose their majority or their only mirror in step with it");
  return unclear("ProbeFailed", `rabbitmq-queues ended with ${outcome.exit}`);
}

/** Reads the JSON of `cluster_status`; undefined unless it has all that is judged. */
function parseClusterStatus(text: string): RabbitNode | undefined {
  const json = parseJson(text);
  if (!isObject(json)) return undefined;
  const running = texts(json.running_nodes);
  const disk = texts(json.disk_nodes);
  const ram = json.ram_nodes === undefined ? [] : texts(json.ram_nodes);
  const { partitions, alarms, maintenance_status: maintenance = {} } = json;
  if (running === undefined || disk === undefined || ram === undefined) return undefined;
  if (!isObject(partitions) || !Array.isArray(alarms) || !isObject(maintenance)) return undefined;
  return {
    running,
    members: [...disk, ...ram],
    partitioned: Object.entries(partitions).flatMap(([node, with_]) => [node, ...(texts(with_) ?? [])]),
    alarms: alarms.map((alarm) =>
      isObject(alarm) && typeof alarm.resource === "string" ? alarm.resource : "an alarm",
    ),
    draining: Object.entries(maintenance).flatMap(([node, is]) => (is === "marked for maintenance" ? [node] : [])),
  };
}

function judge(node: RabbitNode, { others }: Among<RabbitNode>): Opinion {
  return { whole: wholeness(node, others.filter(({ value }) => value.running.length > 0).length + 1) };
}

function wholeness({ running, members, partitioned, alarms, draining }: RabbitNode, alive: number): Condition {
  if (running.length === 0) return no("NotBooted", "its broker does not run");
  if (partitioned.length > 0)
    return no("Partitioned", `it has seen a network partition with ${[...new Set(partitioned)].join(", ")}`);
  if (running.length < alive)
    return no("MembersMissing", `it sees ${running.length} running nodes, and ${alive} replicas run`);
  if (alarms.length > 0) return no("Alarm", `an alarm stops publishers: ${[...new Set(alarms)].join(", ")}`);
  if (draining.length > 0) return no("Draining", `${draining.join(", ")} is marked for maintenance`);
  return yes("Running", `it runs in a cluster of ${running.length} of ${members.length} nodes`);
}
