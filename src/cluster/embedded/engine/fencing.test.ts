import { describe, expect, test } from "vitest";
import { type Element, element, elements, withChildren } from "../../../cib/xml/tree.ts";
import { schedule } from "../../../scheduler/schedule.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { virtualClock } from "../clock.ts";
import { newCib } from "../new-cib.ts";
import { startEmbedded } from "../open.ts";
import type { Effect, EngineInput } from "./message.ts";
import { initialState } from "./state.ts";
import { step } from "./step.ts";

const START = Date.UTC(2026, 0, 1);

type Values = Readonly<Record<string, string>>;

function pairs(owner: string, values: Values): Element[] {
  return Object.entries(values).map(([name, value]) => element("nvpair", { id: `${owner}-${name}`, name, value }));
}

/** Three nodes, and one fence device for all of them. */
function configuration(properties: Values, parameters: Values): Element {
  const device = element("primitive", { id: "ipmi", class: "stonith", type: "fence_ipmilan" }, [
    element("instance_attributes", { id: "ipmi-params" }, pairs("ipmi", parameters)),
  ]);
  const base = contractConfiguration();
  return withChildren(
    base,
    elements(base).map((section) => {
      if (section.name === "resources") return withChildren(section, [device]);
      if (section.name !== "crm_config") return section;
      return withChildren(section, [
        element("cluster_property_set", { id: "cib-bootstrap-options" }, pairs("own", properties)),
      ]);
    }),
  );
}

/** How long the engine waits for each try of the device, which never answers, until it gives up the request. */
function patience(properties: Values, parameters: Values): number[] {
  let state = initialState(newCib(configuration(properties, parameters)), "uuid", START);
  let now = START;
  const feed = (input: EngineInput): readonly Effect[] => {
    const next = step(
      state,
      { ...input, at: now },
      {
        schedule: () => ({ transition: { attributes: new Map(), synapses: [] } }),
        metadata: () => undefined,
      },
    );
    state = next.state;
    return next.effects;
  };
  for (const [node, id] of [
    ["one", "1"],
    ["two", "2"],
  ] as const)
    feed({ kind: "membership", node, id, member: true });
  feed({ kind: "fence", request: 1, who: "tester", target: "one", action: "off" });
  const waits: number[] = [];
  while (state.fences.size > 0) {
    const [request] = state.fences.values();
    const due = state.timers.get(`fence/${request?.id}`)?.at;
    if (due === undefined) throw new Error("no one waits for the device");
    waits.push(due - now);
    if (waits.length > 100) throw new Error("fencing does not end");
    now = due;
    feed({ kind: "time" });
  }
  return waits;
}

const FORMS: readonly (readonly [string, number])[] = [
  ["90", 90_000],
  ["90s", 90_000],
  ["2min", 120_000],
  ["2m", 120_000],
  ["500ms", 500],
  ["1h", 3_600_000],
  ["PT2M", 120_000],
];

describe("the timeout of a fence device", () => {
  test.each(FORMS)("is the cluster's, in every form: %s", (text, ms) => {
    expect(patience({ "stonith-timeout": text }, {})).toEqual([ms, ms]);
    expect(patience({ "fencing-timeout": text }, {})).toEqual([ms, ms]);
  });

  test.each(FORMS)("is the device's own before the cluster's, in every form: %s", (text, ms) => {
    expect(patience({ "stonith-timeout": "7s" }, { pcmk_off_timeout: text, pcmk_reboot_timeout: "3s" })).toEqual([
      ms,
      ms,
    ]);
  });

  test.each(["soon", "", "-5s", "0"])("that is no duration counts as not set: %j", (text) => {
    expect(patience({ "stonith-timeout": text }, { pcmk_off_timeout: text })).toEqual([60_000, 60_000]);
    expect(patience({ "stonith-timeout": "2min" }, { pcmk_off_timeout: text })).toEqual([120_000, 120_000]);
  });

  test.each(FORMS)("begins after the device's delay, in every form: %s", (text, ms) => {
    expect(patience({}, { pcmk_delay_base: text })).toEqual([60_000 + ms, 60_000 + ms]);
    expect(patience({}, { pcmk_delay_base: `two:7s;one:${text}` })).toEqual([60_000 + ms, 60_000 + ms]);
  });

  test("holds for each of the tries the device asks for", () => {
    expect(patience({}, { pcmk_off_retries: "3", pcmk_off_timeout: "1min" })).toEqual([60_000, 60_000, 60_000]);
    expect(patience({}, { pcmk_off_retries: "often" })).toEqual([60_000, 60_000]);
  });
});

test.each(["1min", "PT1M", "60", "60000ms"])("a cluster with stonith-timeout=%s fences a lost node", async (text) => {
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    configuration: configuration({ "stonith-timeout": text, "stonith-enabled": "true" }, { delay: "3" }),
    clock: () => virtualClock(START),
  });
  const events: string[] = [];
  running.driver.subscribe(({ event }) => {
    if (event.kind === "fencing") events.push(`${event.target} ${event.phase}`);
  });
  running.driver.settle(START + 60_000);
  running.driver.inject({ kind: "node-crash", node: "two" }, "tester");
  running.driver.runUntil((state) => state.nodes.get("two")?.member === false, START + 120_000);
  running.driver.settle(START + 300_000);
  expect(events).toEqual(["two requested", "two succeeded"]);
  await running.stop();
});
