/** How services are: each replica asked where it runs, judged beside the others, and whether it may be stopped. */

import { missing } from "../cluster/missing.ts";
import type { Cluster, NodeCommands, Snapshot } from "../cluster/port.ts";
import type { Condition, ReplicaHealth, ServiceHealth } from "../report/health/document.ts";
import type { ReadonlyModel } from "../scheduler/model/cluster-model.ts";
import { findResource } from "../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../scheduler/model/read-only.ts";
import { topOf } from "../scheduler/model/resource.ts";
import { primitivesOf, roleNameOf } from "../scheduler/model/roles.ts";
import { type Reading, readingOf } from "../scheduler/reading.ts";
import { failureOnRecord, notManaged, promotedAsConfigured, runsAsConfigured } from "./from-cib.ts";
import { mayStop } from "./may-stop.ts";
import { unclear, worst, yes } from "./model/condition.ts";
import type { AskReplica, KnownService, Opinion } from "./model/service.ts";
import { type AskedReplica, type HealthSubject, replicaRuns, subjectsOf } from "./model/subject.ts";
import { servicesFor } from "./services.ts";

/** Milliseconds that a program may take to answer. */
const TIMEOUT = 10_000;

/**
 * How services are now. Never rejects for a service that cannot be asked: that is Unknown, with the reason.
 * @param snapshot what was read of the cluster just now
 * @param ids resources; a bundle's or clone's inner resource stands for the whole, a group for its members. None: all but
 * fence devices
 * @param stopping nodes whose replicas are asked too if they may stop, which takes longer; default: all
 * Rejects with `missing` for an id that the CIB does not have.
 */
export async function healthOf(
  cluster: Pick<Cluster, "commands">,
  snapshot: Snapshot,
  ids: readonly string[],
  stopping?: readonly string[],
): Promise<readonly ServiceHealth[]> {
  const reading = readingOf(snapshot);
  const named = ids.length === 0 ? servicesOf(reading.model) : ids.map((id) => wholeOf(reading.model, id));
  const subjects = [...new Set(named)].flatMap((rsc) => subjectsOf(reading, rsc));
  return Promise.all(
    subjects.map((subject) => healthOfSubject({ commands: cluster.commands, snapshot, reading, subject, stopping })),
  );
}

const servicesOf = (s: ReadonlyModel): ReadonlyResource[] =>
  s.resources.filter((rsc) => !rsc.removed && primitivesOf(rsc).some((p) => !p.fenceDevice));

function wholeOf(s: ReadonlyModel, id: string): ReadonlyResource {
  const found = findResource(s, id);
  if (found === undefined) throw missing(`there is no resource "${id}"`, id, s.resourcesById.keys());
  const top = topOf(found);
  return top.kind === "group" ? found : top;
}

interface Question {
  readonly commands: NodeCommands | undefined;
  readonly snapshot: Snapshot;
  readonly reading: Reading;
  readonly subject: HealthSubject;
  readonly stopping: readonly string[] | undefined;
}

async function healthOfSubject({ commands, snapshot, reading, subject, stopping }: Question): Promise<ServiceHealth> {
  const { rsc, expected } = subject;
  const services = servicesFor(subject);
  const doubt = doubtOf(snapshot);
  const judged = doubt === undefined ? await judgementsOf(services, { commands, subject, stopping }) : NOT_JUDGED;
  const standing = subject.replicas.map((replica) => {
    const judgements = judged.get(replica) ?? [];
    const whole = doubt ?? wholeness(runsAsConfigured(subject, replica), judgements);
    return { replica, whole, judgements, failure: failureOnRecord(reading.model, replica) };
  });
  const replicas = standing.map(({ replica, whole, judgements }): ReplicaHealth => {
    const parts = replica.parts.flatMap(primitivesOf);
    const [first] = parts;
    const others = standing.filter((other) => other.replica !== replica);
    const objections = [doubt, notManaged(replica), ...judgements.map(({ against }) => against)];
    const running = parts.some((p) => p.active.length > 0);
    return {
      id: replica.id,
      node: replica.node?.name ?? null,
      role: first === undefined ? "Unknown" : roleNameOf(first),
      whole,
      mayStop: mayStop({ subject, running, others, objections }),
    };
  });
  const [service = "generic"] = services.map(({ name }) => name);
  return { id: rsc.id, service, expected, whole: doubt ?? wholeOfAll(subject, replicas), replicas };
}

const NOT_JUDGED: ReadonlyMap<AskedReplica, readonly Opinion[]> = new Map();

/** The services' own words say more than that a replica runs. */
function wholeness(fromCib: Condition, judgements: readonly Opinion[]): Condition {
  const [first, ...others] = judgements.map(({ whole }) => whole);
  return fromCib.status !== "True" || first === undefined ? fromCib : worst(first, ...others);
}

function wholeOfAll(subject: HealthSubject, replicas: readonly ReplicaHealth[]): Condition {
  const { rsc, expected } = subject;
  if (expected === 0) return unclear("NoReplica", `no node may run ${rsc.id}`);
  const ill = replicas.map(({ id, node, whole }): Condition => {
    const where = node === null ? id : `${id} on ${node}`;
    return whole.status === "True" ? whole : { ...whole, message: `${where}: ${whole.message}` };
  });
  const all = yes("AllWhole", expected === 1 ? "its replica is whole" : `all ${expected} replicas are whole`);
  return worst(all, ...[promotedAsConfigured(subject)].filter((c) => c !== undefined), ...ill);
}

/** Why nothing in the snapshot can be relied on. */
function doubtOf({ live, doubt }: Snapshot): Condition | undefined {
  if (doubt !== undefined) return unclear("InDoubt", doubt.message);
  return live ? undefined : unclear("NotLive", "nothing enacts this configuration, so its status is of the past");
}

async function judgementsOf(
  services: readonly KnownService[],
  { commands, subject, stopping }: Pick<Question, "commands" | "subject" | "stopping">,
): Promise<ReadonlyMap<AskedReplica, readonly Opinion[]>> {
  const asked = subject.replicas.filter(replicaRuns);
  const stops = ({ node }: AskedReplica): boolean => stopping?.includes(node?.name ?? "") ?? true;
  const all = await Promise.all(
    services.map((s) => s.judgements(subject, asked, (replica) => askerOf(replica, commands), stops)),
  );
  return new Map(asked.map((replica) => [replica, all.flatMap((judged) => judged.get(replica) ?? [])]));
}

/** Asks where the replica runs: in its container, or on its node. */
function askerOf({ node, container, parts }: AskedReplica, commands: NodeCommands | undefined): AskReplica {
  // An anonymous instance runs under its name without its number.
  const [first] = primitivesOf(parts[0]);
  const resource = first?.historyId ?? parts[0].id;
  return async (argv, { timeout = TIMEOUT, onNode, ...options } = {}) => {
    if (commands === undefined || node === undefined)
      return { kind: "silent", reason: "NotReached", text: "the nodes of this cluster cannot be entered from here" };
    return commands.run({
      node: node.name,
      container: onNode === true ? undefined : container,
      resource,
      argv,
      timeout,
      ...options,
    });
  };
}
