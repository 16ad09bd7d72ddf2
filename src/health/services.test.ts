/** Each service's answers, as its own tools print them: what is made of them, and that what is no whole answer is never whole. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CommandOutcome } from "../cluster/port.ts";
import type { KnownService, Opinion } from "./model/service.ts";
import type { AskedReplica, HealthSubject } from "./model/subject.ts";
import { cinderVolumeHealth } from "./services/cinder-volume.ts";
import { drbdHealth } from "./services/drbd.ts";
import { galeraHealth } from "./services/galera.ts";
import { haproxyHealth } from "./services/haproxy.ts";
import { ovnDbsHealth } from "./services/ovn-dbs.ts";
import { postgresqlHealth } from "./services/postgresql.ts";
import { rabbitmqHealth } from "./services/rabbitmq.ts";
import { redisHealth } from "./services/redis.ts";

/** What the program of this name prints on a replica; an exit status where it fails. */
type Printed = Readonly<Record<string, string | number>>;

/** What each replica says, in order; each has what its programs print. */
async function opinions(
  service: KnownService,
  replicas: readonly Printed[],
  more: Partial<HealthSubject> = {},
): Promise<Opinion[]> {
  const asked = replicas.map((_, i) => ({ id: `r${i}`, node: undefined, container: undefined, parts: [] })) as never;
  const subject = { parameters: new Map(), agent: undefined, image: undefined, ...more } as HealthSubject;
  const all: readonly AskedReplica[] = asked;
  const judged = await service.judgements(subject, all, (replica) => async (argv): Promise<CommandOutcome> => {
    const said = replicas[all.indexOf(replica)]?.[argv[0]] ?? "";
    return typeof said === "number"
      ? { kind: "answered", exit: said, stdout: "", stderr: "" }
      : { kind: "answered", exit: 0, stdout: said, stderr: "" };
  });
  return all.flatMap((replica) => judged.get(replica) ?? []);
}

const short = (all: readonly Opinion[]): string[] =>
  all.map(({ whole, against }) => (against === undefined ? whole.reason : `${whole.reason}, ${against.reason}`));

const RABBIT = JSON.stringify({
  active_plugins: [],
  alarms: [],
  cluster_name: "rabbit@controller-0",
  disk_nodes: ["rabbit@controller-0", "rabbit@controller-1", "rabbit@controller-2"],
  maintenance_status: { "rabbit@controller-0": "not under maintenance" },
  partitions: {},
  ram_nodes: [],
  running_nodes: ["rabbit@controller-0", "rabbit@controller-1", "rabbit@controller-2"],
  versions: {},
});

const GALERA = `wsrep_local_recv_queue\t0\nwsrep_local_state\t4\nwsrep_local_state_comment\tSynced\nwsrep_cluster_size\t3
wsrep_cluster_state_uuid\t0b5b6b0e-cc0c-11f0-9d0e-7a2d2f9d7f55\nwsrep_cluster_status\tPrimary\nwsrep_connected\tON
wsrep_ready\tON\nread_only\tOFF\n`;

const REDIS = `# Persistence\r\nloading:0\r\n\r\n# Replication\r\nrole:slave\r\nmaster_host:controller-1\r\nmaster_link_status:up\r
master_sync_in_progress:0\r\nslave_repl_offset:14\r\nconnected_slaves:0\r\nmaster_repl_offset:14\r\nrepl_backlog_histlen:14\r\n`;

const OVN = "state: backup\nreplicating: tcp:172.17.1.74:6641\ndatabase: OVN_Northbound\n";

const STAT = `# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,
mysql,FRONTEND,,,0,1,2000,3,0,0,0,0,0,,,,,OPEN,,
mysql,controller-0,0,0,0,1,,3,0,0,,0,,0,0,0,0,UP,1,
mysql,BACKEND,0,0,0,1,200,3,0,0,0,0,,0,0,0,0,UP,1,

`;

const CINDER = `Binary           Host                                 Zone             Status     State Updated At           RPC Version
cinder-scheduler controller-0                         nova             enabled    :-)   2026-01-01 00:00:00  3.12
cinder-volume    hostgroup@tripleo_ceph               nova             enabled    :-)   2026-01-01 00:00:00  3.16
`;

const DRBD = JSON.stringify([
  {
    name: "r0",
    "node-id": 0,
    role: "Primary",
    devices: [{ volume: 0, minor: 0, "disk-state": "UpToDate", quorum: true }],
    connections: [
      {
        "peer-node-id": 1,
        name: "two",
        "connection-state": "Connected",
        "peer-role": "Secondary",
        peer_devices: [
          { volume: 0, "replication-state": "Established", "peer-disk-state": "UpToDate", "out-of-sync": 0 },
        ],
      },
    ],
  },
]);

const PSQL = "recovery|f\nstandby|streaming|sync\nend\n";

const WHOLE: readonly (readonly [KnownService, string, string, Partial<HealthSubject>])[] = [
  [rabbitmqHealth, "rabbitmqctl", RABBIT, {}],
  [galeraHealth, "mysql", GALERA, {}],
  [redisHealth, "redis-cli", REDIS, {}],
  [ovnDbsHealth, "ovs-appctl", OVN, {}],
  [haproxyHealth, "socat", STAT, {}],
  [cinderVolumeHealth, "cinder-manage", CINDER, { image: "cinder-volume" }],
  [drbdHealth, "drbdsetup", DRBD, {}],
  [postgresqlHealth, "runuser", PSQL, {}],
];

describe.each(WHOLE.map(([service, ...rest]) => [service.name, service, ...rest] as const))(
  "%s",
  (_, service, program, good, more) => {
    const whole = async (said: Printed): Promise<string | undefined> =>
      (await opinions(service, [said], more))[0]?.whole.status;

    test("is whole by a good answer", async () => {
      expect(await whole({ [program]: good })).toBe("True");
    });

    test("is never whole by an answer that is cut off, empty or garbage, or by a program that failed", async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(good.trimEnd().length - 1), fc.string(), async (length, garbage) => {
          // A number or a word may lose its end and still be one, where nothing but it is cut.
          const isCut = !/^[\w:.]*\s*$/.test(good.slice(length)) || length === 0;
          if (isCut) expect(await whole({ [program]: good.slice(0, length) })).not.toBe("True");
          expect(await whole({ [program]: garbage })).not.toBe("True");
          expect(await whole({ [program]: `${garbage}${good.slice(0, Math.floor(length / 2))}` })).not.toBe("True");
        }),
      );
      for (const exit of [1, 2, 64, 69, 70, 75, 126]) expect(await whole({ [program]: exit })).not.toBe("True");
    });

    test("is Unknown where its program was not heard", async () => {
      const replica = { id: "r", node: undefined, container: undefined, parts: [] } as never;
      const subject = { parameters: new Map(), agent: undefined, image: undefined, ...more } as never;
      const silent = async (): Promise<CommandOutcome> => ({
        kind: "silent",
        reason: "TimedOut",
        text: "no answer in time",
      });
      const judged = await service.judgements(subject, [replica], () => silent);
      expect(judged.get(replica)?.whole).toMatchObject({ status: "Unknown", reason: "TimedOut" });
    });
  },
);

test("a broker that is not booted, a partition, an alarm, and queues that would lose their majority", async () => {
  const with_ = (change: object): Printed => ({ rabbitmqctl: JSON.stringify({ ...JSON.parse(RABBIT), ...change }) });
  expect(short(await opinions(rabbitmqHealth, [{ rabbitmqctl: 69 }]))).toEqual(["NotBooted"]);
  expect(short(await opinions(rabbitmqHealth, [with_({ partitions: { "rabbit@a": ["rabbit@b"] } })]))).toEqual([
    "Partitioned",
  ]);
  expect(short(await opinions(rabbitmqHealth, [with_({ alarms: [{ resource: "disk" }] })]))).toEqual(["Alarm"]);
  expect(short(await opinions(rabbitmqHealth, [{ rabbitmqctl: RABBIT, "rabbitmq-queues": 69 }]))).toEqual([
    "Running, QueuesCritical",
  ]);
  // A release without the check has no such queues.
  expect(short(await opinions(rabbitmqHealth, [{ rabbitmqctl: RABBIT, "rabbitmq-queues": 64 }]))).toEqual(["Running"]);
  expect(short(await opinions(rabbitmqHealth, [{ rabbitmqctl: RABBIT, "rabbitmq-queues": 75 }]))).toEqual([
    "Running, ProbeFailed",
  ]);
});

test("an active OVN without a copy has no successor, and two active ones are not whole", async () => {
  const active = { "ovs-appctl": "state: active\n" };
  const connecting = { "ovs-appctl": "state: backup\nconnecting: tcp:192.0.2.254:6641\ndatabase: OVN_Northbound\n" };
  expect(short(await opinions(ovnDbsHealth, [active, { "ovs-appctl": OVN }]))).toEqual(["Active", "Copying"]);
  expect(short(await opinions(ovnDbsHealth, [active, connecting]))).toEqual(["Active, NoSuccessor", "NotCopying"]);
  expect(short(await opinions(ovnDbsHealth, [active, active]))).toEqual(["TwoActive", "TwoActive"]);
});

test("a backend is HAProxy's fault only while another replica has it up", async () => {
  const up = { socat: STAT };
  const down = { socat: STAT.replace("0,0,0,0,UP,1,\n\n", "0,0,0,0,DOWN,1,\n\n") };
  expect(short(await opinions(haproxyHealth, [up, down]))).toEqual(["Serving", "BackendsDown"]);
  expect(short(await opinions(haproxyHealth, [down, down]))).toEqual(["Serving", "Serving"]);
});

test("the only up-to-date DRBD, and one that is not in step", async () => {
  const alone = { drbdsetup: DRBD.replace('"Connected"', '"Connecting"').replace('"Established"', '"Off"') };
  expect(short(await opinions(drbdHealth, [alone]))).toEqual(["NotConnected, OnlyUpToDate"]);
  const syncing = { drbdsetup: DRBD.replace('"disk-state":"UpToDate"', '"disk-state":"Inconsistent"') };
  expect(short(await opinions(drbdHealth, [syncing]))).toEqual(["NotUpToDate"]);
});

test("a primary of PostgreSQL without a standby, and the only synchronous standby under PAF", async () => {
  const primary = { runuser: PSQL };
  const alone = { runuser: "recovery|f\nend\n" };
  const standby = { runuser: "recovery|t\nreceiver|streaming\nend\n" };
  const lost = { runuser: "recovery|t\nend\n" };
  expect(short(await opinions(postgresqlHealth, [alone, lost]))).toEqual([
    "StandbysMissing, NoSuccessor",
    "NotStreaming",
  ]);
  expect(short(await opinions(postgresqlHealth, [primary, standby], { agent: "ocf:heartbeat:pgsqlms" }))).toEqual([
    "Primary",
    "Streaming, OnlySynchronous",
  ]);
  expect(short(await opinions(postgresqlHealth, [primary, standby], { agent: "ocf:heartbeat:pgsql" }))).toEqual([
    "Primary",
    "Streaming",
  ]);
  expect(short(await opinions(postgresqlHealth, [primary, primary]))).toEqual(["TwoPrimaries", "TwoPrimaries"]);
});

test("a cinder-volume that has stopped reporting, and that its work is not known", async () => {
  const more = { image: "cluster.common.tag/openstack-cinder-volume:pcmklatest" };
  expect(cinderVolumeHealth.fits({ agent: undefined, ...more } as HealthSubject)).toBe(true);
  expect(short(await opinions(cinderVolumeHealth, [{ "cinder-manage": CINDER }], more))).toEqual([
    "Reporting, WorkUnknown",
  ]);
  const dead = CINDER.replace(/(cinder-volume.*):-\)/, "$1XXX");
  expect(short(await opinions(cinderVolumeHealth, [{ "cinder-manage": dead }], more))).toEqual([
    "NotReporting, WorkUnknown",
  ]);
});
