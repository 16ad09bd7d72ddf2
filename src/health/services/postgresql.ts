/**
 * PostgreSQL, under ocf:heartbeat:pgsql or PAF. A primary is whole when it takes writes and all standbys stream from it, a
 * standby when it receives them. A primary is not stopped while no standby has its writes. Source: pg_is_in_recovery(),
 * pg_stat_replication, pg_stat_wal_receiver.
 */
import type { Condition } from "../../report/health/document.ts";
import { no, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import type { HealthSubject } from "../model/subject.ts";
import { answerOf } from "./ask.ts";

export interface DatabaseInstance {
  readonly primary: boolean;
  /** Of a primary: how each standby that streams is counted, `sync`, `quorum`, `async` or `potential`. */
  readonly streaming: readonly string[];
  /** Of a standby: it receives the stream. */
  readonly receiving: boolean;
}

const AGENTS: ReadonlySet<string> = new Set(["ocf:heartbeat:pgsql", "ocf:heartbeat:pgsqlms"]);

/** Each row begins with what it is; the last one says that the answer is whole. */
const SQL = `select 'recovery', pg_is_in_recovery();
select 'standby', state, sync_state from pg_stat_replication;
select 'receiver', status from pg_stat_wal_receiver;
select 'end';
`;

export const postgresqlHealth = serviceOf<DatabaseInstance>({
  name: "postgresql",
  fits: ({ agent }) => agent !== undefined && AGENTS.has(agent),
  look,
  judge,
});

async function look(ask: AskReplica, { parameters, agent }: HealthSubject): Promise<Heard<DatabaseInstance>> {
  const user = parameters.get(agent === "ocf:heartbeat:pgsqlms" ? "system_user" : "pgdba") ?? "postgres";
  const directory = parameters.get("bindir");
  const psql = parameters.get("psql") ?? (directory === undefined ? "psql" : `${directory}/psql`);
  const options = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres"];
  const host = parameters.get("pghost") ?? parameters.get("socketdir");
  const port = parameters.get("pgport");
  const where = [...(host === undefined ? [] : ["-h", host]), ...(port === undefined ? [] : ["-p", port])];
  const outcome = await ask(["runuser", "-u", user, "--", psql, ...options, ...where], { input: SQL });
  const text = answerOf(outcome);
  const instance = text === undefined ? undefined : parsePostgresql(text);
  return instance === undefined ? unheard("psql", outcome) : said(instance);
}

function parsePostgresql(text: string): DatabaseInstance | undefined {
  const rows = text.split("\n").map((line) => line.split("|"));
  const recovery = rows.find(([what]) => what === "recovery")?.[1];
  if (!rows.some(([what]) => what === "end") || (recovery !== "t" && recovery !== "f")) return undefined;
  const standbys = rows.filter(([what, state]) => what === "standby" && state === "streaming");
  return {
    primary: recovery === "f",
    streaming: standbys.map(([, , how]) => how ?? ""),
    receiving: rows.some(([what, status]) => what === "receiver" && status === "streaming"),
  };
}

const SYNCHRONOUS: ReadonlySet<string> = new Set(["sync", "quorum"]);

function judge(instance: DatabaseInstance, { subject, others }: Among<DatabaseInstance>): Opinion {
  const whole = wholeness(
    instance,
    others.filter(({ value }) => !value.primary).length,
    others.some(({ value }) => value.primary),
  );
  if (instance.primary) {
    if (others.length === 0 || instance.streaming.length > 0) return { whole };
    return { whole, against: no("NoSuccessor", "no standby streams from it: what was written last would be lost") };
  }
  const primary = others.find(({ value }) => value.primary)?.value;
  const synchronous = primary?.streaming.filter((how) => SYNCHRONOUS.has(how)).length ?? 0;
  const waiting = primary?.streaming.filter((how) => how === "potential").length ?? 0;
  // The agent pgsql takes a standby that goes out of the list; with PAF each commit would wait for it.
  if (subject.agent === "ocf:heartbeat:pgsqlms" && synchronous === 1 && waiting === 0 && instance.receiving)
    return {
      whole,
      against: no("OnlySynchronous", "commits on the primary may wait for it: there is one synchronous standby"),
    };
  return { whole };
}

function wholeness({ primary, streaming, receiving }: DatabaseInstance, standbys: number, rival: boolean): Condition {
  if (primary) {
    if (rival) return no("TwoPrimaries", "another replica takes writes too");
    if (streaming.length < standbys)
      return no("StandbysMissing", `${streaming.length} of ${standbys} standbys stream from it`);
    return yes("Primary", `it is the primary, with ${streaming.length} standbys streaming`);
  }
  return receiving ? yes("Streaming", "it receives the primary's stream") : no("NotStreaming", "it receives no stream");
}
