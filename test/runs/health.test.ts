/** How often services are asked between two steps of a run, and what: each question takes time of what they run on. */
import { expect, test } from "vitest";
import { askServices } from "../../src/change/run/health.ts";
import type { Next } from "../../src/change/run/kind/kind.ts";
import type { NodeCommands } from "../../src/cluster/port.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { Deck } from "../health/deck.ts";
import { LONG } from "../long.ts";

test("an answer holds for a while, and one replica is asked whether it may stop", LONG, async () => {
  const deck = await Deck.settled();
  const { cluster } = deck.running;
  const asked: string[] = [];
  let now = 0;
  const commands: NodeCommands = {
    ...cluster.commands,
    run: async (command) => {
      asked.push(`${command.argv.slice(0, 3).join(" ")} on ${command.node}`);
      now += 1000;
      return (await cluster.commands?.run(command)) ?? { kind: "silent", reason: "NotReached", text: "" };
    },
  };
  const health = askServices({ commands }, { now: () => now, sleep: async () => undefined });
  const snapshot = await cluster.read();
  const look = { snapshot, reading: readingOf(snapshot) };
  const whole = async () => health?.whole(look, ["rabbitmq-bundle"]);
  expect(await whole()).toEqual([]);
  expect(asked).toHaveLength(3);
  expect(asked.every((text) => text.startsWith("rabbitmqctl -q cluster_status"))).toBe(true);
  // Three seconds were taken, so that the answer holds for six.
  now += 5_900;
  expect(await whole()).toEqual([]);
  expect(asked).toHaveLength(3);
  now += 200;
  await whole();
  expect(asked).toHaveLength(6);
  health?.forget();
  await whole();
  expect(asked).toHaveLength(9);
  const step: Next = {
    kind: "edit",
    item: "controller-1",
    text: "",
    begins: true,
    stops: [{ resource: "rabbitmq-bundle", node: "controller-1" }],
    edit: (cib) => cib,
  };
  expect(await health?.refuses(look, step)).toBeUndefined();
  const checks = asked.filter((text) => text.includes("check_if_node"));
  expect(checks.length).toBeGreaterThan(0);
  expect(checks.every((text) => text.endsWith("on controller-1"))).toBe(true);
  await deck.stop();
});
