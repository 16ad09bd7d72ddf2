/**
 * A random history of runs on a small cluster in virtual time: one to three of them at once, of every kind, their processes
 * killed at any commit or the engine's machine without power, other changes and failures in between, by a tool that asks for
 * no lease too, and then other processes that resume what is left until it is done.
 */
import { editCluster } from "../../src/change/edit.ts";
import type { RunRequest } from "../../src/change/run/kind/kind.ts";
import { resumeRun, startRun, undoRun } from "../../src/change/run/start.ts";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { switchNodes } from "../../src/change/verbs/node.ts";
import { switchResources } from "../../src/change/verbs/resource.ts";
import { leasesIn, NOTHING, sharedBy } from "../../src/cib/lease.ts";
import { hasEnded, runsIn } from "../../src/cib/run-record.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { HoldfastError, ifFails } from "../../src/cluster/error.ts";
import { randomFrom } from "../chaos/random.ts";
import { NODES } from "../wait/small-cluster.ts";
import { type CibChange, editRequest, withImage, withNote, withParameter } from "./edits.ts";
import { outOfOrder } from "./linked.ts";
import { type Deaths, type Process, type Theatre, theatre } from "./theatre.ts";

const SECOND = 1000;
const LIMITS = { minHealthy: 3 * SECOND, step: 120 * SECOND, progress: 240 * SECOND };
const HOUR = 3600 * SECOND;

interface Service {
  readonly id: string;
  /** Its processes: so many run, and all but one at any moment. */
  readonly process: string;
  readonly replicas: number;
  /** Changes after which all its replicas would restart together. */
  readonly edits: readonly (readonly [string, CibChange])[];
}

const SMALL: readonly Service[] = [
  {
    id: "redis-bundle",
    process: "redis",
    replicas: 3,
    edits: [
      ["the image of redis-bundle", withImage("redis-bundle")],
      ["a parameter of redis", withParameter("redis")],
    ],
  },
  {
    id: "proxy-bundle",
    process: "proxy-bundle-podman",
    replicas: 3,
    edits: [["the image of proxy-bundle", withImage("proxy-bundle")]],
  },
  { id: "c", process: "d", replicas: 3, edits: [["a parameter of c", withParameter("d")]] },
  { id: "g", process: "web", replicas: 1, edits: [] },
  { id: "vip2", process: "vip2", replicas: 1, edits: [] },
];

/** With a third bundle, in a chain of orders with the others. */
const LINKED: readonly Service[] = [
  ...SMALL,
  { id: "db-bundle", process: "db", replicas: 3, edits: [["the image of db-bundle", withImage("db-bundle")]] },
];

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
  const isLinked = random() < 0.2;
  const stage = theatre(isLinked ? "linked" : "small");
  const services = isLinked ? LINKED : SMALL;
  const story: string[] = [];
  const say = (text: string): void => void story.push(`${stage.seconds.toFixed(1)} ${text}`);
  const wrong = new Set<string>();
  const faults = random() < 0.5 ? 0 : 1 + Math.floor(random() * 2);
  const complain = (text: string): void => void wrong.add(`${stage.seconds.toFixed(1)} ${text}`);
  watch(stage, services, faults === 0, complain);

  const processes: Process[] = [];
  /** What another tool has changed. */
  const touched = new Set<string>();
  const outcome = async (work: Promise<unknown>): Promise<string> => {
    const text = await outcomeOf(work);
    const moved = /^paused others changed (.*)/.exec(text)?.[1]?.split(", ") ?? [];
    for (const what of moved)
      if (!touched.has(what)) complain(`a run paused for ${what}, which no other tool has changed`);
    return text;
  };
  const deaths = (): Deaths => {
    if (random() < 0.35) return {};
    const n = 1 + Math.floor(random() * 8);
    const ofEngine = random() < 0.25;
    return random() < 0.5 ? { before: n, ofEngine } : { after: n, ofEngine };
  };
  const later = async (work: () => Promise<unknown>): Promise<void> => {
    await stage.sleep(random() * 60 * SECOND);
    await work();
  };
  const carried = async (text: string, request: () => RunRequest): Promise<void> => {
    const process = stage.process(`p${processes.length}`, deaths());
    processes.push(process);
    say(`${process.name} ${text}`);
    const work = startRun(process.cluster, request(), process.options({ limits: LIMITS, queue: HOUR }));
    say(`${process.name}: ${await outcome(Promise.race([work, process.died]))}`);
  };
  const restart = (): Promise<void> => {
    const { id } = pick(services);
    return carried(`restarts ${id}`, () => ({ kind: "restart", args: { resource: id } }));
  };
  const edit = (): Promise<void> => {
    const some = services.filter(({ edits }) => edits.length > 0 && random() < 0.5);
    const edits = (some.length === 0 ? [services[0] as Service] : some).map((service) => pick(service.edits));
    const change: CibChange = (cib) => edits.reduce((changed, [, each]) => each(changed), cib);
    const what = edits.map(([text]) => text).join(" and ");
    return carried(`changes ${what}`, () => editRequest(stage.driver.state.cib, change));
  };
  const drain = async (): Promise<void> => {
    const node = pick(NODES);
    const ends = random() < 0.3 ? { for: 10 * 60 * SECOND } : {};
    await carried(`drains ${node}`, () => ({ kind: "drain", args: { node, force: false, ...ends } }));
    await stage.sleep(random() * 60 * SECOND);
    await carried(`takes ${node} back`, () => ({ kind: "undrain", args: { node } }));
  };
  const begin = (): Promise<void> => pick([restart, edit, drain])();
  const other = async (): Promise<void> => {
    if (random() < 0.4) {
      const change = withParameter(pick(["vip1", "vip2", "web"]));
      const author = { who: "other@test", why: "apply" };
      say(`a plain apply: ${await outcomeOf(editCluster(stage.cluster, author, change))}`);
      return;
    }
    const verb = switchResources(random() < 0.5 ? "disable" : "enable", [pick(["vip1", "c", "g"])], { safe: false });
    const text = `${verb.name} ${verb.steps[0]?.object ?? ""}`;
    say(`${text}: ${await outcomeOf(carryOut(stage.cluster, verb, { who: "other@test", dryRun: false }))}`);
  };
  const fourth = async (): Promise<void> => {
    const id = pick(["redis-bundle", "proxy-bundle", "c", "vip2", "web"]);
    const top = id === "web" ? "g" : id;
    // What a run's process has not looked at yet it cannot know.
    const concerned = leasesIn(stage.driver.state.cib).filter(
      (lease) => sharedBy(lease.covers, { ...NOTHING, resources: [top] }).length > 0,
    );
    const seen = concerned.filter(({ process }) => processes.some((p) => p.name === process && !p.dead));
    say(`another tool notes something at ${id}`);
    touched.add(top);
    stage.edit(withNote(id));
    await stage.sleep(20 * SECOND);
    for (const { name, token, process } of seen) {
      const held = leasesIn(stage.driver.state.cib).some((lease) => lease.token === token);
      if (held && processes.some((p) => p.name === process && !p.dead))
        complain(`run ${name} did not see that ${top} was changed`);
    }
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
  const others = Math.floor(random() * 3);
  const fourths = random() < 0.3 ? 1 : 0;
  await stage.until(
    Promise.all([
      ...Array.from({ length: runs }, () => later(begin)),
      ...Array.from({ length: others }, () => later(other)),
      ...Array.from({ length: fourths }, () => later(fourth)),
      ...Array.from({ length: faults }, () => later(fault)),
    ]),
  );

  for (let turn = 0; turn < 6; turn++) {
    const [open] = runsIn(stage.driver.state.cib).filter((run) => !hasEnded(run));
    if (open === undefined && leasesIn(stage.driver.state.cib).length === 0) break;
    await mended(stage);
    if (open === undefined) continue;
    // What was taken back into service meanwhile cannot be drained to the end: a person has to say so.
    if (open.reason?.includes("has ended before") === true) {
      say(`undoes ${open.id}: ${await stage.until(outcomeOf(undone(stage, open.id)))}`);
      continue;
    }
    const process = stage.process(`r${turn}`, turn < 2 ? deaths() : {});
    processes.push(process);
    const work = resumeRun(process.cluster, open.id, process.options({ limits: LIMITS, queue: HOUR }));
    say(`${process.name} resumes ${open.id}: ${await stage.until(outcome(Promise.race([work, process.died])))}`);
  }
  await mended(stage);
  for (const text of left(stage, services)) wrong.add(text);
  const said = processes.flatMap((p) => p.said.map((text) => `${p.name} ${text}`));
  return { story: [...story, ...said], wrong: [...wrong], deaths: processes.filter((p) => p.dead).length, faults };
}

const undone = (stage: Theatre, id: string): Promise<unknown> =>
  undoRun(stage.cluster, id, stage.process("mender").options());

/**
 * While nothing else breaks, no replica of a service stops but one at a time (the other user may stop the clone, and start it),
 * and what depends on another runs nowhere without it.
 */
function watch(stage: Theatre, services: readonly Service[], isCalm: boolean, complain: (text: string) => void): void {
  if (!isCalm) return;
  const last = new Map<string, number>();
  stage.onMoment = () => {
    for (const { id, process, replicas } of services) {
      const now = stage.count(process);
      const fewer = now < (last.get(id) ?? replicas);
      last.set(id, now);
      if (replicas > 1 && fewer && now < replicas - 1 && !isDisabled(stage, id))
        complain(`only ${now} of ${replicas} ${process} run`);
    }
    if (services === LINKED) for (const text of outOfOrder(stage)) complain(text);
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
  const back = switchNodes("unstandby", NODES);
  await stage.until(carryOut(stage.cluster, back, { who: "mender@test", dryRun: false }).catch(ifFails(undefined)));
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
function left(stage: Theatre, services: readonly Service[]): string[] {
  const { cib } = stage.driver.state;
  const open = runsIn(cib).filter((run) => !hasEnded(run));
  return [
    ...leasesIn(cib).map(({ name }) => `the lease ${name} is left`),
    ...open.map(({ id, state, reason }) => `run ${id} is ${state}: ${reason ?? ""}`),
    ...(/id="holdfast-run-[0-9a-z]+-|holdfast-edit|holdfast-drain/.test(printXml(cib))
      ? ["something of a run is left"]
      : []),
    ...services
      .filter(({ process, replicas }) => stage.count(process) !== replicas)
      .map(({ process, replicas }) => `${stage.count(process)} of ${replicas} ${process} run in the end`),
  ];
}
