/** The embedded cluster's devices answer the same question, and a fault that was injected is found. */
import { expect, test } from "vitest";
import { testFencing } from "../../src/change/show/fencing-test.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

test("a device that was made to fail is found, for each node that it is for, and no other", async () => {
  const { cluster, driver, stop } = await startEmbedded({
    directory: undefined,
    schedule,
    configuration: deckConfiguration(),
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
  });
  driver.settle(driver.now + 30 * 60 * 1000);
  const failing = async (): Promise<string[]> => {
    const { trials } = await testFencing(cluster, undefined);
    return [...new Set(trials.filter(({ hop }) => hop !== "Works").map(({ node, device }) => `${device} of ${node}`))];
  };
  expect(await testFencing(cluster, undefined)).toMatchObject({ whole: "True" });
  for (const device of ["fence-controller-1", "fence-pdu"]) driver.inject({ kind: "fence-fail", device }, "tester");
  // The third controller has no level with the PDU, which is never asked about it.
  expect(await failing()).toEqual([
    "fence-pdu of controller-0",
    "fence-controller-1 of controller-1",
    "fence-pdu of controller-1",
  ]);
  expect(await testFencing(cluster, ["controller-0"])).toMatchObject({ whole: "False" });
  await stop();
});
