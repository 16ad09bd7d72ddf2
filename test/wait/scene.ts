/** The deck's cluster in virtual time, and a wait on it that looks four times a second. */
import { withNodeAttribute } from "../../src/change/verbs/node-attribute.ts";
import { Lookout } from "../../src/change/wait/lookout.ts";
import type { Judgement } from "../../src/change/wait/verdict.ts";
import type { Wanted } from "../../src/change/wait/wanted.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const SETTLED = 30 * 60_000;
const STEP = 250;

interface Waited {
  readonly outcome: Judgement["state"] | "timeout";
  /** Seconds. */
  readonly after: number;
  /** What it was waiting for, in order, each once. */
  readonly said: readonly string[];
  readonly judgement: Judgement;
}

export interface Stage {
  readonly running: RunningCluster;
  readonly inject: (fault: string) => void;
  readonly edit: (change: (cib: Element) => Element) => void;
  readonly standby: (node: string, on: boolean) => void;
  readonly pass: (seconds: number) => void;
  readonly wait: (wanted: Partial<Wanted>, timeout?: number) => Promise<Waited>;
}

export async function stageOf(configuration: Element): Promise<Stage> {
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration,
  });
  const { driver } = running;
  driver.settle(BEGINNING + SETTLED);
  const pass = (seconds: number): void => void driver.runUntil(() => false, driver.now + seconds * 1000);
  const edit = (change: (cib: Element) => Element): void => {
    driver.submit({
      kind: "commit",
      request: 0,
      who: "test",
      why: "",
      edit: (cib) => ({ ok: true, cib: change(cib) }),
    });
    pass(0);
  };
  return {
    running,
    pass,
    edit,
    inject: (text) => {
      const fault = parseFault(text.split(" "));
      if (fault === undefined) throw new Error(`no such fault: ${text}`);
      const { ok, text: answer } = driver.inject(fault, "test");
      if (!ok) throw new Error(answer);
    },
    standby: (node, on) => edit((cib) => withNodeAttribute(cib, node, "standby", on ? "on" : undefined)),
    wait: async (wanted, timeout = 600) => {
      const lookout = new Lookout(running.cluster, { resources: [], ...wanted });
      const begun = driver.now;
      const said = new Set<string>();
      for (;;) {
        const { judgement, over } = await lookout.look();
        for (const { text } of judgement.findings) said.add(text);
        const after = (driver.now - begun) / 1000;
        if (over || after >= timeout)
          return { outcome: over ? judgement.state : "timeout", after, said: [...said], judgement };
        pass(STEP / 1000);
      }
    },
  };
}
