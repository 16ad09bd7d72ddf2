/**
 * Cluster options: the `cluster_property_set` blocks of `crm_config`, with `cib-bootstrap-options` read first; former
 * names are accepted, a value that does not fit its option counts as not set.
 * Behaviour: docs/pacemaker/options.md#reading-options; Pacemaker Explained, "Cluster options".
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { FIRST_SET, FORMER_NAMES } from "../../cib/value/property.ts";
import type { HealthScores } from "../../cib/value/score.ts";
import { INFINITY, MINUS_INFINITY, parseScore } from "../../cib/value/score.ts";
import { child, get, walk } from "../../cib/xml/tree.ts";
import type { ClusterModel, ClusterOptions, PlacementStrategy, QuorumPolicy } from "./cluster-model.ts";
import { CURRENT, type Dialect } from "./dialect.ts";
import { leadingInteger } from "./integer.ts";
import { readProperties } from "./read-values.ts";

const oneOf =
  (...words: string[]) =>
  (value: string): boolean =>
    words.includes(value.toLowerCase());
const isBoolean = (value: string): boolean => parseBoolean(value) !== undefined;
const isDuration = (value: string): boolean => parseInterval(value) !== undefined;
const isInteger = (value: string): boolean => /^\s*[+-]?\d+/.test(value);
const isScore = (value: string): boolean => parseScore(value) !== undefined;

/** What fits each option the scheduler reads. */
const VALID: ReadonlyMap<string, (value: string) => boolean> = new Map<string, (value: string) => boolean>([
  ["no-quorum-policy", oneOf("stop", "freeze", "ignore", "demote", "fence", "suicide")],
  ["symmetric-cluster", isBoolean],
  ["maintenance-mode", isBoolean],
  ["start-failure-is-fatal", isBoolean],
  ["enable-startup-probes", isBoolean],
  ["shutdown-lock", isBoolean],
  ["shutdown-lock-limit", isDuration],
  ["fencing-enabled", isBoolean],
  ["fencing-action", oneOf("reboot", "off")],
  ["fencing-timeout", isDuration],
  ["have-watchdog", isBoolean],
  ["concurrent-fencing", isBoolean],
  ["startup-fencing", isBoolean],
  ["fence-remote-without-quorum", isBoolean],
  ["priority-fencing-delay", isDuration],
  ["node-pending-timeout", isDuration],
  ["cluster-delay", isDuration],
  ["batch-limit", isInteger],
  ["migration-limit", isInteger],
  ["stop-all-resources", isBoolean],
  ["stop-removed-resources", isBoolean],
  ["cancel-removed-actions", isBoolean],
  ["node-health-strategy", oneOf("none", "migrate-on-red", "only-green", "progressive", "custom")],
  ["node-health-base", isScore],
  ["node-health-green", isScore],
  ["node-health-yellow", isScore],
  ["node-health-red", isScore],
  ["placement-strategy", oneOf("default", "utilization", "minimal", "balanced")],
]);

/** Options of a cluster that sets none. */
export const DEFAULT_OPTIONS: ClusterOptions = interpret(new Map(), CURRENT, true, false);

/** Reads the options; also notes what they and the resources say about fencing devices and unfencing. */
export function readOptions(s: ClusterModel): void {
  const properties = new Map<string, string>();
  const section = child(s.configuration, "crm_config");
  if (section !== undefined) readProperties(s, section, properties, FIRST_SET);
  for (const name of s.dialect.unknownOptions) properties.delete(name);
  for (const [name, former] of FORMER_NAMES) {
    const value = properties.get(former);
    if (value !== undefined && !properties.has(name)) properties.set(name, value);
    properties.delete(former);
  }
  for (const [name, value] of properties) {
    if (VALID.get(name)?.(value) === false) {
      s.problems.push(`Using default value for cluster option ${name}: '${value}' is invalid`);
      properties.delete(name);
    }
  }
  const panic = Number.parseInt(get(s.cib, "no-quorum-panic") ?? "0", 10) > 0;
  s.options = interpret(properties, s.dialect, s.quorate, panic);
  if (parseBoolean(properties.get("have-watchdog")) === true) s.haveFencingDevice = true;
  s.enableUnfencing = mentionsUnfencing(s);
}

function interpret(
  properties: ReadonlyMap<string, string>,
  dialect: Dialect,
  quorate: boolean,
  panic: boolean,
): ClusterOptions {
  const flag = (name: string, otherwise: boolean): boolean => parseBoolean(properties.get(name)) ?? otherwise;
  const duration = (name: string, otherwise: number): number => parseInterval(properties.get(name)) ?? otherwise;
  const word = <T extends string>(name: string, otherwise: T): T =>
    (properties.get(name)?.toLowerCase() ?? otherwise) as T;

  const fencingEnabled = flag("fencing-enabled", true);
  const shutdownLock = flag("shutdown-lock", false);
  const healthStrategy = word<ClusterOptions["healthStrategy"]>("node-health-strategy", "none");
  return {
    properties,
    symmetric: flag("symmetric-cluster", true),
    quorumPolicy: quorumPolicy(
      knownPolicy(word("no-quorum-policy", "stop"), dialect),
      fencingEnabled,
      quorate || panic,
    ),
    fencingEnabled,
    fencingAction: word<ClusterOptions["fencingAction"]>("fencing-action", "reboot"),
    // Whether unseen nodes are fenced is only asked where nodes can be fenced at all.
    startupFencing: fencingEnabled && flag("startup-fencing", true),
    concurrentFencing: flag("concurrent-fencing", dialect.concurrentFencing),
    fenceRemoteWithoutQuorum: flag("fence-remote-without-quorum", false),
    priorityFencingDelay: duration("priority-fencing-delay", 0),
    nodePendingTimeout: duration("node-pending-timeout", 0),
    clusterDelay: properties.get("cluster-delay") ?? "60s",
    batchLimit: properties.get("batch-limit") ?? "0",
    migrationLimit: properties.get("migration-limit"),
    startFailureFatal: flag("start-failure-is-fatal", true),
    maintenanceMode: flag("maintenance-mode", false),
    stopAll: flag("stop-all-resources", false),
    stopRemovedResources: flag("stop-removed-resources", true),
    cancelRemovedActions: flag("cancel-removed-actions", true),
    startupProbes: flag("enable-startup-probes", true),
    shutdownLock,
    shutdownLockLimit: shutdownLock ? duration("shutdown-lock-limit", 0) : 0,
    placementStrategy: word<PlacementStrategy>("placement-strategy", "default"),
    healthStrategy,
    healthBase: (dialect.numbersAreScores ? parseScore : leadingInteger)(properties.get("node-health-base")) ?? 0,
    health: healthScores(
      healthStrategy === "custom" && !dialect.countsCustomHealth ? "none" : healthStrategy,
      properties,
    ),
    clusterName: properties.get("cluster-name"),
  };
}

/** Fencing all nodes when quorum is lost needs fencing, and a cluster that has (or had, `mayFence`) quorum to lose. */
/** `fence` was called `suicide` at first. */
function knownPolicy(policy: string, dialect: Dialect): string {
  return policy === "fence" && !dialect.knowsFencePolicy ? "stop" : policy;
}

function quorumPolicy(word: string, fencingEnabled: boolean, mayFence: boolean): QuorumPolicy {
  switch (word) {
    case "ignore":
    case "freeze":
    case "demote":
      return word;
    case "fence":
    case "suicide":
      return fencingEnabled && mayFence ? "fence" : "stop";
    default:
      return "stop";
  }
}

function healthScores(
  strategy: ClusterOptions["healthStrategy"],
  properties: ReadonlyMap<string, string>,
): HealthScores {
  switch (strategy) {
    case "none":
      return { red: 0, yellow: 0, green: 0 };
    case "migrate-on-red":
      return { red: MINUS_INFINITY, yellow: 0, green: 0 };
    case "only-green":
      return { red: MINUS_INFINITY, yellow: MINUS_INFINITY, green: 0 };
    case "progressive":
    case "custom": {
      const score = (colour: string, otherwise: number): number =>
        parseScore(properties.get(`node-health-${colour}`)) ?? otherwise;
      return { red: score("red", -INFINITY), yellow: score("yellow", 0), green: score("green", 0) };
    }
  }
}

/**
 * Some resource is said to require, or some device to provide, unfencing. Asked of the document as written, before any
 * resource is read, so rules and references have no say.
 */
function mentionsUnfencing(s: ClusterModel): boolean {
  const resources = child(s.configuration, "resources");
  const defaults = child(s.configuration, "rsc_defaults");
  for (const section of [resources, defaults]) {
    if (section === undefined) continue;
    for (const block of walk(section)) {
      if (block.name !== "meta_attributes") continue;
      for (const pair of block.children) {
        if (pair.kind !== "element" || pair.name !== "nvpair" || get(pair, "value") !== "unfencing") continue;
        const name = get(pair, "name");
        if (name === "provides" || name === "requires") return true;
      }
    }
  }
  return false;
}
