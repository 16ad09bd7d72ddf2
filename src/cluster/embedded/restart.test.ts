/** An engine that starts again asks for everything that was under way: its agents may never have received it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { schedule } from "../../scheduler/schedule.ts";
import type { AgentReport, AgentSink, Agents } from "./agents/agents.ts";
import { realClock } from "./clock.ts";
import { Driver } from "./driver.ts";
import type { FenceAttempt } from "./engine/message.ts";
import { initialState, type Operation } from "./engine/state.ts";
import { newCib } from "./new-cib.ts";
import { Store } from "./store/store.ts";

const START = Date.UTC(2026, 0, 1);

/** Agents that keep nothing: what they were asked before the engine's restart is gone. */
class ForgetfulAgents implements Agents {
  readonly executed: Operation[] = [];
  readonly fenced: FenceAttempt[] = [];
  durable = 0;
  private answered = 0;
  private sink: AgentSink | undefined;

  connect(sink: AgentSink): void {
    this.sink = sink;
  }
  execute(operation: Operation): void {
    this.executed.push(operation);
  }
  kill(): void {}
  fence(attempt: FenceAttempt): void {
    this.fenced.push(attempt);
  }
  shutdown(): void {}
  metadata(): undefined {
    return undefined;
  }
  report(report: AgentReport): void {
    this.sink?.report(report, () => this.durable++);
  }
  /** All that was asked for so far ends as it should. */
  answer(): void {
    for (const { callId, targetRc: rc } of this.executed.slice(this.answered))
      this.report({ kind: "result", result: { callId, rc, status: 0, reason: "", durationMs: 1, writes: [] } });
    this.answered = this.executed.length;
  }
  get asked(): string[] {
    return this.executed.map(({ callId, task, rsc, intervalMs }) => `${callId} ${task} ${rsc.id} ${intervalMs}`);
  }
}

function configuration(): Element {
  const parsed = parseXml(`<configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="e" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/></nodes>
    <resources><primitive id="r" class="ocf" provider="pacemaker" type="Dummy"><operations>
      <op id="m" name="monitor" interval="10s" timeout="20s"/></operations></primitive>
      <primitive id="dev" class="stonith" type="fence_dummy"/></resources>
    <constraints/></configuration>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

let directory: string;
/** The machine's time, which these tests move on by hand. */
let at: number;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-restart-"));
  at = START;
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Life {
  readonly driver: Driver;
  readonly agents: ForgetfulAgents;
  /** Lets so many milliseconds pass. */
  pass(ms: number): void;
  end(): void;
}

function live(): Life {
  const store = new Store(directory);
  const recovered = store.recover();
  const agents = new ForgetfulAgents();
  const moveTo = (to: number): void => {
    at = Math.max(at, to);
  };
  const clock = { ...realClock(), now: () => at, moveTo };
  const driver = new Driver({
    state: recovered?.state ?? initialState(newCib(configuration()), "uuid", START),
    agents,
    clock,
    schedule,
    store,
    recovered: recovered !== undefined,
  });
  driver.open();
  return {
    driver,
    agents,
    pass: (ms) => void driver.runUntil(() => false, at + ms),
    end: () => {
      driver.stop();
      store.close();
    },
  };
}

/** Brings the resource up, until its monitor is in flight; returns the number of that call. */
function untilMonitored(life: Life): number {
  const { agents } = life;
  agents.report({ kind: "membership", node: "one", id: "1", member: true });
  life.pass(1);
  for (const _ of ["probes", "start", "monitor"]) {
    agents.answer();
    life.pass(1);
  }
  life.pass(10_000);
  const last = agents.executed.at(-1);
  expect(last).toMatchObject({ task: "monitor", intervalMs: 10_000 });
  return last?.callId ?? 0;
}

describe("after a restart", () => {
  test("a monitor that was in flight is asked for again, and does not fail when no answer comes", () => {
    const first = live();
    const call = untilMonitored(first);
    first.end();

    const second = live();
    expect(second.agents.asked).toEqual([`${call} monitor r 10000`]);
    second.agents.answer();
    second.pass(9000);
    expect([...second.driver.state.recurring.values()]).toMatchObject([{ lastRc: 0, lastStatus: 0 }]);
    second.pass(1000);
    expect(second.agents.asked).toHaveLength(2);
    second.end();
  });

  test("an operation of a transition is asked for again, under its number", () => {
    const first = live();
    first.agents.report({ kind: "membership", node: "one", id: "1", member: true });
    first.pass(1);
    const asked = first.agents.asked;
    expect(asked.length).toBeGreaterThan(0);
    first.end();

    const second = live();
    expect(second.agents.asked).toEqual(asked);
    second.end();
  });

  test("a fence device is asked again, under its number", () => {
    const first = live();
    untilMonitored(first);
    first.driver.submit({ kind: "fence", request: 1, who: "tester", target: "one", action: "off" });
    first.pass(1);
    expect(first.agents.fenced).toHaveLength(1);
    first.end();

    const second = live();
    expect(second.agents.fenced).toEqual(first.agents.fenced);
    second.end();
  });
});

test("a report is acknowledged once it is durable", () => {
  const life = live();
  life.agents.report({ kind: "membership", node: "one", id: "1", member: true });
  expect(life.agents.durable).toBe(0);
  life.pass(1);
  expect(life.agents.durable).toBe(1);
  life.end();
  const store = new Store(directory, { readOnly: true });
  expect(store.recover()?.state.nodes.get("one")?.member).toBe(true);
  store.close();
});
