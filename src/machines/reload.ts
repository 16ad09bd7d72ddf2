/**
 * Another corosync.conf for a cluster that runs, where a reload takes it: the file is written on every node, then one is
 * asked to have all reload. Cut off in between, it is repeated.
 */
import { compareDottedVersions } from "../cib/value/dotted-version.ts";
import { type ConfChange, confChanges } from "../corosync/difference.ts";
import { modelOf } from "../corosync/model.ts";
import { parseConf } from "../corosync/parse.ts";
import type { ConfFile } from "../corosync/syntax.ts";
import type { Machines } from "./create.ts";
import type { CreatePlan } from "./create-plan.ts";
import { isReached, type NodeMachine, type Unreached } from "./machine.ts";

export interface ReloadSurvey {
  /** One sentence each; nothing is changed while there is one. */
  readonly problems: readonly string[];
  readonly changes: readonly ConfChange[];
}

export async function surveyReload(plan: CreatePlan, port: Pick<Machines, "look">): Promise<ReloadSurvey> {
  return judgeReload(plan, await Promise.all(plan.nodes.map(({ name }) => port.look(name))));
}

/** Pure. */
function judgeReload(plan: CreatePlan, machines: readonly (NodeMachine | Unreached)[]): ReloadSurvey {
  const reached = machines.filter(isReached);
  const states = machines.flatMap((m) => {
    if (!isReached(m)) return [`${m.node} is not reached: ${m.why}`];
    return m.active.has("corosync") ? [] : [`${m.node} does not run Corosync`];
  });
  // A run that was cut short may have written some of the files.
  const others = new Set(reached.flatMap(({ conf }) => (conf === undefined || conf === plan.conf ? [] : [conf])));
  const [before = plan.conf] = others;
  const files = others.size > 1 ? ["the nodes have different corosync.conf files, none of them the manifest's"] : [];
  const [old, next] = [confOf(before), confOf(plan.conf)];
  if (old === undefined || next === undefined)
    return { problems: [...states, "a node has a corosync.conf that cannot be read"], changes: [] };
  const releases = reached.flatMap(({ corosync }) => corosync ?? []);
  const changes = confChanges(modelOf(old), modelOf(next), releases);
  const members = changes
    .filter(({ path }) => /^nodelist\.node [^.]+$/.test(path))
    .map(
      ({ path, after }) =>
        `${path.slice("nodelist.node ".length)} is ${after === undefined ? "removed" : "added"}, which a reload alone does not do`,
    );
  const grave = changes
    .filter(({ taking }) => taking !== "reload")
    .map(({ path, reason }) => `${path} is not reloaded: ${reason}`);
  return { problems: [...states, ...files, ...members, ...grave], changes };
}

/** Call it without problems. Rejects when a node does not take the file; it may be repeated then. */
export async function reloadCluster(plan: CreatePlan, port: Machines): Promise<void> {
  const machines = (await Promise.all(plan.nodes.map(({ name }) => port.look(name)))).filter(isReached);
  await Promise.all(
    machines.filter(({ conf }) => conf !== plan.conf).map(({ node }) => port.writeConf(node, plan.conf)),
  );
  const [first] = machines;
  if (first !== undefined) await port.reload(first.node);
}

/** Of the first release of Corosync that reloads a key. */
const KEY_RELOADED = "3.1.0";

/** Why the cluster cannot get a new key now, one sentence each. */
export async function surveyRotation(plan: CreatePlan, port: Pick<Machines, "look">): Promise<readonly string[]> {
  const machines = await Promise.all(plan.nodes.map(({ name }) => port.look(name)));
  const reached = machines.filter(isReached);
  const releases = new Set(reached.flatMap(({ corosync }) => corosync ?? []));
  const { problems, changes } = judgeReload(plan, machines);
  return [
    ...problems,
    ...(changes.length > 0 ? ["the nodes do not have the manifest's corosync.conf: reload it first"] : []),
    ...(releases.size > 1
      ? ["the nodes have different releases of Corosync, between which a reload is not supported"]
      : []),
    ...(plan.encrypted ? [] : ["the manifest's section of Corosync has no encryption, which needs no key"]),
    ...[...releases]
      .filter((release) => compareDottedVersions(release, KEY_RELOADED) < 0)
      .map((release) => `Corosync ${release} does not reload a key; ${KEY_RELOADED} does`),
  ];
}

/** Writes a new key on every node, and has all reload it at once. Cut off, it is repeated, with another key. */
export async function rotateKey(plan: CreatePlan, port: Machines): Promise<void> {
  const key = port.newKey("corosync");
  await Promise.all(plan.nodes.map(({ name }) => port.writeKey(name, "corosync", key)));
  const [first] = plan.nodes;
  if (first !== undefined) await port.reload(first.name);
}

function confOf(text: string): ConfFile | undefined {
  const read = parseConf(text);
  return read.ok ? read.conf : undefined;
}
