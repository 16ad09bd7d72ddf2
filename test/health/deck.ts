/** The deck's cluster in virtual time, with what is asked of its services' health. */
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import { healthOf } from "../../src/health/health.ts";
import type { ServiceHealth } from "../../src/report/health/document.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const PATIENCE = 30 * 60 * 1000;

export class Deck {
  readonly running: RunningCluster;

  private constructor(running: RunningCluster) {
    this.running = running;
  }

  static async settled(): Promise<Deck> {
    const configuration = deckConfiguration();
    const clock = () => virtualClock(BEGINNING);
    const deck = new Deck(await startEmbedded({ directory: undefined, schedule, clock, configuration }));
    deck.settle();
    // Whatever joined last is in step after that.
    deck.pass(60);
    return deck;
  }

  settle(): void {
    const { driver } = this.running;
    if (!driver.settle(driver.now + PATIENCE)) throw new Error("the deck's cluster does not settle");
  }

  pass(seconds: number): void {
    const { driver } = this.running;
    driver.runUntil(() => false, driver.now + seconds * 1000);
  }

  inject(words: string): void {
    const fault = parseFault(words.split(" "));
    if (fault === undefined) throw new Error(`"${words}" is no fault`);
    const outcome = this.running.driver.inject(fault, "test");
    if (!outcome.ok) throw new Error(outcome.text);
  }

  async health(...ids: string[]): Promise<readonly ServiceHealth[]> {
    const { cluster } = this.running;
    return healthOf(cluster, await cluster.read(), ids);
  }

  /** Of one service in short: itself, then each replica with whether it is whole and may stop. */
  async short(id: string): Promise<string[]> {
    const [service] = await this.health(id);
    if (service === undefined) throw new Error(`nothing is said of ${id}`);
    const replicas = service.replicas.map(
      ({ id: name, whole, mayStop }) =>
        `${name} ${whole.status} ${whole.reason}, stop ${mayStop.status} ${mayStop.reason}`,
    );
    return [`${service.whole.status} ${service.whole.reason}`, ...replicas];
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}
