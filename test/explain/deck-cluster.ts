/** The deck's cluster, brought up in virtual time and left alone until nothing is due any more. */
import type { Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const PATIENCE = 30 * 60 * 1000;

export interface DeckCluster {
  readonly cib: Element;
  /** Epoch seconds. */
  readonly now: number;
}

export async function settledDeck(): Promise<DeckCluster> {
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration: deckConfiguration(),
  });
  try {
    const { driver } = running;
    if (!driver.settle(driver.now + PATIENCE)) throw new Error("the deck's cluster does not settle");
    const { cib, at } = await running.cluster.read();
    return { cib, now: Math.floor(at / 1000) };
  } finally {
    await running.stop();
  }
}
