/**
 * How a node would be fenced: who is asked, in which order, from where, for how long, and what of it can never work. Source:
 * `scheduler/fencer`, which the embedded engine asks too; the fencer's timeouts (`get_op_total_timeout`: the sum of what each
 * device may take, times 1.2), and that it retries only within a device's timeout.
 */
import { allFenceDevices, type Claim, claimOf } from "../../cib/fence-devices.ts";
import { fencingTestsIn } from "../../cib/fencing-tests.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { clusterProperty, durationProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { defaultTotem, type EffectiveTotem, PRESENT_RELEASE } from "../../corosync/defaults.ts";
import { mattersMost } from "../../scheduler/action/fence-action.ts";
import { fenceDelays, fenceTimeout, fenceTries } from "../../scheduler/fencer/parameters.ts";
import { type DeviceRunner, deviceRunners } from "../../scheduler/fencer/runners.ts";
import { topologyOf } from "../../scheduler/fencer/topology.ts";
import { type FenceStep, fenceWays } from "../../scheduler/fencer/ways.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyNode } from "../../scheduler/model/read-only.ts";
import type { Reading } from "../../scheduler/reading.ts";
import type { FencingExplanation } from "./document.ts";
import { fencingFindings } from "./findings.ts";

export interface FencingQuestion {
  readonly reading: Reading;
  readonly node: ReadonlyNode;
  /** The actions that each fence agent advertises, by its type, as far as known. */
  readonly actions: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the nodes' corosync.conf; undefined where none is known. */
  readonly totem?: Pick<EffectiveTotem, "token" | "consensus"> | undefined;
}

type Way = FencingExplanation["ways"][number];
type DeviceUse = Way["devices"][number];
type Range = DeviceUse["delay"];

/** The fencer takes as much longer than the sum of its timeouts. */
const PATIENCE = 1.2;
/** The device that stands for the watchdogs of the nodes. */
const WATCHDOG = "watchdog";

export function explainFencing(question: FencingQuestion): FencingExplanation {
  const { reading, node } = question;
  const { cib, model } = reading;
  const now = model.now;
  const action = model.options.fencingAction;
  const guest = node.kind === "guest";
  const topology = guest ? undefined : topologyOf(cib, node.name);
  const runners = deviceRunners(cib, now);
  const context: Context = { ...question, runners, watchdog: watchdogOf(question) };
  const ways = guest ? [] : withReach(fenceWays(cib, node.name, action).map((steps) => wayOf(context, steps)));
  const priorityDelay = priorityDelayOf(question, node);
  const worst = round(priorityDelay + ways.reduce((sum, way) => sum + way.worst, 0));
  const race = guest ? undefined : raceOf(question, context);
  const answer: Omit<FencingExplanation, "findings"> = {
    document: "fencing-explanation",
    version: 1,
    node: node.name,
    kind: node.kind,
    enabled: model.options.fencingEnabled,
    action,
    ...(guest ? { container: node.connection?.launcher?.id ?? node.connection?.id ?? "" } : {}),
    ...(topology === undefined ? {} : { topology: { by: topology.by, value: topology.value } }),
    ways,
    ...(context.watchdog === undefined || node.kind !== "cluster" ? {} : { watchdog: context.watchdog }),
    priorityDelay,
    worst: { seconds: worst, givenUp: round(worst * PATIENCE) },
    noticed: noticedAfter(question),
    tested: fencingTestsIn(cib).get(node.name) ?? null,
    ...(race === undefined ? {} : { race }),
  };
  return { ...answer, findings: fencingFindings(answer, cib, topology) };
}

interface Context extends FencingQuestion {
  readonly runners: ReadonlyMap<string, readonly DeviceRunner[]>;
  /** Seconds; null where the nodes compute it, undefined without. */
  readonly watchdog: number | null | undefined;
}

function watchdogOf({ reading: { cib, model } }: FencingQuestion): number | null | undefined {
  if (clusterProperty(cib, "fencing-watchdog-timeout", model.now)?.trim().startsWith("-") === true) return null;
  const ms = durationProperty(cib, "fencing-watchdog-timeout", model.now) ?? 0;
  return ms > 0 ? ms / 1000 : undefined;
}

function wayOf(context: Context, steps: readonly FenceStep[]): Way {
  const level = steps[0]?.level;
  const devices = [...new Set(steps.map(({ device }) => device))].map((device) =>
    useOf(
      context,
      device,
      steps.filter((step) => step.device === device).map(({ action }) => action),
    ),
  );
  // A device that cannot be asked ends the way at once.
  const end = steps.findIndex((step) =>
    devices.some(({ device, fails }) => device === step.device && fails !== undefined),
  );
  const worst = steps.slice(0, end < 0 ? undefined : end).reduce((sum, step) => {
    const use = devices.find(({ device }) => device === step.device);
    const timeout = use?.actions.find(({ action }) => action === step.action)?.timeout ?? 0;
    return sum + timeout + (step.action === "on" ? 0 : (use?.delay.most ?? 0));
  }, 0);
  return {
    ...(level === undefined ? {} : { level }),
    steps: steps.map(({ device, action }) => ({ device, action })),
    devices,
    worst: round(worst),
  };
}

function useOf(context: Context, id: string, actions: readonly string[]): DeviceUse {
  const { reading, node, watchdog } = context;
  const { cib, model } = reading;
  const device = allFenceDevices(cib).find((d) => d.id === id);
  if (device === undefined && id === WATCHDOG && watchdog !== undefined) return watchdogUse(actions, watchdog ?? 0);
  if (device === undefined || !device.enabled)
    return { ...NOTHING, device: id, claim: "none", fails: device === undefined ? "NotConfigured" : "Disabled" };
  const { parameters, type } = device;
  const delay = fenceDelays(parameters, node.name, actions[0] ?? "off");
  const claim = claimOf(device, node.name);
  const places = placesOf(context.runners.get(id) ?? [], node.name);
  const fails = whyItFails(claim, places);
  const known = context.actions.get(type);
  return {
    device: id,
    agent: type,
    claim,
    actions: actions.map((action) => {
      // Alone, a device that does not advertise reboot is asked for off, and the node stays so.
      const asked = action === "reboot" && known !== undefined && !known.has("reboot") ? "off" : action;
      return {
        action,
        sends: parameters[`pcmk_${asked}_action`] ?? asked,
        timeout: fenceTimeout(cib, parameters, action, model.now) / 1000,
        tries: fenceTries(parameters, action),
      };
    }),
    delay: { least: delay.least / 1000, most: delay.most / 1000 },
    ...places,
    ...(fails === undefined ? {} : { fails }),
  };
}

const NOTHING = { actions: [], delay: { least: 0, most: 0 }, runners: [], notFrom: [] } as const;

/** The cluster's own device: it waits until the node has reset itself, and then counts as done. */
function watchdogUse(actions: readonly string[], timeout: number): DeviceUse {
  return {
    ...{ device: WATCHDOG, claim: "any", delay: NOTHING.delay, runners: [], notFrom: [] },
    actions: actions.map((action) => ({ action, sends: action, timeout, tries: 1 })),
  };
}

type Places = Pick<DeviceUse, "runners" | "notFrom">;

/** Nodes that are away count only where any node is known to be there: a CIB in a file may have no status. */
function placesOf(runners: readonly DeviceRunner[], target: string): Places {
  const live = runners.some(({ online }) => online);
  const why = ({ node, score, online }: DeviceRunner): DeviceUse["notFrom"][number]["why"] | undefined => {
    if (score < 0) return "Banned";
    if (node === target) return "Target";
    return live && !online ? "Away" : undefined;
  };
  return {
    runners: runners.filter((runner) => why(runner) === undefined).map(({ node }) => node),
    notFrom: runners.flatMap((runner) => {
      const found = why(runner);
      if (found === undefined) return [];
      return [{ node: runner.node, why: found, ...(found === "Banned" ? { score: runner.score } : {}) }];
    }),
  };
}

function whyItFails(claim: Claim, { runners, notFrom }: Places): DeviceUse["fails"] {
  if (claim === "not") return "NotForNode";
  if (runners.length > 0) return undefined;
  if (notFrom.some(({ why }) => why === "Away")) return "Away";
  return notFrom.some(({ why }) => why === "Target") ? "OnlyOnTarget" : "Banned";
}

/** What of the ways can never be done, or is never come to. */
function withReach(ways: readonly Way[]): Way[] {
  const sure = ways.findIndex(({ devices }) =>
    devices.every(({ device, claim }) => device === WATCHDOG && claim === "any"),
  );
  return ways.map((way, i) => {
    if (sure >= 0 && i > sure) return { ...way, never: "AfterWatchdog" };
    const fails = way.devices.some((d) => d.fails !== undefined && d.fails !== "Away");
    return fails || way.devices.length === 0 ? { ...way, never: "Fails" } : way;
  });
}

/** Seconds that the fencing of the node waits in half of a cluster, for what runs on it now. */
function priorityDelayOf({ reading: { model } }: FencingQuestion, node: ReadonlyNode): number {
  const members = model.nodes.filter(({ kind }) => kind === "cluster");
  return node.kind === "cluster" && mattersMost(members, node) ? model.options.priorityFencingDelay / 1000 : 0;
}

function noticedAfter({ reading: { model }, totem }: FencingQuestion): FencingExplanation["noticed"] {
  if (totem !== undefined)
    return { token: totem.token / 1000, consensus: totem.consensus / 1000, source: "corosync.conf" };
  const members = model.nodes.filter(({ kind }) => kind === "cluster").length;
  const { token, consensus } = defaultTotem(members, corosyncBeside(model));
  return { token: token / 1000, consensus: round(consensus / 1000), source: "default" };
}

/** Pacemaker 1.1 is shipped with Corosync 2, whose token is shorter. */
function corosyncBeside({ dialect }: ReadonlyModel): string {
  return compareDottedVersions(dialect.version, "2.0.0") < 0 ? "2.4.0" : PRESENT_RELEASE;
}

/** What two nodes do that lose sight of each other: each has the other fenced, and waits as long as its device says. */
function raceOf(question: FencingQuestion, context: Context): FencingExplanation["race"] {
  const { model, cib } = question.reading;
  const members = model.nodes.filter(({ kind }) => kind === "cluster");
  const other = members.find(({ name }) => name !== question.node.name);
  if (members.length !== 2 || other === undefined || question.node.kind !== "cluster") return undefined;
  const waits = (node: ReadonlyNode): Range | undefined => {
    const ways = fenceWays(cib, node.name, model.options.fencingAction).map((steps) =>
      wayOf({ ...context, node }, steps),
    );
    const first = withReach(ways).find(({ never }) => never === undefined);
    if (first === undefined) return undefined;
    // An agent's own delay counts in a race like the cluster's.
    const own = first.devices.reduce((sum, { device }) => sum + agentDelay(cib, device), 0);
    const ahead = priorityDelayOf(question, node) + own;
    const of = (end: keyof Range): number => round(first.devices.reduce((sum, { delay }) => sum + delay[end], ahead));
    return { least: of("least"), most: of("most") };
  };
  const [node, its] = [waits(question.node), waits(other)];
  if (node === undefined || its === undefined) return undefined;
  const lead = Math.max(node.least - its.most, its.least - node.most);
  const survivor = lead <= 0 ? null : node.least > its.most ? question.node.name : other.name;
  return { other: other.name, delays: { node, other: its }, survivor, lead: round(Math.max(0, lead)) };
}

/** Seconds that a fence agent waits by itself, within its timeout, before it switches a node off. */
function agentDelay(cib: Element, id: string): number {
  return (parseInterval(allFenceDevices(cib).find((d) => d.id === id)?.parameters.delay) ?? 0) / 1000;
}

/** Seconds to the millisecond. */
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
