/**
 * Redis. The promoted one is whole when all replicas that there are to be are connected to it, another when its link is up and
 * its data are there. The promoted one is not stopped while no replica has its data. Source: the INFO command;
 * ocf:heartbeat:redis.
 */
import type { Condition } from "../../report/health/document.ts";
import { no, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import type { HealthSubject } from "../model/subject.ts";
import { answerOf, askFirst } from "./ask.ts";

export interface RedisInstance {
  readonly loading: boolean;
  readonly master: boolean;
  /** How many bytes of the stream of writes it has. */
  readonly offset: number;
  /** Of a master: those that are in step. */
  readonly online: number;
  /** Of a replica. */
  readonly linkUp: boolean;
  readonly syncing: boolean;
  /** `no-failover`, or a failover that is under way. */
  readonly failover: string;
}

/** Bytes that a replica may lag behind while writes come in. */
const BEHIND = 1_000_000;

const PROGRAMS = ["redis-cli", "valkey-cli"] as const;
const SOCKET = "/var/run/redis/redis.sock";
const CONFIGURATIONS = ["/etc/redis/redis.conf", "/etc/redis.conf"];
const INFO = "INFO persistence\nINFO replication\n";

export const redisHealth = serviceOf<RedisInstance>({
  name: "redis",
  fits: ({ agent }) => agent === "ocf:heartbeat:redis",
  look,
  judge,
});

async function look(ask: AskReplica, { parameters }: HealthSubject): Promise<Heard<RedisInstance>> {
  const args = ["-s", parameters.get("socket_name") ?? SOCKET];
  let outcome = await askFirst(ask, PROGRAMS, args, { input: INFO });
  if (answerOf(outcome)?.startsWith("NOAUTH") === true) {
    const own = parameters.get("config");
    const files = own === undefined ? CONFIGURATIONS : [own];
    const found = await ask(["grep", "-h", "-s", "-E", "^[[:space:]]*requirepass[[:space:]]", ...files]);
    const password = found.kind === "answered" ? passwordIn(found.stdout) : undefined;
    if (password !== undefined)
      outcome = await askFirst(ask, PROGRAMS, args, { input: `AUTH ${JSON.stringify(password)}\n${INFO}` });
  }
  const text = answerOf(outcome);
  const instance = text === undefined ? undefined : parseRedis(text);
  return instance === undefined ? unheard("redis-cli", outcome) : said(instance);
}

/** The last one counts, as Redis reads it. */
function passwordIn(text: string): string | undefined {
  const line = text.trim().split("\n").at(-1) ?? "";
  const word = /^\s*requirepass\s+(.*?)\s*$/.exec(line)?.[1];
  return word === undefined || word === "" ? undefined : word.replace(/^(["'])(.*)\1$/, "$2");
}

/** Reads INFO's sections persistence and replication; undefined unless the last lines of both are there. */
export function parseRedis(text: string): RedisInstance | undefined {
  const fields = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const colon = line.indexOf(":");
      return colon <= 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
    }),
  );
  const number = (name: string): number | undefined => {
    const value = fields.get(name) ?? "";
    return /^\d{1,18}$/.test(value) ? Number(value) : undefined;
  };
  const role = fields.get("role");
  const [loading, sent] = [number("loading"), number("master_repl_offset")];
  // The last field of the last section: where it is missing, the answer was cut off.
  const whole = number("repl_backlog_histlen") !== undefined;
  if (!whole || loading === undefined || sent === undefined || (role !== "master" && role !== "slave"))
    return undefined;
  const connected = number("connected_slaves");
  if (connected === undefined) return undefined;
  const online = [...fields].filter(
    ([name, value]) => /^slave\d+$/.test(name) && /(?:^|,)state=online(?:,|$)/.test(value),
  );
  if (role === "slave" && (!fields.has("master_link_status") || number("master_sync_in_progress") === undefined))
    return undefined;
  return {
    loading: loading !== 0,
    master: role === "master",
    offset: role === "master" ? sent : (number("slave_repl_offset") ?? sent),
    online: online.length,
    linkUp: fields.get("master_link_status") === "up",
    syncing: number("master_sync_in_progress") !== 0,
    failover: fields.get("master_failover_state") ?? "no-failover",
  };
}

function judge(instance: RedisInstance, { others }: Among<RedisInstance>): Opinion {
  const whole = wholeness(instance, others.length, others.find(({ value }) => value.master)?.value);
  const successor = others.some(({ value }) => !value.master && value.linkUp && !value.syncing);
  if (instance.master && others.length > 0 && !successor)
    return { whole, against: no("NoSuccessor", "no replica has its data: what was written last would be lost") };
  return { whole };
}

function wholeness(instance: RedisInstance, replicas: number, master: RedisInstance | undefined): Condition {
  const { loading, failover, online, offset, linkUp, syncing } = instance;
  if (loading) return no("Loading", "it is still loading its data");
  if (failover !== "no-failover") return no("FailingOver", `a failover is under way (${failover})`);
  if (instance.master)
    return online < replicas
      ? no("ReplicasMissing", `${online} of ${replicas} replicas are online`)
      : yes("Master", `it is the master, with ${online} replicas online`);
  if (syncing) return no("Syncing", "it takes its data from the master");
  if (!linkUp) return no("LinkDown", "its link to the master is down");
  if (master !== undefined && master.offset - offset > BEHIND)
    return no("Behind", `it is ${master.offset - offset} bytes behind the master`);
  return yes("InStep", "its link to the master is up, and it has its data");
}
