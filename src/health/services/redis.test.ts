/** What is made of INFO. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommandOutcome } from "../../cluster/port.ts";
import { parseRedis, redisHealth } from "./redis.ts";

/** Of Redis 7.0; a few lines are left out. */
const MASTER = `# Persistence
loading:0
async_loading:0
rdb_last_bgsave_status:ok
aof_last_write_status:ok

# Replication
role:master
connected_slaves:2
slave0:ip=10.89.8.12,port=6379,state=online,offset=4242,lag=0
slave1:ip=10.89.8.13,port=6379,state=wait_bgsave,offset=0,lag=0
master_failover_state:no-failover
master_replid:8a2b1f7d8e0a3f2c9b1e5d4c3b2a1908f7e6d5c4
master_repl_offset:4242
second_repl_offset:-1
repl_backlog_active:1
repl_backlog_size:1048576
repl_backlog_first_byte_offset:1
repl_backlog_histlen:4242
`.replaceAll("\n", "\r\n");

const REPLICA = `# Persistence
loading:0

# Replication
role:slave
master_host:controller-1
master_port:6379
master_link_status:down
master_last_io_seconds_ago:-1
master_sync_in_progress:1
slave_read_repl_offset:14
slave_repl_offset:14
master_sync_total_bytes:400
slave_priority:100
connected_slaves:0
master_failover_state:no-failover
master_repl_offset:14
repl_backlog_histlen:14
`.replaceAll("\n", "\r\n");

test("a master counts the replicas that are in step", () => {
  expect(parseRedis(MASTER)).toMatchObject({ master: true, loading: false, online: 1, offset: 4242 });
});

test("a replica says how it is linked", () => {
  expect(parseRedis(REPLICA)).toMatchObject({ master: false, linkUp: false, syncing: true, offset: 14 });
});

test("half an answer is not read", () => {
  for (const text of [MASTER, REPLICA]) {
    const end = text.indexOf("repl_backlog_histlen:") + "repl_backlog_histlen:".length;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: end }), (length) => {
        expect(parseRedis(text.slice(0, length))).toBeUndefined();
      }),
    );
  }
  fc.assert(fc.property(fc.string(), (garbage) => void expect(parseRedis(garbage)).toBeUndefined()));
});

test("the password is found in the configuration, and goes in by standard input alone", async () => {
  const asked: { readonly argv: readonly string[]; readonly input: string | undefined }[] = [];
  const ended = (stdout: string): CommandOutcome => ({ kind: "answered", exit: 0, stdout, stderr: "" });
  const ask = async (argv: readonly string[], options?: { readonly input?: string }) => {
    asked.push({ argv, input: options?.input });
    if (argv[0] === "grep") return ended('requirepass "s3 cret"\n');
    return ended(options?.input?.startsWith("AUTH") === true ? `OK\n${MASTER}` : "NOAUTH Authentication required.\n");
  };
  const replica = { id: "redis:0", node: undefined, container: undefined, parts: [] } as never;
  const subject = { parameters: new Map(), replicas: [replica], expected: 1 } as never;
  const judged = await redisHealth.judgements(subject, [replica], () => ask);
  expect(judged.get(replica)?.whole.status).toBe("True");
  expect(asked.map(({ input }) => input?.split("\n")[0])).toEqual(["INFO persistence", undefined, 'AUTH "s3 cret"']);
  expect(asked.flatMap(({ argv }) => argv).join(" ")).not.toContain("s3 cret");
});
