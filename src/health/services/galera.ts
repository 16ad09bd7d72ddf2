/**
 * MariaDB with Galera. A member is whole when it is Synced in the Primary component, with all members that there are to be.
 * One that others take their state from is not stopped. Source: Galera's status variables; ocf:heartbeat:galera, which
 * calls a member promoted as soon as it is Primary, Synced or not.
 */
import { no, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import type { HealthSubject } from "../model/subject.ts";
import { answerOf, askFirst } from "./ask.ts";

export interface GaleraMember {
  readonly ready: boolean;
  readonly connected: boolean;
  /** `Primary`, `non-Primary`, `Disconnected`. */
  readonly component: string;
  /** 1 joining, 2 donor, 3 joined, 4 synced; their names differ between releases. */
  readonly state: number;
  readonly stateName: string;
  readonly size: number;
  /** Of the cluster's data: members with different ones are of different clusters. */
  readonly cluster: string;
  /** Write sets that wait to be applied. */
  readonly queue: number;
  readonly readOnly: boolean;
}

const DONOR = 2;
const SYNCED = 4;
/** Write sets; with more of them waiting a member is behind the others. */
const LONG_QUEUE = 100;

const STATUS = [
  "wsrep_ready",
  "wsrep_connected",
  "wsrep_cluster_status",
  "wsrep_local_state",
  "wsrep_local_state_comment",
  "wsrep_cluster_size",
  "wsrep_cluster_state_uuid",
  "wsrep_local_recv_queue",
].map((name) => `'${name}'`);

const SQL = `SHOW GLOBAL STATUS WHERE Variable_name IN (${STATUS.join(",")}); SHOW GLOBAL VARIABLES LIKE 'read_only'`;

export const galeraHealth = serviceOf<GaleraMember>({
  name: "galera",
  fits: ({ agent }) => agent === "ocf:heartbeat:galera",
  look: async (ask, subject) => {
    const outcome = await askClient(ask, subject);
    const text = answerOf(outcome);
    const member = text === undefined ? undefined : parseGalera(text);
    return member === undefined ? unheard("the database", outcome) : said(member);
  },
  judge,
});

/** As the agent asks: by its parameters, or as the user of the container, whose own files may hold a password. */
function askClient(ask: AskReplica, { parameters }: HealthSubject) {
  const user = parameters.get("check_user");
  const password = parameters.get("check_passwd");
  const socket = parameters.get("socket");
  const query = ["--batch", "--skip-column-names", "--connect-timeout=5", `--execute=${SQL}`];
  const where = socket === undefined ? [] : [`--socket=${socket}`];
  if (user === undefined || password === undefined) return askFirst(ask, PROGRAMS, [...where, ...query]);
  const input = `[client]\nuser=${optionValue(user)}\npassword=${optionValue(password)}\n`;
  return askFirst(ask, PROGRAMS, ["--defaults-extra-file=/dev/stdin", ...where, ...query], { input });
}

const PROGRAMS = ["mysql", "mariadb"] as const;

/** Quoted as the client's option files have it. */
const optionValue = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** Reads lines of a name and a value; undefined unless all of them are there, and read as they should. */
export function parseGalera(text: string): GaleraMember | undefined {
  const pairs = new Map(
    text.split("\n").flatMap((line): [string, string][] => {
      const [name, value, ...more] = line.split("\t");
      return name === undefined || value === undefined || more.length > 0 ? [] : [[name.toLowerCase(), value.trim()]];
    }),
  );
  const flag = (name: string): boolean | undefined => FLAGS.get(pairs.get(name)?.toUpperCase() ?? "");
  const number = (name: string): number | undefined => {
    const value = pairs.get(name) ?? "";
    return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  };
  const ready = flag("wsrep_ready");
  const connected = flag("wsrep_connected");
  // Last in the answer: where it is missing, the answer was cut off.
  const readOnly = flag("read_only");
  const [state, size, queue] = [
    number("wsrep_local_state"),
    number("wsrep_cluster_size"),
    number("wsrep_local_recv_queue"),
  ];
  const [component, cluster] = [pairs.get("wsrep_cluster_status"), pairs.get("wsrep_cluster_state_uuid")];
  if (ready === undefined || connected === undefined || readOnly === undefined) return undefined;
  if (state === undefined || size === undefined || queue === undefined || !component || !cluster) return undefined;
  const stateName = pairs.get("wsrep_local_state_comment") ?? String(state);
  return { ready, connected, component, state, stateName, size, cluster, queue, readOnly };
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["ON", true],
  ["OFF", false],
]);

function judge(member: GaleraMember, { others }: Among<GaleraMember>): Opinion {
  const { component, connected, ready, state, stateName, size, cluster, queue, readOnly } = member;
  const joining = others.find(
    (o) => o.value.component === "Primary" && o.value.state < SYNCED && o.value.state !== DONOR,
  );
  const donor =
    state === DONOR
      ? no(
          "Donor",
          joining === undefined
            ? "another member takes its state from it"
            : `${joining.replica.id} takes its state from it`,
        )
      : undefined;
  const rival = others.find((o) => o.value.component === "Primary" && o.value.cluster !== cluster);
  const whole = (() => {
    if (!connected || component !== "Primary")
      return no("NotPrimary", `its component is ${component}: it accepts no queries`);
    if (rival !== undefined) return no("SplitBrain", `${rival.replica.id} is a member of another cluster`);
    if (state !== SYNCED) return no("NotSynced", `it is ${stateName} (state ${state}), not Synced`);
    if (!ready) return no("NotReady", "it accepts no queries (wsrep_ready is OFF)");
    if (readOnly) return no("ReadOnly", "it accepts no writes (read_only is ON)");
    if (size <= others.length)
      return no("MembersMissing", `its cluster has ${size} members, and ${others.length + 1} replicas run`);
    if (queue > LONG_QUEUE) return no("Behind", `${queue} write sets wait to be applied`);
    return yes("Synced", `it is Synced, one of ${size} members`);
  })();
  return donor === undefined ? { whole } : { whole, against: donor };
}
