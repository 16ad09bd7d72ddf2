/** What the engine asks of whom, for random topologies, devices and failures, is what `fencing explain` says it would. */
import { expect, test } from "vitest";
import { randomFrom } from "../../../../test/chaos/random.ts";
import { type Element, element } from "../../../cib/xml/tree.ts";
import { explainFencing } from "../../../report/fencing/explain.ts";
import { readingOf } from "../../../scheduler/reading.ts";
import { newCib } from "../new-cib.ts";
import type { EngineInput } from "./message.ts";
import { initialState } from "./state.ts";
import { step } from "./step.ts";

const START = Date.UTC(2026, 0, 1);
const NODES = ["node-1", "node-2", "node-3"];
const DEVICES = ["a", "b", "c", "d"];

/** A whole number from 0 to below. */
function randomOf(seed: number): Random {
  const random = randomFrom(seed);
  return (below) => Math.floor(random() * below);
}

type Random = (below: number) => number;

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;
const some = <T>(random: Random, values: readonly T[]): T[] => values.filter(() => random(2) === 0);
const set = (tag: string, id: string, values: Readonly<Record<string, string>>): Element =>
  element(
    tag,
    { id },
    Object.entries(values).map(([name, value]) => element("nvpair", { id: `${id}-${name}`, name, value })),
  );

function randomDevice(random: Random, id: string): Element {
  const claim = pick<Record<string, string>>(random, [
    {},
    { pcmk_host_list: some(random, NODES).join(",") },
    {
      pcmk_host_map: some(random, NODES)
        .map((node) => `${node}:1`)
        .join(";"),
    },
    { pcmk_host_list: NODES.join(" ").toUpperCase() },
    { pcmk_host_list: "other", pcmk_host_check: "none" },
  ]);
  const more = { priority: String(random(3)), pcmk_off_retries: "1", pcmk_reboot_retries: "1", pcmk_on_retries: "1" };
  const stays: Record<string, string> = random(4) === 0 ? { pcmk_reboot_action: "off" } : {};
  return element("primitive", { id, class: "stonith", type: "fence_x" }, [
    set("instance_attributes", `${id}-i`, { ...claim, ...more, ...stays }),
    set("meta_attributes", `${id}-m`, random(6) === 0 ? { "target-role": "Stopped" } : {}),
  ]);
}

function randomConfiguration(random: Random): Element {
  const levels = Array.from({ length: random(5) }, (_, i) => {
    const of = pick<Record<string, string>>(random, [
      { target: pick(random, NODES) },
      { "target-pattern": pick(random, ["^node-[12]$", "3", "node-(", "x"]) },
      { "target-attribute": "rack", "target-value": pick(random, ["1", "2"]) },
    ]);
    const devices = [pick(random, DEVICES), ...some(random, [...DEVICES, "gone"])].join(",");
    return element("fencing-level", { id: `l${i}`, index: String(1 + random(3)), devices, ...of });
  });
  const bans = DEVICES.flatMap((rsc) =>
    NODES.filter(() => random(4) === 0).map((node) =>
      element("rsc_location", { id: `${rsc}-${node}`, rsc, node, score: pick(random, ["-INFINITY", "-5", "5"]) }),
    ),
  );
  return element("configuration", {}, [
    element("crm_config", {}, [
      set("cluster_property_set", "o", { "stonith-action": pick(random, ["off", "reboot"]) }),
    ]),
    element(
      "nodes",
      {},
      NODES.map((uname, i) =>
        element("node", { id: String(i + 1), uname }, [
          set("instance_attributes", `n${i}`, { rack: String(1 + random(2)) }),
        ]),
      ),
    ),
    element(
      "resources",
      {},
      DEVICES.map((id) => randomDevice(random, id)),
    ),
    element("constraints", {}, bans),
    element("fencing-topology", {}, levels),
  ]);
}

/** What the engine asks until the request ends, each as "action device from node"; the devices in `broken` refuse. */
function asked(
  configuration: Element,
  target: string,
  broken: ReadonlySet<string>,
): { asks: string[]; cib: Element; action: "off" | "reboot" } {
  let state = initialState(newCib(configuration), "uuid", START);
  const feed = (input: EngineInput) => {
    const next = step(
      state,
      { ...input, at: START },
      { schedule: () => ({ transition: { attributes: new Map(), synapses: [] } }), metadata: () => undefined },
    );
    state = next.state;
    return next.effects;
  };
  for (const [i, node] of NODES.entries()) feed({ kind: "membership", node, id: String(i + 1), member: true });
  const { cib } = state;
  const action = readingOf({ cib, at: START }).model.options.fencingAction;
  const asks: string[] = [];
  let effects = feed({ kind: "fence", request: 1, who: "tester", target, action });
  for (let i = 0; i < 100; i++) {
    const attempt = effects.flatMap((effect) => (effect.kind === "fence" ? [effect.attempt] : []))[0];
    if (attempt === undefined) return { asks, cib, action };
    asks.push(`${attempt.action} ${attempt.device} from ${attempt.by}`);
    effects = feed({
      kind: "fenced",
      attempt: attempt.attempt,
      ok: !broken.has(attempt.device),
      reason: "refused",
      by: attempt.by,
    });
  }
  throw new Error("fencing does not end");
}

/** The same from the explanation, by the plainest reading of it. */
function foretold(cib: Element, target: string, broken: ReadonlySet<string>): string[] {
  const reading = readingOf({ cib, at: START });
  const node = reading.model.nodesByName.get(target);
  if (node === undefined) throw new Error(`no node ${target}`);
  const { ways, action } = explainFencing({ reading, node, actions: new Map() });
  const asks: string[] = [];
  for (const { steps, devices } of ways) {
    let done = true;
    for (const what of steps) {
      const use = devices.find(({ device }) => device === what.device);
      const off = what.action === "on" && action === "reboot";
      if (use?.fails === undefined) asks.push(`${what.action} ${what.device} from ${use?.runners[0]}`);
      if ((use?.fails !== undefined || broken.has(what.device)) && !off) {
        done = false;
        break;
      }
    }
    if (done) break;
  }
  return asks;
}

test("the engine asks as is explained", () => {
  let compared = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomOf(seed);
    const configuration = randomConfiguration(random);
    const target = pick(random, NODES);
    const broken = new Set(some(random, DEVICES));
    const { asks, cib } = asked(configuration, target, broken);
    expect(asks, `seed ${seed}`).toEqual(foretold(cib, target, broken));
    if (asks.length > 1) compared += 1;
  }
  expect(compared).toBeGreaterThan(100);
});
