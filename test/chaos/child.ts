/**
 * One life of an engine that is going to be killed: the deck's cluster in virtual time over a real store, while a
 * client commits all along. Says on its output what it has, what it was acknowledged, and when all is settled.
 */

import { writeSync } from "node:fs";
import { diffConfiguration } from "../../src/cib/patch/diff.ts";
import { descend, type Element, element, elements, get, withAttribute } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { isIdle } from "../../src/cluster/embedded/engine/state.ts";
import { editChild } from "../../src/cluster/embedded/engine/status.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

const [directory = "", act = ""] = process.argv.slice(2);
const COMMIT_EVERY = 150;

function say(text: string): void {
  // Synchronous: what was said was said, however soon the end comes.
  writeSync(1, `${text}\n`);
}

function counterOf(cib: Element): number {
  const set = elements(descend(cib, "configuration", "crm_config") as Element, "cluster_property_set")[0] as Element;
  const pair = elements(set, "nvpair").find((e) => get(e, "name") === "chaos");
  return pair === undefined ? 0 : Number(get(pair, "value"));
}

function withCounter(cib: Element, value: number): Element {
  const edit = (name: string, inner: (e: Element) => Element) => (e: Element) =>
    editChild(e, (c) => c.name === name, undefined, inner);
  const setCounter = (set: Element) =>
    editChild(
      set,
      (c) => get(c, "name") === "chaos",
      () => element("nvpair", { id: "cib-bootstrap-options-chaos", name: "chaos", value: "0" }),
      (pair) => withAttribute(pair, "value", String(value)),
    );
  return edit("configuration", edit("crm_config", edit("cluster_property_set", setCounter)))(cib);
}

const { cluster, driver, world } = await startEmbedded({
  directory,
  schedule,
  clock: (stoppedAt) => virtualClock(stoppedAt ?? Date.UTC(2026, 0, 1)),
  configuration: deckConfiguration(),
  listen: false,
});
say(`have ${counterOf(driver.state.cib)}`);
for (const violation of world.state.violations) say(`violation ${violation}`);
if (act.startsWith("crash:") && world.state.disks.crashed === undefined) {
  world.state.disks.crashed = 1;
  await cluster.faults?.inject({ kind: "node-crash", node: act.slice(6) }, "chaos");
}
driver.start();

let settledTold = false;
setInterval(() => {
  const { machines, plans, outbox } = world.state;
  const allUp = Object.values(machines).length === 3 && Object.values(machines).every((m) => m.member);
  if (settledTold || !isIdle(driver.state) || plans.length > 0 || outbox.length > 0 || !allUp) return;
  settledTold = true;
  const promoted = (rsc: string) =>
    Object.values(world.state.processes).filter((p) => p.rsc === rsc && p.promoted).length;
  const running = Object.values(world.state.processes).length;
  for (const violation of world.state.violations) say(`violation ${violation}`);
  say(
    `settled galera=${promoted("galera")} redis=${promoted("redis")} ovn=${promoted("ovndb_servers")} running=${running}`,
  );
}, 5);

for (;;) {
  if (settledTold) await new Promise((resolve) => setTimeout(resolve, 1000));
  await new Promise((resolve) => setTimeout(resolve, COMMIT_EVERY));
  if (settledTold) continue;
  const { cib, version } = await cluster.read();
  const value = counterOf(cib) + 1;
  try {
    await cluster.commit({
      patch: diffConfiguration(cib, withCounter(cib, value)),
      expected: version,
      who: "chaos",
      why: `counter ${value}`,
    });
    say(`ack ${value}`);
  } catch {
    // An agent wrote its property meanwhile: a conflict, to be tried again.
  }
}
