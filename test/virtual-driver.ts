/** An embedded cluster in virtual time, from a state and a simulated world: what it forgets when it is killed is not tested here. */
import { World } from "../src/cluster/embedded/agents/simulated/world.ts";
import { virtualClock } from "../src/cluster/embedded/clock.ts";
import { Driver } from "../src/cluster/embedded/driver.ts";
import type { EngineState } from "../src/cluster/embedded/engine/state.ts";
import { schedule } from "../src/scheduler/schedule.ts";

/**
 * @param saved the world's state as JSON; undefined for a new one. The driver is not open yet.
 * @param now when its machine runs (again), in milliseconds
 */
export function virtualDriver(
  state: EngineState,
  saved: string | undefined,
  now: number = state.now,
): { readonly driver: Driver; readonly world: World } {
  const world = new World(saved);
  const clock = virtualClock(now);
  const recovered = saved !== undefined;
  const driver = new Driver({ state, agents: world, simulation: world, clock, schedule, store: undefined, recovered });
  return { driver, world };
}
