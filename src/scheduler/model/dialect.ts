/**
 * What releases of Pacemaker decide differently, as named rules. A live cluster is planned for as its own release would
 * decide; test/differential/dialects.md says how each rule was found and what is left out.
 * Behaviour: docs/pacemaker/input.md#releases.
 */

import { isNewerThanKnown, NEWEST } from "../../cib/release/table.ts";
import { compareDottedVersions, versionNumbers } from "../../cib/value/dotted-version.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { CURRENT_RULES, type RuleDialect } from "../../cib/value/rule-dialect.ts";
import { type Element, get } from "../../cib/xml/tree.ts";

export interface Dialect {
  /** The release followed. */
  readonly version: string;
  readonly rules: RuleDialect;
  /** `in_ccm` and `crmd` of a node state may be moments; else a moment is not understood, and the node counts as lost. */
  readonly membershipTimes: boolean;
  /** Names of cluster options that are not known, so that their defaults apply. */
  readonly unknownOptions: ReadonlySet<string>;
  /** Whether nodes are fenced at the same time where `concurrent-fencing` is not set; else one after the other. */
  readonly concurrentFencing: boolean;
  /** A clone with a `clone-node-max` above 1 is globally unique unless it says otherwise. */
  readonly uniqueByNodeMax: boolean;
  /** A node whose attribute `probe_complete` is false is asked to have everything probed again, and is not probed until then. */
  readonly probeAgain: boolean;
  /** An instance stays where it is when another can have the place it prefers; else it goes there itself. */
  readonly instancesStay: boolean;
  /** Whatever is recorded of a resource (a reload, say) counts as a result, and if it succeeded shows the resource active. */
  readonly anyTaskShowsActive: boolean;
  /** What a utilization attribute that is no number stands for. */
  readonly capacityOfNonsense: number;
  /** Parameters of all resources are read whether or not anything is to be done, so that dates in them set the time of the next run. */
  readonly readsAllParams: boolean;
  /** Instances of an ordered clone are ordered each with every later one, not with the next alone. */
  readonly ordersDistantInstances: boolean;
  /** The instances of an ordered clone that have something to do are chained, whatever is between them. */
  readonly chainsBusyInstances: boolean;
  /** A group's member that is active while the one before it is not has to stop before that one starts. */
  readonly stopsBeforeEarlierMember: boolean;
  /** Ids that are made of an IPv6 address keep its colons; else dots stand for them. */
  readonly colonsInIds: boolean;
  /** A resource leaves its node to one that is anticolocated with it and can run nowhere else, unless its stickiness keeps it. */
  readonly yieldsToAnticolocated: boolean;
  /**
   * A whole hands its colocations down to its parts when these are assigned, a group to its first and last member for good;
   * else each part looks up what concerns it.
   */
  readonly handsColocationsDown: boolean;
  /** Mandatory colocations are weighed before optional ones; else what a resource is with before what is with it. */
  readonly mandatoryColocationsFirst: boolean;
  /** A bundle is assigned once; else anew for whatever is with it, so that one within another's assignment sees itself half done. */
  readonly assignsBundlesOnce: boolean;
  /** For promotion an instance without a node comes after all others; else before those that may not be promoted. */
  readonly unplacedLast: boolean;
  /** In colocations by role the containers of a bundle stand for what runs in them, on the hosts of these. */
  readonly rolesOfBundles: boolean;
  /** A group's locations count when a later member of it is colocated on its own. */
  readonly membersHeedGroupLocations: boolean;
  /** What the Promoted role of a clone is with is weighed once; else again when its instances are sorted for promotion. */
  readonly promotedWithOnce: boolean;
  /** Colocations of the Promoted role count for cloned groups as they do for other instances. */
  readonly promotesClonedGroups: boolean;
  /** To be promoted with what is not active counts against an instance. */
  readonly inactivePrimaryCounts: boolean;
  /** The promotion score of what is in a bundle is looked up where its container will be; else where it is. */
  readonly promotionScoreAhead: boolean;
  /** Interleaved, what comes after a bundle waits for the service in its container; else for the container alone. */
  readonly waitsForInner: boolean;
  /** Migrations are recorded as pending even where the configuration says otherwise. */
  readonly alwaysRecordsMigration: boolean;
  /** A probe that cannot be run keeps inactive instances of a clone from starting; else the whole clone from running. */
  readonly blockedProbeSparesActive: boolean;
  /** A constraint with an invalid score or role is ignored; else it counts with 0, or for any role. */
  readonly ignoresInvalidConstraints: boolean;
  /** A rule says nothing of a node that lacks the attribute with its score; else it bans the node. */
  readonly scoreAttributeOptional: boolean;
  /** Failures that block, and so never expire, are looked at again as if they expired after their timeout; else at once. */
  readonly blockedFailuresWait: boolean;
  /** `no-quorum-policy` may be `fence`; else that is no valid value. */
  readonly knowsFencePolicy: boolean;
  /** An operation whose timeout is 0 gets the default; else none. */
  readonly zeroTimeoutIsDefault: boolean;
  /** A pending operation is ignored where its failure is recorded since. */
  readonly failureEndsPending: boolean;
  /** A result that is too old to count says nothing of a resource's role either. */
  readonly expiredSaysNothing: boolean;
  /** Degraded results (190, 191) are good ones of any operation; else of monitors alone. */
  readonly degradedAnywhere: boolean;
  /** The state of a node that does not give the node's name is heeded. */
  readonly namelessStates: boolean;
  /** Fail counts of a CIB from before feature set 3.0.13 are read by the names of then, which have no operation in them. */
  readonly oldFailCountNames: boolean;
  /** Between sets, what cannot start or be promoted blocks what comes after it; else only starts and promotions are blocked. */
  readonly setsBlockByFirst: boolean;
  /** What must not happen at the same time is also ordered, which counts between instances that are interleaved. */
  readonly ordersSerialized: boolean;
  /** A meta-attribute that an action is given again (a call, which instances stop) replaces the first; else that one stays. */
  readonly laterMetaReplaces: boolean;
  /** What is active on a node in maintenance is itself in maintenance, wherever else it is active; else it is not managed. */
  readonly nodeMaintenanceHolds: boolean;
  /** Connections to guests have shutdown locks like other resources. */
  readonly locksGuests: boolean;
  /** Without quorum a remote node is only fenced where its connection cannot live on in another partition. */
  readonly mindsRemoteQuorum: boolean;
  /** A bundle is active where its containers are; else wherever any part of it is, its address say. */
  readonly bundlesAreWithContainers: boolean;
  /** Members of a colocation's set that do not exist are passed over; else nothing after the first of them is colocated. */
  readonly skipsMissingMembers: boolean;
  /** A call to cancel an operation that is nowhere else in the transition knows what is configured for that operation. */
  readonly cancelsByKey: boolean;
  /** A CIB of schema 3 is brought to 4.0, with one pair of each name in a block; else its pairs are read as they are written. */
  readonly upgradesToSchema4: boolean;
  /** The score of a rule whose conditions are combined by `or` is that of the constraint; else the node's own is added to it. */
  readonly ruleScoresStandAlone: boolean;
  /** What is recorded of a cancelled operation may still expire with the failures of its resource; else it says nothing at all. */
  readonly cancelledExpires: boolean;
  /** Of two transient attributes of one name on a node the first counts; else the last. */
  readonly firstTransientCounts: boolean;
  /** What has to be with a clone or bundle is probed where that is, even on a node that is a bundle's own. */
  readonly looksWherePrimariesAre: boolean;
  /** A lost node whose fencing was requested is fenced for the request; else for being lost, with the delay by priority. */
  readonly requestBeforeLoss: boolean;
  /** `Promoted` and `Unpromoted` are roles; else those are called Master and Slave alone. */
  readonly knowsPromoted: boolean;
  /** A priority and the base of health are scores; else plain numbers, and INFINITY is none. */
  readonly numbersAreScores: boolean;
  /** The strategy `custom` counts the health of nodes as `progressive` does; else not at all. */
  readonly countsCustomHealth: boolean;
  /** Stickiness below 0 counts for nothing; else it drives a resource away from where it is. */
  readonly ignoresNegativeStickiness: boolean;
  /** A probe that finds the agent or its parameters missing shows the resource stopped; else it has failed. */
  readonly masksProbeFailures: boolean;
  /** A migration to where nothing is known of the resource says nothing, for it will be probed there; else it counts. */
  readonly probesErasedTargets: boolean;
  /** A migration half done is given up where the resource may not migrate any more; else it is stopped at the source alone. */
  readonly abandonsUnmigratable: boolean;
  /** `critical` of resources and `influence` of colocations are known; else every dependent moves what it is with. */
  readonly knowsInfluence: boolean;
  /** Resources with `allow-unhealthy-nodes` are exempt from the health of nodes. */
  readonly knowsUnhealthyExemption: boolean;
  /** Any node is unfenced when a device has changed since; else remote nodes alone, and digests are sent with the fencing of those only. */
  readonly tellsDeviceDigests: boolean;
  /** Notifications name promoted and unpromoted instances by these words too; else masters and slaves alone. */
  readonly tellsPromoted: boolean;
  /** What agents are asked to take over parameters that can change while they run. */
  readonly reloadTask: "reload-agent" | "reload";
  /** `multiple-active` may be `stop_unexpected`; else that is no valid value. */
  readonly knowsStopUnexpected: boolean;
  /** What is not managed is monitored where it should be stopped, unless a stop is called for there; else only then. */
  readonly monitorsUnmanagedStopped: boolean;
  /** Rules of all locations may compare with parameters and meta-attributes; else of those alone whose `rsc-pattern` the resource matches. */
  readonly sourcesInAllLocations: boolean;
  /** A node that is still joining is not even probed. */
  readonly probesAwaitJoin: boolean;
  /** Rules on what is inherited (from parents, or of the defaults) ask for the resource's own agent; else for the parent's, which has none. */
  readonly inheritsByOwnAgent: boolean;
  /** A bundle's container needs what the service in it needs; else it needs nothing. */
  readonly containersNeedCapacity: boolean;
}

const LEAST_INT = -(2 ** 31);

/** Those that replace `stonith-*` and `stop-orphan-*`. */
const NEW_OPTION_NAMES: readonly string[] = [
  "fencing-enabled",
  "fencing-action",
  "fencing-timeout",
  "fencing-watchdog-timeout",
  "fencing-max-attempts",
  "stop-removed-resources",
  "cancel-removed-actions",
];

/** The rules that apply when no release is named. */
export const CURRENT: Dialect = dialectOf(NEWEST.release);

/**
 * Rules of a release, by the first that had each. `2.1` alone is the beginning of its line.
 *
 * @param version such as `2.1.5` or `2.1.5-a3f44794f94`; of what is older than 2.1.5 not every point is known
 */
export function dialectOf(version: string): Dialect {
  const since = (release: string): boolean => compareDottedVersions(version, release) >= 0;
  return {
    version,
    rules: since("3.0.0")
      ? { ...CURRENT_RULES, versionsByParts: !since("3.0.1") }
      : {
          strictExpressions: false,
          attributesWithoutNode: false,
          strictCombination: false,
          emptyOrPasses: false,
          literalWithoutTables: true,
          exactProvider: true,
          unreadableRangePasses: true,
          versionsByParts: true,
        },
    membershipTimes: since("2.1.7"),
    unknownOptions: new Set([
      ...(since("2.1.7") ? [] : ["node-pending-timeout"]),
      ...(since("3.0.2") ? [] : NEW_OPTION_NAMES),
    ]),
    concurrentFencing: since("3.0.0"),
    uniqueByNodeMax: since("3.0.0"),
    probeAgain: !since("3.0.0"),
    instancesStay: since("2.1.7"),
    anyTaskShowsActive: !since("3.0.0"),
    capacityOfNonsense: since("3.0.0") ? LEAST_INT : 0,
    readsAllParams: !since("3.0.0"),
    ordersDistantInstances: since("3.0.0"),
    colonsInIds: since("3.0.0"),
    chainsBusyInstances: !since("3.0.0"),
    promotionScoreAhead: since("2.1.7"),
    ignoresInvalidConstraints: since("3.0.0"),
    scoreAttributeOptional: since("3.0.0"),
    blockedFailuresWait: since("3.0.0"),
    knowsFencePolicy: since("2.1.9"),
    zeroTimeoutIsDefault: since("2.1.8"),
    waitsForInner: since("2.1.6"),
    blockedProbeSparesActive: since("2.1.6"),
    alwaysRecordsMigration: since("3.0.0"),
    stopsBeforeEarlierMember: since("2.1.6"),
    yieldsToAnticolocated: since("2.1.7"),
    handsColocationsDown: !since("2.1.6"),
    mandatoryColocationsFirst: since("2.1.6"),
    assignsBundlesOnce: since("2.1.6"),
    unplacedLast: since("2.1.6"),
    rolesOfBundles: since("2.1.7"),
    membersHeedGroupLocations: since("2.1.8"),
    failureEndsPending: since("2.1.6"),
    expiredSaysNothing: since("2.1.6"),
    degradedAnywhere: since("3.0.0"),
    namelessStates: since("2.1.7"),
    promotedWithOnce: since("2.1.8"),
    promotesClonedGroups: since("2.1.8"),
    inactivePrimaryCounts: since("3.0.0"),
    oldFailCountNames: !since("3.0.0"),
    setsBlockByFirst: since("2.1.6"),
    ordersSerialized: !since("3.0.0"),
    laterMetaReplaces: since("3.0.0"),
    nodeMaintenanceHolds: since("3.0.0"),
    locksGuests: !since("3.0.0"),
    mindsRemoteQuorum: since("3.0.1"),
    bundlesAreWithContainers: since("2.1.6"),
    skipsMissingMembers: since("3.0.0"),
    cancelsByKey: !since("3.0.0"),
    upgradesToSchema4: since("3.0.0"),
    ruleScoresStandAlone: since("3.0.0"),
    cancelledExpires: !since("3.0.0"),
    firstTransientCounts: since("3.0.0"),
    looksWherePrimariesAre: !since("3.0.0"),
    requestBeforeLoss: since("3.0.0"),
    knowsPromoted: since("2.1.0"),
    numbersAreScores: since("2.1.0"),
    countsCustomHealth: since("2.1.0"),
    ignoresNegativeStickiness: since("2.1.0"),
    masksProbeFailures: since("2.1.3"),
    probesErasedTargets: since("2.1.5"),
    abandonsUnmigratable: since("2.1.5"),
    knowsInfluence: since("2.1.0"),
    knowsUnhealthyExemption: since("2.1.3"),
    tellsDeviceDigests: since("2.1.5"),
    tellsPromoted: since("2.1.0"),
    reloadTask: since("2.1.0") ? "reload-agent" : "reload",
    knowsStopUnexpected: since("2.1.3"),
    monitorsUnmanagedStopped: since("2.1.0"),
    sourcesInAllLocations: since("2.1.0"),
    probesAwaitJoin: since("2.1.0"),
    inheritsByOwnAgent: since("2.1.0"),
    containersNeedCapacity: since("2.1.3"),
  };
}

/** As the release that decides in the cluster: what its DC wrote into `dc-version`; the newest one where it is none of Pacemaker's. */
export function dialectOfCluster(cib: Element): Dialect {
  const version = clusterProperty(cib, "dc-version");
  return version !== undefined && versionNumbers(version).some((n) => n > 0) ? dialectOf(version) : CURRENT;
}

/** Says so where the cluster is of a release after the one that is followed here, which may decide otherwise. */
export function newerThanFollowed(cib: Element): string | undefined {
  const version = clusterProperty(cib, "dc-version");
  const featureSet = get(cib, "crm_feature_set");
  const newer = [
    version !== undefined && isNewerThanKnown("release", version) ? `Pacemaker ${version}` : undefined,
    featureSet !== undefined && isNewerThanKnown("featureSet", featureSet) ? `feature set ${featureSet}` : undefined,
  ].filter((what) => what !== undefined);
  if (newer.length === 0) return undefined;
  return `the cluster is of ${newer.join(", ")}, newer than Pacemaker ${NEWEST.release}, whose decisions are followed here: it may decide otherwise`;
}
