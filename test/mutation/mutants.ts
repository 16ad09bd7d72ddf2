/**
 * Small wrong changes of the program, each of which breaks a claim: a test has to notice every one of them. `npm run mutate`
 * makes them one by one in a copy. Over 300 lines: it is a table.
 */

export interface Mutant {
  readonly id: string;
  /** The claim that it breaks. */
  readonly breaks: string;
  readonly file: string;
  /** Exactly once in the file. */
  readonly old: string;
  readonly new: string;
  /** Folders and files of tests, the nearest first; each entry is a run of its own. */
  readonly tests: readonly (readonly string[])[];
  /** Judged: why no test can notice it, or why none has to. */
  readonly equivalent?: string;
}

type Row = readonly [id: string, breaks: string, old: string, changed: string, equivalent?: string];

const CASES: readonly string[] = ["test/conformance/conformance.test.ts"];

function inFile(file: string, tests: Mutant["tests"], rows: readonly Row[]): Mutant[] {
  return rows.map(([id, breaks, old, changed, equivalent]) => ({
    id,
    breaks,
    file,
    old,
    new: changed,
    tests,
    ...(equivalent === undefined ? {} : { equivalent }),
  }));
}

/** The scheduler's own tests first, then Pacemaker's cases. */
const scheduler = (file: string, rows: readonly Row[]): Mutant[] =>
  inFile(`src/scheduler/${file}`, [["src/scheduler"], CASES], rows);

const PACEMAKER: Mutant["tests"] = [["src/cluster/pacemaker"]];
const MERGE: Mutant["tests"] = [["src/manifest"]];
const PATCH: Mutant["tests"] = [["src/cib"], ["src/cluster"]];
const CHANGE: Mutant["tests"] = [["src/change", "src/report"], ["test/change"], ["src/cli", "test/documents"]];
const ENGINE: Mutant["tests"] = [["src/cluster/embedded"], ["test/stories"]];

export const MUTANTS: readonly Mutant[] = [
  ...scheduler("status/online.ts", [
    [
      "S01",
      "a node that asked to leave counts while it is there to answer",
      "if (node.shutdown) return online > 0;",
      "if (node.shutdown) return member > 0;",
    ],
    ["S02", "a member whose process is gone is fenced", "} else if (online <= 0) {", "} else if (online < 0) {"],
    [
      "S03",
      "an offline node runs nothing",
      "if (!node.online || node.shutdown) node.score = MINUS_INFINITY;",
      "if (!node.online && node.shutdown) node.score = MINUS_INFINITY;",
    ],
    [
      "S04",
      "a node pending longer than node-pending-timeout is fenced",
      "if (s.now >= limit) return true;",
      "if (s.now > limit) return true;",
    ],
    [
      "S05",
      "a node asked to be terminated is fenced",
      "parseBoolean(value) ?? (leadingInteger(value) ?? 0) > 0",
      "parseBoolean(value) === true",
    ],
  ]),
  ...scheduler("actions/fencing.ts", [
    [
      "S06",
      "without concurrent-fencing, fencings are one after the other",
      "if (!s.options.concurrentFencing && previous !== undefined)",
      "if (s.options.concurrentFencing && previous !== undefined)",
    ],
    [
      "S07",
      "the DC is shut down last",
      'if (dcDown.task === "do_shutdown") orderAll(shutdowns, dcDown);',
      'if (dcDown.task !== "do_shutdown") orderAll(shutdowns, dcDown);',
    ],
    [
      "S08",
      "nothing is fenced for the sake of resources that are all unmanaged",
      "return rsc.managed || rsc.children.some(hasManaged);",
      "return true;",
    ],
  ]),
  ...scheduler("status/expiry.ts", [
    [
      "S09",
      "a missing agent's failure never expires",
      "if (entry.status === ExecStatus.notInstalled) return false;",
      "",
    ],
    [
      "S10",
      "a failure expires at its timeout",
      "const expired = s.now >= happened + timeout",
      "const expired = s.now > happened + timeout",
    ],
    ["S11", "a conclusive probe is kept", "return expired && !isConclusiveProbe(entry);", "return expired;"],
  ]),
  ...scheduler("model/on-fail.ts", [
    [
      "S12",
      "a failed stop is fenced where there is fencing",
      'if (task === "stop") return s.options.fencingEnabled ? OnFail.fence : OnFail.block;',
      'if (task === "stop") return s.options.fencingEnabled ? OnFail.block : OnFail.fence;',
    ],
    ["S13", "on-fail=migrate bans the node", "return OnFail.ban;", "return OnFail.restart;"],
    ["S14", "after on-fail=stop the resource is stopped", "if (onFail === OnFail.stop) return Role.stopped;", ""],
  ]),
  ...scheduler("status/failcounts.ts", [
    [
      "S15",
      "migration-threshold failures are the most",
      "return count > 0 && count >= rsc.migrationThreshold;",
      "return count > 0 && count > rsc.migrationThreshold;",
    ],
    [
      "S16",
      "failures older than failure-timeout do not count",
      "s.now > last + msToSeconds(rsc.failureTimeout)",
      "s.now > last + 2 * msToSeconds(rsc.failureTimeout)",
    ],
    ["S17", "a failure inside a container counts against it", "count += inner.count;", ""],
    [
      "S18",
      "a blocking failure does not expire",
      "failureBlocks(s, rsc, node, entry)) rsc.failureTimeout = 0;",
      "!failureBlocks(s, rsc, node, entry)) rsc.failureTimeout = 0;",
    ],
  ]),
  ...scheduler("placement/promotion-score.ts", [
    [
      "S19",
      "the highest promotion score is an instance's priority",
      "if (score > instance.priority) instance.priority = score;",
      "if (score < instance.priority) instance.priority = score;",
    ],
    [
      "S20",
      "a cloned group's promotion score is the sum of its members'",
      "if (score !== undefined) sum = (sum ?? 0) + score;",
      "if (score !== undefined) sum = score;",
    ],
  ]),
  ...scheduler("placement/instance-order.ts", [
    [
      "S21",
      "an instance stays where it is active rather than elsewhere",
      "if (keptA !== keptB) return keptA ? -1 : 1;",
      "if (keptA !== keptB) return keptA ? 1 : -1;",
    ],
    [
      "S22",
      "instances of higher priority come first",
      "if (a.priority !== b.priority) return b.priority - a.priority;",
      "if (a.priority !== b.priority) return a.priority - b.priority;",
    ],
    [
      "S23",
      "healthy instances come before failed ones",
      "prefer(!anyFailed(a), !anyFailed(b))",
      "prefer(anyFailed(a), anyFailed(b))",
    ],
    [
      "S24",
      "instances are numbered in decimal order",
      "return Number.parseInt(digits, 10) || 0;",
      "return Number.parseInt(digits[0] ?? '', 10) || 0;",
    ],
  ]),
  ...scheduler("ordering/update-pair.ts", [
    [
      "S25",
      "an action that another needs is required when that is",
      "if ((filter & optional) !== 0 && (flags & optional) === 0) clearBecause(first, optional, then);",
      "if ((filter & optional) === 0 && (flags & optional) === 0) clearBecause(first, optional, then);",
    ],
    [
      "S26",
      "what cannot run blocks what follows",
      "clearBecause(then, runnable, first);\n      clearBecause(then, migratable, first);",
      "clearBecause(then, migratable, first);",
    ],
    ["S27", "a restart that cannot start still stops", "if (!restart && !stop) return;", "if (!restart) return;"],
  ]),
  ...scheduler("colocation/influence.ts", [
    [
      "S28",
      "a dependent without influence does not move a running primary",
      "return colocation.influence || primary.active.length === 0;",
      "return colocation.influence || primary.active.length > 0;",
    ],
  ]),
  ...scheduler("actions/recurring.ts", [
    [
      "S29",
      "a promoted instance's monitor expects it promoted",
      "if (rsc.nextRole === Role.promoted) expectResult(monitor, Rc.promoted);",
      "if (rsc.nextRole !== Role.promoted) expectResult(monitor, Rc.promoted);",
    ],
    [
      "S30",
      "an operation without a role is for any but the promoted one",
      "rsc.nextRole !== Role.promoted : rsc.nextRole === operation.role;",
      "true : rsc.nextRole === operation.role;",
    ],
    [
      "S31",
      "what is blocked or in maintenance is not monitored",
      "if (rsc.blocked || rsc.maintenance) return;",
      "if (rsc.blocked && rsc.maintenance) return;",
    ],
  ]),
  ...scheduler("actions/probes.ts", [
    [
      "S32",
      "what is known on a node is not probed there",
      "if (rsc.removed || rsc.knownOn.has(node)) return false;",
      "if (rsc.knownOn.has(node)) return false;",
    ],
    ["S33", "probes are made only where enable-startup-probes is set", "if (!s.options.startupProbes) return;", ""],
    [
      "S34",
      "fencing devices are not probed on remote nodes",
      'if (isRemoteKind(node) && (rsc.standard === "stonith" || rsc.isRemoteConnection)) return false;',
      "if (isRemoteKind(node) && rsc.isRemoteConnection) return false;",
    ],
    [
      "S35",
      "what cannot be probed must not be started",
      "active.length === 0) type |= Relation.unrunnableFirstBlocks;",
      "active.length === 0) type |= Relation.ordered;",
    ],
  ]),
  ...scheduler("constraints/ticket.ts", [
    ["S36", "a ticket in standby is not held", "return ticket.granted && !ticket.standby;", "return ticket.granted;"],
    [
      "S37",
      "a promoted resource is demoted when its ticket is lost",
      'return role === Role.promoted ? "demote" : "stop";',
      'return "stop";',
    ],
  ]),
  ...scheduler("constraints/expand.ts", [
    [
      "S38",
      "an id in a set that names nothing makes the constraint's sets invalid",
      "if (ids === undefined) valid = false;",
      "if (ids === undefined) valid = true;",
    ],
    ["S39", "what a tag names is no sequence", 'sequential: several ? "false" : undefined,', "sequential: undefined,"],
    [
      "S40",
      "tags that name each other are invalid",
      "if (reference === undefined || within.has(id)) return undefined;",
      "if (reference === undefined) return undefined;",
    ],
  ]),
  ...scheduler("ordering/internal-group.ts", [
    [
      "S41",
      "the first member of a group waits for its stop",
      "const leads = previous === undefined && group.ordered;",
      "const leads = previous === undefined || group.ordered;",
      "a group's stop and stopped are required whenever a member's stop is (collective-flags.ts), so that no more can follow from it",
    ],
    [
      "S42",
      "members of a group are demoted in reverse order",
      'newOrdering(s, { rsc: member, task: "demote" }, { rsc: previous, task: "demote" }, Relation.ordered);',
      "",
    ],
    [
      "S43",
      "a group's promotion waits for its members'",
      'newOrdering(s, { rsc: member, task: "promote" }, { rsc: group, task: "promoted" }, COMPLETES_UP);',
      "",
    ],
  ]),
  ...scheduler("actions/remote.ts", [
    [
      "S44",
      "a connection that is recovered takes along what ran behind it",
      'afterStart(s, connection, action, state === "failed" ? Relation.firstImpliesThen : Relation.none);',
      "afterStart(s, connection, action, Relation.none);",
      "a connection that failed gets no node: what is named as its start is never required, and can never be done",
    ],
    [
      "S45",
      "a demotion on a resting connection waits for its start",
      'if (state === "resting" || state === "unknown") afterStart',
      'if (state === "unknown") afterStart',
    ],
    [
      "S46",
      "a remote node whose connection is unrecoverable is fenced",
      'else if (state === "failed") fenceNode(s, node, "resources are active but connection is unrecoverable", false);',
      'else if (state === "failed") afterStart(s, connection, action, Relation.none);',
    ],
  ]),
  ...scheduler("assignment/assignment.ts", [
    [
      "S47",
      "a node with a negative score is not chosen",
      "if (!usable || rsc.allowed.score(chosen) < 0) {",
      "if (!usable) {",
    ],
    ["S48", "taking an assignment back frees its place", "node.assignedCount--;", ""],
  ]),
  ...scheduler("action/runnable.ts", [
    [
      "S49",
      "nothing starts without quorum under no-quorum-policy=stop",
      'case "stop":\n      clearFlag(action, ActionFlag.runnable);',
      'case "stop":',
    ],
    [
      "S50",
      "under freeze nothing is brought to a higher role",
      "if (!isActive(rsc, true) || rsc.nextRole > rsc.role) {",
      "if (!isActive(rsc, true)) {",
    ],
    [
      "S51",
      "under demote nothing stays promoted",
      "if (rsc.nextRole > Role.unpromoted) rsc.nextRole = Role.unpromoted;",
      "",
    ],
  ]),
  ...scheduler("action/can-fence.ts", [
    [
      "S52",
      "without quorum an offline node is not fenced",
      "if (node === undefined || !node.online) return false;",
      "if (node === undefined) return false;",
    ],
  ]),
  ...scheduler("status/history-order.ts", [
    [
      "S53",
      "only a successful stop ends a resource's activity",
      'if (task === "stop" && get(entry, "op-status") === "0") {',
      'if (task === "stop") {',
    ],
    [
      "S54",
      "a pending operation of another DC is the newest",
      "return callB === -1 ? -1 : callA === -1 ? 1 : 0;",
      "return callB === -1 ? 1 : callA === -1 ? -1 : 0;",
    ],
  ]),
  ...scheduler("actions/role-walk.ts", [
    [
      "S55",
      "a migration continues only while exactly two copies are active",
      "now.all === 2 &&",
      "now.all >= 2 &&",
      "the third copy would have to be active through a history that keeps the partial migration, which unpacking drops",
    ],
    [
      "S56",
      "multiple-active=stop_start stops all copies",
      '(rsc.multipleActive === "stop_start" || rsc.stopUnexpected)) needStop = true;',
      "rsc.stopUnexpected) needStop = true;",
    ],
  ]),
  ...scheduler("placement/primitive.ts", [
    [
      "S57",
      "an advisory colocation never keeps a resource from running",
      "return dependentRole >= Role.promoted || (score < 0 && score > MINUS_INFINITY);",
      "return dependentRole >= Role.promoted;",
    ],
  ]),

  ...inFile("src/cluster/pacemaker/witnesses.ts", PACEMAKER, [
    ["M14", "half of an even cluster is no majority", "Math.floor(all.length / 2) + 1", "Math.ceil(all.length / 2)"],
    ["P02", "the holder counts only as a member", "members.includes(holder) ? majority - 1 : majority", "majority - 1"],
    ["P03", "remote nodes are no witnesses", 'get(n, "type") === "remote" ? []', 'get(n, "type") === "never" ? []'],
  ]),
  ...inFile("src/cluster/pacemaker/confirm.ts", PACEMAKER, [
    [
      "P04",
      "a later version of another history does not stand for the change",
      "return order > 0 && (connected || isInForce(cib, patch));",
      "return order > 0;",
    ],
    [
      "P05",
      "the change is acknowledged only when a majority has it",
      "if (names.length - silent.length < needed) return undefined;",
      "if (names.length === silent.length) return undefined;",
    ],
    [
      "P06",
      "a node without the change means that it is lost",
      "if (!holds(now.cib, committed, false)) throw",
      "if (holds(now.cib, committed, false)) throw",
    ],
  ]),
  ...inFile("src/cluster/pacemaker/commit.ts", PACEMAKER, [
    [
      "P07",
      "a configuration of the next epoch is ours only if it is the same",
      "return epoch === expected.epoch + 1 && diffConfiguration(cib, wanted).changes.length === 0",
      "return epoch === expected.epoch + 1",
    ],
    [
      "P08",
      "a change that changes nothing is not given to the cluster",
      'if (child(edited.cib, "configuration") === child(cib, "configuration")) return readVersion(cib);',
      "",
    ],
  ]),
  ...inFile("src/cluster/pacemaker/next-attempt.ts", PACEMAKER, [
    [
      "P09",
      "an unanswered change is not reported as refused or lost",
      'return state.unsure ? { kind: "taken", acknowledged: false } : { kind: "failed", why: "conflict" };',
      'return { kind: "failed", why: "conflict" };',
    ],
    [
      "P10",
      "another writer's equal change is a conflict",
      'return state.unsure ? { kind: "taken", acknowledged: false } : { kind: "failed", why: "conflict" };',
      'return { kind: "taken", acknowledged: false };',
    ],
    ["P11", "two unanswered attempts are enough", "if (state.unsure || !state.otherHosts)", "if (!state.otherHosts)"],
  ]),
  ...inFile("src/cluster/pacemaker/member-reading.ts", PACEMAKER, [
    [
      "P12",
      "a partition without quorum takes no change",
      "if (quorumOf(cib) === false &&",
      "if (quorumOf(cib) === true &&",
    ],
  ]),

  ...inFile("src/cib/operational.ts", MERGE, [
    [
      "M23",
      "what operators set with is-managed and maintenance stays",
      'new Set(["target-role", "is-managed", "maintenance"])',
      'new Set(["target-role"])',
    ],
  ]),
  ...inFile("src/manifest/merge/overlay.ts", MERGE, [
    [
      "G02",
      "an older name of the same thing is kept",
      'if (name === "name") return modernName(a) === modernName(b);',
      'if (name === "name") return false;',
    ],
    [
      "G03",
      "an operation is known by its interval, however written",
      'parseInterval(get(e, "interval") ?? "0")',
      'get(e, "interval")',
    ],
  ]),
  ...inFile("src/manifest/merge/merge.ts", MERGE, [
    [
      "G04",
      "what others made stays",
      "if (want === undefined) return owned.has(idOf(node)) ? [] : [node];",
      "if (want === undefined) return [];",
    ],
    [
      "G05",
      "what the manifest no longer declares goes",
      "if (want === undefined) return owned.has(idOf(node)) ? [] : [node];",
      "if (want === undefined) return [node];",
    ],
    ["G06", "constraints that name a removed resource go", 'edit("constraints", (s) => dropReferences(s, gone));', ""],
  ]),
  ...inFile("src/manifest/merge/removal.ts", MERGE, [
    [
      "G07",
      "a fencing level without devices goes",
      "return left.length === 0 ? undefined : withAttribute",
      "return withAttribute",
    ],
    [
      "G08",
      "a colocation with a removed resource goes",
      '["rsc", "with-rsc", "first", "then"]',
      '["rsc", "first", "then"]',
    ],
  ]),
  ...inFile("src/manifest/merge/pairs.ts", MERGE, [
    [
      "G09",
      "others' pairs stay",
      "if (want === undefined) return owned.has(idOf(node)) ? [] : [node];",
      "if (want === undefined) return [];",
    ],
    ["G10", "a set with a rule is not written to", 'child(s, "rule") === undefined && ', ""],
  ]),

  ...inFile("src/cib/patch/patch.ts", PATCH, [
    [
      "M04",
      "a move past the end shows that the patch is for another CIB",
      "if (change.position > at.parent.children.length)",
      "if (change.position > at.parent.children.length + 1)",
    ],
    [
      "C02",
      "a patch for another version is refused",
      "if (order === 0) return undefined;",
      "if (order >= 0) return undefined;",
    ],
    [
      "C03",
      "what moves is taken out before anything comes in",
      'if (change.operation === "move") takeOut(at);\n  }',
      "}",
    ],
    [
      "C04",
      "changes come in by rising position",
      "a.change.position - b.change.position",
      "b.change.position - a.change.position",
    ],
  ]),
  ...inFile("src/cib/patch/version.ts", PATCH, [
    [
      "C05",
      "the administrator's counter counts first",
      "a.adminEpoch - b.adminEpoch || a.epoch - b.epoch",
      "a.epoch - b.epoch || a.adminEpoch - b.adminEpoch",
    ],
  ]),
  ...inFile("src/cib/patch/visible.ts", PATCH, [
    [
      "C06",
      "a patch that shows nothing is not in force",
      "return shown.length > 0 && shown.every((is) => is);",
      "return shown.every((is) => is);",
    ],
  ]),

  ...inFile("src/change/plan/plan.ts", CHANGE, [
    [
      "M17",
      "secrets the caller knows are not shown",
      "new Set([...secrets, ...secretValues",
      "new Set([...secretValues",
    ],
  ]),
  ...inFile("src/change/apply.ts", CHANGE, [
    [
      "M28",
      "a status that moved is planned again",
      "if (actionsOf(again.plan) !== actionsOf(plan)) {",
      "if (false as boolean) {",
    ],
    [
      "A02",
      "a configuration that moved is a conflict",
      "version.epoch !== plan.against.epoch",
      "version.epoch < plan.against.epoch",
    ],
  ]),
  ...inFile("src/change/wait/resources.ts", CHANGE, [
    [
      "M27",
      "what is pending is never given up",
      "if (pending.length > 0) return pending;",
      "if (pending.length > 99) return pending;",
    ],
  ]),
  ...inFile("src/change/wait/lookout.ts", CHANGE, [
    [
      "W01",
      "members are asked before it is said to be reached",
      "presence: await this.cluster.presence(), fencings })",
      "presence: undefined, fencings })",
    ],
    ["W02", "the whole is not reached while the cluster is busy", "if (settled === false) return false;", ""],
  ]),
  ...inFile("src/report/plan/read.ts", CHANGE, [
    [
      "M18",
      "replicas that move are down together",
      'new Set(["stop", "restart", "move", "recover"])',
      'new Set(["stop", "restart", "recover"])',
    ],
    ["R02", "one replica alone is not said to be down together", "g.instances.size > 1", "g.instances.size > 0"],
    [
      "R03",
      "what was due anyway is told apart",
      "some((w) => same(w, change));",
      "some((w) => same(w, change) && false);",
    ],
  ]),
  ...inFile("src/report/plan/differences.ts", CHANGE, [
    ["R04", "a value under a secret's name is hidden", "secret || secrets.has(value)", "secrets.has(value)"],
  ]),
  ...inFile("src/cib/masked.ts", CHANGE, [
    ["R05", "an empty value is no secret", 'value !== "" && isSecretPair', "isSecretPair"],
  ]),
  ...inFile("src/report/plan/interruptions.ts", CHANGE, [
    [
      "R06",
      "a restart of a promoted instance for its parameters is doubtful",
      'c.roleBefore === "Promoted" && c.reason',
      "c.reason",
    ],
  ]),
  ...inFile(
    "src/cli/waiting.ts",
    [["src/cli"], ["test/documents", "test/status"]],
    [["M21", "what is pending with nothing at work exits with 193", "pending: 193", "pending: 0"]],
  ),
  ...inFile(
    "src/report/whatif/answer.ts",
    [
      ["src/report", "test/whatif/whatif.test.ts"],
      ["test/whatif", "test/documents"],
    ],
    [
      [
        "M24",
        "a resource that moves is not restarted in place",
        "RESTARTS.has(c.kind) && !isMove(c)",
        "RESTARTS.has(c.kind)",
      ],
      ["W02", "a question is asked after all that is known", "const then = now + 1;", "const then = now;"],
    ],
  ),
  ...inFile("src/cluster/embedded/engine/membership.ts", ENGINE, [
    [
      "M09",
      "one of two nodes has quorum",
      "const after = of === 2 ? online >= 1 : online * 2 > of;",
      "const after = online * 2 > of;",
    ],
  ]),
  ...inFile(
    "src/cluster/embedded/driver.ts",
    [["src/cluster/embedded"], ["test/chaos/faults.test.ts"]],
    [
      [
        "M32",
        "monitors in flight are asked again after a restart",
        "if (callId !== undefined) agents.execute({ ...operation, callId });",
        "",
      ],
    ],
  ),
];
