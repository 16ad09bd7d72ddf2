/** What the engine records, judged by what the scheduler makes of it later. */

import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { virtualClock } from "./clock.ts";
import { lrmResources } from "./engine/status.ts";
import { type RunningCluster, startEmbedded } from "./open.ts";

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

function configuration(resource: string, constraints = ""): Element {
  const parsed = parseXml(`<configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options">
      <nvpair id="e" name="stonith-enabled" value="false"/>
    </cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
    <resources>${resource}</resources><constraints>${constraints}</constraints></configuration>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

async function start(from: Element): Promise<RunningCluster> {
  return startEmbedded({ directory: undefined, schedule, configuration: from, clock: () => virtualClock(START) });
}

/** Puts another configuration in place, and waits until all is done. */
function change({ driver }: RunningCluster, to: Element): void {
  void driver.ask({
    kind: "commit",
    who: "tester",
    why: "test",
    edit: (cib) => ({ ok: true, cib: { ...cib, children: [to] } }),
  });
  driver.settle(driver.now + 10 * MINUTE);
}

function tasks({ driver }: RunningCluster): string[] {
  const seen: string[] = [];
  driver.subscribe(({ event }) => {
    if (event.kind === "begun") seen.push(`${event.task} ${event.node}`);
  });
  return seen;
}

function history({ driver }: RunningCluster, nodeId: string): string[] {
  return lrmResources(driver.state.cib, nodeId).flatMap((rsc) =>
    elements(rsc, "lrm_rsc_op").map((op) => `${get(op, "id")} ${get(op, "operation")} ${get(op, "rc-code")}`),
  );
}

const vm = (fake: string, meta = ""): string => `<primitive id="vm" class="ocf" provider="pacemaker" type="Dummy">
  <instance_attributes id="p"><nvpair id="p-fake" name="fake" value="${fake}"/></instance_attributes>${meta}</primitive>`;

test("a resource without a monitor is known to run after it was reloaded", async () => {
  const running = await start(configuration(vm("a")));
  running.driver.settle(START + MINUTE);
  const seen = tasks(running);
  change(running, configuration(vm("b")));
  expect(seen).toEqual(["reload-agent one"]);
  expect(history(running, "1")).toEqual(["vm_last_0 start 0"]);
  // Rechecked several times, it is left in peace.
  running.driver.runUntil(() => false, START + 60 * MINUTE);
  expect(seen).toEqual(["reload-agent one"]);
  expect(history(running, "1")).toEqual(["vm_last_0 start 0"]);
  await running.stop();
});

test("a migration is recorded beside the last operation, on both nodes", async () => {
  const meta = '<meta_attributes id="m"><nvpair id="m-a" name="allow-migrate" value="true"/></meta_attributes>';
  const prefer = (node: string): string => `<rsc_location id="l" rsc="vm" node="${node}" score="100"/>`;
  const running = await start(configuration(vm("a", meta), prefer("one")));
  running.driver.settle(START + MINUTE);
  const seen = tasks(running);
  change(running, configuration(vm("a", meta), prefer("two")));
  expect(seen).toEqual(["migrate_to one", "migrate_from two", "stop one"]);
  expect(history(running, "1")).toEqual(["vm_last_0 stop 0", "vm_migrate_to_0 migrate_to 0"]);
  expect(history(running, "2")).toEqual(["vm_last_0 monitor 7", "vm_migrate_from_0 migrate_from 0"]);
  running.driver.runUntil(() => false, START + 60 * MINUTE);
  expect(seen).toHaveLength(3);
  // And back, over what was recorded before.
  change(running, configuration(vm("a", meta), prefer("one")));
  expect(seen.slice(3)).toEqual(["migrate_to two", "migrate_from one", "stop two"]);
  running.driver.runUntil(() => false, running.driver.now + 60 * MINUTE);
  expect(seen).toHaveLength(6);
  expect(running.world.state.violations).toEqual([]);
  await running.stop();
});
