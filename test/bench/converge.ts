/** From nothing to the deck's control plane at rest, in virtual time: what the engine's decisions alone cost. */
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

const BEGINNING = Date.UTC(2026, 0, 1);

export async function benchConverge(): Promise<void> {
  const from = process.hrtime.bigint();
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration: deckConfiguration(),
  });
  const settled = running.driver.settle(BEGINNING + 30 * 60 * 1000);
  const virtual = (running.driver.now - BEGINNING) / 1000;
  await running.stop();
  const took = Number(process.hrtime.bigint() - from) / 1e6;
  if (!settled) throw new Error("the cluster did not come to rest within half an hour of its time");
  console.log(
    `Bring-up of the deck's control plane: ${virtual.toFixed(0)} s of cluster time, decided in ${took.toFixed(0)} ms.`,
  );
}
