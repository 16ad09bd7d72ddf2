/**
 * A random history of a small cluster in virtual time, a question asked in the middle of it, and whether the answer was
 * true: what runs is counted in the simulated world, and after an answer the world goes on by itself, to see what came.
 */

import { Lookout } from "../../src/change/wait/lookout.ts";
import type { Judgement } from "../../src/change/wait/verdict.ts";
import type { Wanted } from "../../src/change/wait/wanted.ts";
import { localCluster } from "../../src/cluster/embedded/cluster.ts";
import { type EngineState, initialState } from "../../src/cluster/embedded/engine/state.ts";
import { newCib } from "../../src/cluster/embedded/new-cib.ts";
import { randomFrom } from "../chaos/random.ts";
import { virtualDriver } from "../virtual-driver.ts";
import { EXPECTED, NODES, smallConfiguration } from "./small-cluster.ts";
import { BEGINNING, type Random, type Running, Scene } from "./world.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Between two looks. */
const STEP = 250;
/** A wait that is not over by then has to have a reason: a node whose state nobody knows, or no quorum. */
const PATIENCE = 15 * MINUTE;
/** So long after an answer the world is watched. */
const AFTERWARDS = 6 * MINUTE;
/** An answer may come so long after it became true. */
const LATE = 1 * SECOND;

export interface Told {
  readonly wanted: Wanted;
  /** What was done, with its moment. */
  readonly story: readonly string[];
  readonly outcome: Judgement["state"] | "timeout";
  readonly findings: readonly string[];
  /** What was wrong with the answer; empty when it was right. */
  readonly wrong: readonly string[];
}

function question(scene: Scene, random: Random): Wanted {
  const dice = random();
  if (dice < 0.5) return { resources: [] };
  if (dice < 0.8) return { resources: [scene.pick(EXPECTED).id] };
  if (dice < 0.92) return { resources: [], drained: [scene.pick(scene.standby.size > 0 ? [...scene.standby] : NODES)] };
  return { resources: [], healthy: true };
}

function runningFrom(state: EngineState, saved: string | undefined): Running {
  const { driver, world } = virtualDriver(state, saved);
  driver.open();
  const cluster = localCluster({ driver, store: undefined, url: "embedded:", close: async () => undefined });
  return { driver, world, cluster };
}

let whole: { readonly state: EngineState; readonly world: string } | undefined;

/** Every history begins with the same cluster, on which everything runs. */
function broughtUp(): Running {
  if (whole === undefined) {
    const first = runningFrom(initialState(newCib(smallConfiguration()), "test", BEGINNING), undefined);
    first.driver.settle(BEGINNING + 30 * MINUTE);
    whole = { state: first.driver.state, world: JSON.stringify(first.world.state) };
  }
  return runningFrom(whole.state, whole.world);
}

/** One history, the same for the same number. */
export async function tell(seed: number): Promise<Told> {
  const random = randomFrom(seed);
  const running = broughtUp();
  return ask(new Scene(running, random), running, random);
}

async function ask(scene: Scene, running: Running, random: Random): Promise<Told> {
  const faults = 1 + Math.floor(random() * 4);
  for (let i = 0; i < faults; i++) {
    scene.disturb();
    scene.pass(Math.floor(random() * random() * 40 * SECOND));
  }
  // Half of the questions come in the second after the last thing that was done.
  scene.disturb();
  scene.pass(Math.floor(random() * (random() < 0.5 ? 1 : 30) * SECOND));
  const wanted = question(scene, random);
  const asked = scene.now;
  const lookout = new Lookout(running.cluster, wanted);
  let trueSince: number | undefined;
  let quietSince: number | undefined;
  let known = false;
  for (;;) {
    const quiet = scene.isQuiet();
    const isSo = quiet && scene.isTrue(wanted);
    trueSince = isSo ? (trueSince ?? scene.now) : undefined;
    quietSince = quiet ? (quietSince ?? scene.now) : undefined;
    const { judgement, over } = await lookout.look();
    const { findings } = judgement;
    // What waits for a known moment is not late before it.
    if (findings.some((f) => f.until !== undefined)) [trueSince, quietSince, known] = [undefined, undefined, true];
    const late = (since: number | undefined): boolean => since !== undefined && scene.now - since > LATE + STEP;
    const told = (outcome: Told["outcome"], wrong: readonly string[]): Told => ({
      wanted,
      story: [
        ...scene.story,
        `${((asked - BEGINNING) / 1000).toFixed(1)} asked`,
        `${((scene.now - BEGINNING) / 1000).toFixed(1)} ${outcome}`,
      ],
      outcome,
      findings: findings.map((f) => `${f.code}: ${f.text}`),
      wrong,
    });
    if (over) return told(judgement.state, over ? answered(scene, wanted, judgement) : []);
    if (late(trueSince)) return told("timeout", ["it is so, and the wait goes on"]);
    if (!known && late(quietSince)) return told("timeout", ["nothing is left to do, and the wait goes on"]);
    if (scene.now - asked > PATIENCE) return told("timeout", scene.isOpen() ? [] : ["it does not end"]);
    scene.pass(STEP);
  }
}

function answered(scene: Scene, wanted: Wanted, { state, findings }: Judgement): string[] {
  const whole = wanted.resources.length === 0 && wanted.drained === undefined;
  if (state === "reached") {
    const wrong = scene.isTrue(wanted) ? [] : ["reached is not true"];
    return whole && !scene.isQuiet() ? [...wrong, "reached, and something is under way"] : wrong;
  }
  // What the configuration says against it is said at once, and a failure on record lasts until somebody cleans it up.
  if (findings.some((f) => f.code === "disabled" || f.code === "not-draining")) return [];
  if (wanted.healthy === true && findings.some((f) => f.text.includes("not cleaned up"))) return [];
  const until = scene.now + AFTERWARDS;
  while (scene.now < until) {
    if (scene.isTrue(wanted) && scene.isQuiet())
      return [`never, and ${((scene.now - until + AFTERWARDS) / 1000).toFixed(1)} s later it was so`];
    scene.pass(5 * SECOND);
  }
  return [];
}
