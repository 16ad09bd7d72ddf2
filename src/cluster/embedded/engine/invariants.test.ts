import { expect, test } from "vitest";
import { withVersion } from "../../../cib/patch/version.ts";
import { parseXml } from "../../../cib/xml/parse.ts";
import { type Element, withAttribute, withChildren } from "../../../cib/xml/tree.ts";
import type { GraphAction } from "../../../scheduler/graph/transition.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import { BrokenInvariant, checkInvariants } from "./invariants.ts";
import type { Effect, EngineEvent } from "./message.ts";
import { unbegun } from "./progress.ts";
import { type Alarm, type EngineState, initialState, type Operation, type Timer, timerKey } from "./state.ts";
import { step } from "./step.ts";

const AT = 1000;
const TIME: EngineEvent = { kind: "time", at: AT };
const BASE: EngineState = { ...initialState(newCib(contractConfiguration()), "uuid", AT), nextCallId: 100 };

function operation(callId: number, change: Partial<Operation> = {}): Operation {
  return {
    callId,
    actionId: callId,
    transition: 1,
    targetRc: 0,
    node: "one",
    nodeId: "1",
    host: "one",
    rsc: { id: "r", class: "ocf", provider: "pacemaker", type: "Dummy" },
    container: undefined,
    task: "start",
    intervalMs: 0,
    timeoutMs: 20_000,
    startDelayMs: 0,
    attributes: {},
    startedAt: AT,
    ...change,
  };
}

function timers(...all: Timer[]): Map<string, Alarm> {
  return new Map(all.map((timer) => [timerKey(timer), { timer, at: AT + 1 }]));
}

/** A state with these operations in flight, each with its timer. */
function inFlight(...all: Operation[]): EngineState {
  return {
    ...BASE,
    operations: new Map(all.map((o) => [o.callId, o])),
    timers: timers(...all.map(({ callId }): Timer => ({ kind: "operation", callId }))),
  };
}

const executed = (o: Operation): Effect => ({ kind: "execute", operation: o });

function verdict(after: EngineState, effects: readonly Effect[] = [], before = BASE, event = TIME): string {
  try {
    checkInvariants(before, event, after, effects);
    return "holds";
  } catch (error) {
    if (!(error instanceof BrokenInvariant)) throw error;
    return error.message;
  }
}

const bumped = (cib: Element): Element => withVersion(cib, { numUpdates: 1 });
const reconfigured = (cib: Element, epoch: number): Element =>
  withVersion(withChildren(cib, [withAttribute(contractConfiguration(), "x", "y")]), { epoch, numUpdates: 0 });

test("a state that only grew is fine", () => {
  expect(verdict(BASE)).toBe("holds");
  expect(verdict({ ...BASE, now: AT + 1, nextCallId: 101, cib: bumped(BASE.cib) })).toBe("holds");
  expect(verdict(inFlight(operation(5), operation(6, { task: "monitor" })), [executed(operation(5))])).toBe("holds");
});

test("1: versions, numbers and time only grow", () => {
  expect(verdict({ ...BASE, now: AT - 1 })).toContain("time went back");
  expect(verdict({ ...BASE, nextCallId: 99 })).toContain("taken back");
  expect(verdict({ ...BASE, cib: { ...BASE.cib } })).toContain("the CIB changed from version 0.1.0 to 0.1.0");
});

test("2: only commits and agents change the configuration, as a new epoch", () => {
  expect(verdict({ ...BASE, cib: reconfigured(BASE.cib, 2) })).toContain("no one asked for it");
  const write: EngineEvent = {
    kind: "write",
    at: AT,
    write: { kind: "property", set: "s", name: "n", value: "v" },
  };
  expect(verdict({ ...BASE, cib: reconfigured(BASE.cib, 2) }, [], BASE, write)).toBe("holds");
  const sameEpoch = withVersion(reconfigured(BASE.cib, 1), { numUpdates: 1 });
  expect(verdict({ ...BASE, cib: sameEpoch }, [], BASE, write)).toContain("without a new epoch");
});

test("3: what is acknowledged is in the CIB", () => {
  const reply = (version: string): Effect => ({
    kind: "reply",
    request: 1,
    answer: { kind: "commit", outcome: { ok: true, version } },
  });
  expect(verdict(BASE, [reply("0.1.0")])).toBe("holds");
  expect(verdict(BASE, [reply("0.2.0")])).toContain("commit 0.2.0 is acknowledged, and the CIB is at 0.1.0");
});

test("4: an operation has one call, that was given out", () => {
  const monitor = operation(5, { task: "monitor", intervalMs: 1000 });
  const twice: EngineState = {
    ...inFlight(operation(5)),
    recurring: new Map([["k", { operation: monitor, lastRc: 0, lastStatus: 0, inFlight: 5 }]]),
  };
  expect(verdict(twice)).toContain("k has a call that is not its own");
  expect(verdict(inFlight(operation(100)))).toContain("call 100 was never given out");
});

test("5: a resource does one thing at a time on a node", () => {
  const stop = operation(6, { task: "stop" });
  expect(verdict(inFlight(operation(5), stop))).toContain("r has two operations in flight on one");
});

test("6: a resource is not started where it is started, stopped or running elsewhere", () => {
  const here = operation(5);
  for (const task of ["start", "stop"]) {
    const there = operation(6, { task, node: "two" });
    expect(verdict(inFlight(here, there), [executed(here)])).toContain(`while its ${task} on two is in flight`);
  }
  const clone = (callId: number, node: string): Operation =>
    operation(callId, { node, attributes: { CRM_meta_clone: "0" } });
  expect(verdict(inFlight(clone(5, "one"), clone(6, "two")), [executed(clone(5, "one"))])).toBe("holds");

  const parsed = parseXml(`<status><node_state id="2" uname="two"><lrm id="2"><lrm_resources>
    <lrm_resource id="r" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="r_last_0" operation="start"
      rc-code="0" op-status="0"/></lrm_resource></lrm_resources></lrm></node_state></status>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const cib = bumped(withChildren(BASE.cib, [contractConfiguration(), parsed.root]));
  const running = (member: boolean): EngineState => ({
    ...inFlight(here),
    cib,
    nodes: new Map([["two", { id: "2", name: "two", member, leaving: false }]]),
  });
  const commit: EngineEvent = {
    kind: "commit",
    at: AT,
    request: 1,
    who: "",
    why: "",
    edit: (c) => ({ ok: true, cib: c }),
  };
  const before = { ...BASE, cib: withChildren(BASE.cib, [contractConfiguration()]) };
  const after = { ...running(true), cib: withVersion(cib, { epoch: 2, numUpdates: 0 }) };
  expect(verdict(after, [executed(here)], before, commit)).toContain("r is started on one while it runs on two");
  const lost = { ...running(false), cib: after.cib };
  expect(verdict(lost, [executed(here)], before, commit)).toBe("holds");
});

test("7: timers and what they are for come and go together", () => {
  expect(verdict({ ...BASE, timers: timers({ kind: "operation", callId: 5 }) })).toContain("belongs to nothing");
  expect(verdict({ ...inFlight(operation(5)), timers: new Map() })).toContain("call 5 would be waited for without end");
  const monitor = operation(5, { task: "monitor", intervalMs: 1000 });
  const resting = new Map([["k", { operation: monitor, lastRc: 0, lastStatus: 0, inFlight: undefined }]]);
  expect(verdict({ ...BASE, recurring: resting })).toContain("k would never run again");
  expect(verdict({ ...BASE, recurring: resting, timers: timers({ kind: "recurring", key: "k" }) })).toBe("holds");
});

test("8: effects name what the state knows", () => {
  expect(verdict(BASE, [executed(operation(5))])).toContain("call 5 is made, and not waited for");
  expect(verdict(inFlight(operation(5)), [{ kind: "kill", operation: operation(5) }])).toContain(
    "killed, and waited for",
  );
  expect(verdict(BASE, [{ kind: "shutdown", node: "one" }])).toContain("one is asked to leave unnoticed");
  const attempt = { attempt: 3, device: "d", type: "t", parameters: {}, target: "one", action: "off", by: "two" };
  expect(verdict(BASE, [{ kind: "fence", attempt }])).toContain("d is asked to fence, and not waited for");
});

test("9: an action that was begun will end", () => {
  const action: GraphAction = {
    kind: "rsc_op",
    id: 5,
    operation: "start",
    operationKey: "r_start_0",
    attributes: new Map(),
    params: new Map(),
    downed: [],
  };
  const synapse = { id: 5, priority: 0, action, inputs: [] };
  const transition = { attributes: new Map<string, string>(), synapses: [synapse] };
  const progress = { ...unbegun(transition), begun: new Map([[5, synapse]]) };
  const run = { number: 1, transition, progress, abort: undefined };
  expect(verdict({ ...BASE, run })).toContain("action 5 (r_start_0) of transition 1 would never end");
  expect(verdict({ ...inFlight(operation(5)), run })).toBe("holds");
});

test("a step that breaks a rule is not taken", () => {
  const orphaned: EngineState = { ...BASE, timers: timers({ kind: "operation", callId: 50 }) };
  const ports = {
    schedule: () => ({ transition: { attributes: new Map(), synapses: [] } }),
    metadata: () => undefined,
  };
  expect(() => step(orphaned, TIME, ports)).toThrow(BrokenInvariant);
});
