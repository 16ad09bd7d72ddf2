/**
 * A random history of runs on a small cluster in virtual time: one to three of them at once, their processes killed at any
 * commit, other changes and failures in between, and then other processes that resume what is left until it is done.
 */
import { resumeRun, startRun } from "../../src/change/run/start.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { switchResources } from "../../src/change/verbs/resource.ts";
import { leasesIn } from "../../src/cib/lease.ts";
import { hasEnded, runsIn } from "../../src/cib/run-record.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { HoldfastError, ifFails } from "../../src/cluster/error.ts";
import { randomFrom } from "../chaos/random.ts";
import { type Deaths, type Process, type Theatre, theatre } from "./theatre.ts";

const SECOND = 1000;
const LIMITS = { minHealthy: 3 * SECOND, step: 120 * SECOND, progress: 240 * SECOND };
const HOUR = 3600 * SECOND;

/** What may be restarted, and its processes: so many run, and all but one at any moment. */
const SERVICES = [
  { id: "redis-bundle", process: "redis", replicas: 3 },
  { id: "proxy-bundle", process: "proxy-bundle-podman", replicas: 3 },
  { id: "c", process: "d", replicas: 3 },
  { id: "g", process: "web", replicas: 1 },
  { id: "vip2", process: "vip2", replicas: 1 },
] as const;

const VICTIMS = ["redis", "d", "web", "vip2", "fs"];

interface RunsTold {
  readonly story: readonly string[];
  readonly wrong: readonly string[];
  readonly deaths: number;
  readonly faults: number;
}

/** One history, the same for the same number. */
export async function tellRuns(seed: number): Promise<RunsTold> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const stage = theatre();
  const story: string[] = [];
  const say = (text: string): void => void story.push(`${stage.seconds.toFixed(1)} ${text}`);
  const wrong = new Set<string>();
  const faults = random() < 0.5 ? 0 : 1 + Math.floor(random() * 2);
  watch(stage, faults === 0, (text) => wrong.add(`${stage.seconds.toFixed(1)} ${text}`));

  const processes: Process[] = [];
  const deaths = (): Deaths => {
    if (random() < 0.35) return {};
    const n = 1 + Math.floor(random() * 8);
    return random() < 0.5 ? { before: n } : { after: n };
  };
  const later = async (work: () => Promise<unknown>): Promise<void> => {
    await stage.sleep(random() * 60 * SECOND);
    await work();
  };
  const begin = async (): Promise<void> => {
    const { id } = pick(SERVICES);
    const process = stage.process(`p${processes.length}`, deaths());
    processes.push(process);
    say(`${process.name} restarts ${id}`);
    const work = startRun(
      process.cluster,
      { kind: "restart", args: { resource: id } },
      process.options({ limits: LIMITS, queue: HOUR }),
    );
    say(`${process.name}: ${await outcomeOf(Promise.race([work, process.died]))}`);
  };
  const other = async (): Promise<void> => {
    const verb = switchResources(random() < 0.5 ? "disable" : "enable", [pick(["vip1", "c", "g"])], { safe: false });
    const text = `${verb.name} ${verb.steps[0]?.object ?? ""}`;
    say(`${text}: ${await outcomeOf(carryOut(stage.cluster, verb, { who: "other@test", dryRun: false }))}`);
  };
  const fault = async (): Promise<void> => {
    const text = pick([
      ...VICTIMS.map((rsc) => `process-kill ${rsc}`),
      "node-crash n2",
      `start-fail ${pick(VICTIMS)} 1`,
    ]);
    say(text);
    stage.inject(text);
  };
  const runs = 1 + Math.floor(random() * 3);
  await stage.until(
    Promise.all([
      ...Array.from({ length: runs }, () => later(begin)),
      ...Array.from({ length: random() < 0.5 ? 1 : 0 }, () => later(other)),
      ...Array.from({ length: faults }, () => later(fault)),
    ]),
  );

  for (let turn = 0; turn < 6; turn++) {
    const [open] = runsIn(stage.driver.state.cib).filter((run) => !hasEnded(run));
    if (open === undefined && leasesIn(stage.driver.state.cib).length === 0) break;
    await mended(stage);
    if (open === undefined) continue;
    const process = stage.process(`r${turn}`, turn < 2 ? deaths() : {});
    processes.push(process);
    const work = resumeRun(process.cluster, open.id, process.options({ limits: LIMITS, queue: HOUR }));
    say(`${process.name} resumes ${open.id}: ${await stage.until(outcomeOf(Promise.race([work, process.died])))}`);
  }
  await mended(stage);
  for (const text of left(stage)) wrong.add(text);
  const said = processes.flatMap((p) => p.said.map((text) => `${p.name} ${text}`));
  return { story: [...story, ...said], wrong: [...wrong], deaths: processes.filter((p) => p.dead).length, faults };
}

/** While nothing else breaks, all but one replica of each service run at any moment. */
function watch(stage: Theatre, isCalm: boolean, complain: (text: string) => void): void {
  if (!isCalm) return;
  stage.onMoment = () => {
    for (const { id, process, replicas } of SERVICES)
      if (replicas > 1 && stage.count(process) < replicas - 1 && !isDisabled(stage, id))
        complain(`only ${stage.count(process)} of ${replicas} ${process} run`);
  };
}

/** By the other user, who may stop the clone. */
function isDisabled(stage: Theatre, id: string): boolean {
  return id === "c" && /<clone id="c">.*?value="Stopped"/s.test(printXml(stage.driver.state.cib));
}

async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    const ended = await work;
    if (ended === "died") return "died";
    const record = (ended as { readonly record?: { readonly state: string; readonly reason?: string } }).record;
    return record === undefined ? "done" : `${record.state} ${record.reason ?? ""}`.trim();
  } catch (error) {
    if (error instanceof HoldfastError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** All faults are gone, all is enabled, and the cluster has come to rest. */
async function mended(stage: Theatre): Promise<void> {
  const enable = switchResources("enable", ["vip1", "c", "g"], { safe: false });
  await stage.until(carryOut(stage.cluster, enable, { who: "mender@test", dryRun: false }).catch(ifFails(undefined)));
  stage.pass(120 * SECOND);
  stage.driver.submit({
    kind: "cleanup",
    request: 0,
    who: "mender",
    rsc: undefined,
    node: undefined,
    failedOnly: true,
  });
  stage.pass(120 * SECOND);
}

/** What should not be there in the end. */
function left(stage: Theatre): string[] {
  const { cib } = stage.driver.state;
  const open = runsIn(cib).filter((run) => !hasEnded(run));
  return [
    ...leasesIn(cib).map(({ name }) => `the lease ${name} is left`),
    ...open.map(({ id, state, reason }) => `run ${id} is ${state}: ${reason ?? ""}`),
    ...(/id="holdfast-run-[0-9a-z]+-/.test(printXml(cib)) ? ["a ban or a block is left"] : []),
    ...SERVICES.filter(({ process, replicas }) => stage.count(process) !== replicas).map(
      ({ process, replicas }) => `${stage.count(process)} of ${replicas} ${process} run in the end`,
    ),
  ];
}
