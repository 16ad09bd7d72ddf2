/** Every command that takes `--output json` answers with a document that fits the schema published for it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { printXml } from "../../src/cib/xml/print.ts";
import { PUBLISHED } from "../../src/cli/answer-schemas.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { makeProgram, runProgram } from "../../src/cli/program.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { HoldfastError } from "../../src/cluster/error.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "../stories/deck.ts";

/** What to ask each command, by its words. A new command with `--output` belongs here, and its schema in cli/answer-schemas.ts. */
const ASKED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  status: [[], ["redis-bundle"], ["controller-0"]],
  config: [[], ["redis-bundle", "haproxy-bundle"]],
  diff: [["small.yaml", "small.yaml"]],
  drift: [["changed.xml"], ["same.xml"]],
  versions: [[]],
  disown: [["redis-bundle"]],
  compile: [["small.yaml"]],
  plan: [["changed.xml"], ["same.xml"]],
  apply: [
    ["same.xml", "--yes"],
    ["changed.xml", "--yes"],
  ],
  wait: [["-t", "1s"], ["redis-bundle", "--role", "Promoted", "-t", "0s"], ["nosuch"]],
  explain: [["redis-bundle", "--on", "controller-1"], ["controller-1"]],
  whatif: [["--only", "node-standby"]],
  events: [[]],
  inject: [
    ["process-kill", "redis"],
    ["process-kill", "redis:1"],
    ["process-kill", "redis-bundle"],
    ["start-fail", "redis", "2"],
  ],
  "node standby": [
    ["controller-0", "controller-1", "--dry-run"],
    ["controller-0", "--wait"],
  ],
  "node unstandby": [["controller-0"]],
  "node maintenance": [["controller-0"]],
  "node unmaintenance": [["controller-0"]],
  "node attribute": [["controller-0", "rack=b2"], ["controller-0", "rack="], ["controller-0"]],
  "node utilization": [["controller-0", "cpu=16"], ["controller-0"]],
  // A member is not off; the answer is like that of fence.
  "node confirm-off": [],
  // Only on a Pacemaker cluster.
  "node clear": [],
  // Simulated agents have no programs.
  "resource debug": [],
  "resource move": [["haproxy-bundle", "controller-1", "--for", "1h", "--dry-run"]],
  "resource ban": [["haproxy-bundle", "controller-1", "--for", "1h"]],
  "resource clear": [["haproxy-bundle"]],
  "resource restart": [
    ["haproxy-bundle", "--node", "controller-0", "--wait=20s"],
    ["galera-bundle", "--rolling", "--dry-run"],
  ],
  "resource param": [["ip-10.0.0.101"], ["ip-10.0.0.101", "cidr_netmask=24", "--dry-run"]],
  "resource meta": [["redis-bundle"], ["redis-bundle", "resource-stickiness=5"]],
  "resource utilization": [["ip-10.0.0.101", "cpu=1"]],
  "resource op": [["redis"], ["redis", "monitor", "interval=45s", "timeout=70s"]],
  "resource remove": [["ip-10.0.0.101", "--yes"]],
  "resource cleanup": [["redis:0"]],
  "resource refresh": [["redis-bundle"]],
  "property list": [[], ["stonith-enabled"]],
  "property set": [["cluster-recheck-interval=5min"]],
  "property unset": [["cluster-recheck-interval"]],
  "constraint list": [[], ["haproxy-bundle"]],
  "constraint location": [["haproxy-bundle", "prefers", "controller-0=10"]],
  "constraint colocation": [["redis-bundle", "with", "haproxy-bundle", "10"]],
  "constraint order": [["haproxy-bundle", "then", "redis-bundle", "--kind", "Optional"]],
  "constraint remove": [["location-haproxy-bundle-controller-0-10", "order-haproxy-bundle-redis-bundle-Optional"]],
  "tag add": [["old", "haproxy-bundle", "redis-bundle"]],
  "tag list": [[], ["old"]],
  "tag remove": [["old", "redis-bundle"], ["old"]],
  "group add": [["addresses", "ip-172.17.3.122", "ip-172.17.4.90"]],
  "group list": [[]],
  "group remove": [["addresses", "ip-172.17.4.90", "--yes"]],
  "alert add": [["/usr/local/bin/page.sh", "team=a", "--event", "fencing", "--recipient", "x"]],
  "alert recipient": [["page", "y"]],
  "alert param": [["page", "team=b"]],
  "alert meta": [["page", "timeout=15s"]],
  "alert list": [[]],
  "acl role": [["operator", "read=/cib", "write=haproxy-bundle"]],
  "acl user": [["alice", "operator"]],
  "acl group": [
    ["night", "operator"],
    ["night", "--remove"],
  ],
  "acl list": [[]],
  "acl remove": [["operator-write", "operator"]],
  "alert remove": [["page-recipient", "page"]],
  "resource disable": [
    ["haproxy-bundle", "--dry-run"],
    ["haproxy-bundle", "--wait=5m", "--why", "a test"],
    ["haproxy-bundle"],
  ],
  "resource enable": [["haproxy-bundle", "--wait"]],
  "resource unmanage": [["redis-bundle", "haproxy-bundle"]],
  "resource manage": [["redis-bundle", "haproxy-bundle"]],
  "resource maintenance": [["redis-bundle"]],
  "resource unmaintenance": [["redis-bundle"]],
  "maintenance begin": [
    ["redis-bundle", "controller-1", "--for", "1h", "--why", "a test"],
    ["all", "--for", "1h", "--why", "a test", "--dry-run"],
  ],
  "maintenance end": [["redis-bundle", "controller-1"]],
  drain: [["controller-1", "--dry-run"]],
  // Of a drained node: test/runs has it. It answers as drain does.
  undrain: [],
  "run list": [[]],
  // Of runs that no question here begins: test/runs has them.
  "run show": [],
  "run watch": [],
  "run pause": [],
  "run resume": [],
  "run undo": [],
  "lease take": [["deploy", "--why", "a test", "--resource", "redis-bundle"]],
  "lease list": [[]],
  "lease break": [["deploy", "--why", "a test"]],
  // Its token is known only to the user who took it; the answer is like that of break.
  "lease release": [],
  cleanup: [[], ["redis:1", "haproxy-bundle"], ["redis-bundle", "--node", "controller-0"]],
  history: [[]],
  "history show": [["0.2"]],
  "history diff": [["0.2"], ["0.2", "0.2"]],
  "history revert": [
    ["0.2", "--dry-run"],
    ["0.2", "--yes"],
  ],
  verify: [[], ["same.xml"]],
  "agent list": [[], ["ipmi"]],
  "agent describe": [["IPaddr2"]],
  // The deck has no secret; it answers as apply and runs do.
  rotate: [],
  secrets: [[], ["small.yaml"], ["same.xml"]],
  health: [[], ["galera-bundle", "redis"]],
  "fencing list": [[]],
  "fencing levels": [[]],
  "fencing history": [[], ["controller-0"]],
  "fencing test": [["controller-0"], ["--all"]],
  "fencing explain": [["controller-0"], ["galera-bundle-0"]],
  "ticket list": [[]],
  // The deck has no ticket; a change is held to its schema by the compiler.
  "ticket grant": [],
  "ticket revoke": [],
  "ticket standby": [],
  "ticket activate": [],
  backup: [[], ["b.xml"]],
  restore: [
    ["same.xml", "--dry-run"],
    ["same.xml", "--yes"],
  ],
  "node fence": [["controller-2", "--yes"]],
  // No machine is reached here, which is an answer too.
  "cluster compare": [
    ["one.conf", "one.conf"],
    ["one.conf", "cluster.yaml"],
  ],
  // It needs a running cluster; its answer is that of compare.
  "cluster reload": [],
  "cluster create": [["--file", "cluster.yaml", "--dry-run", "--cluster", "pacemaker+exec:false"]],
  // There is no lab here; what it says of one is held to its schema by the compiler.
  "lab status": [],
};

const turn = (): Promise<void> => sleep(10);

// Only a store keeps history.
const directory = mkdtempSync(join(tmpdir(), "holdfast-documents-"));
let running: RunningCluster;
beforeAll(async () => {
  running = await startEmbedded({
    directory,
    schedule,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
    configuration: deckConfiguration(),
  });
  running.driver.settle(running.driver.now + 30 * 60 * 1000);
}, 60_000);
afterAll(async () => {
  await running.stop();
  rmSync(directory, { recursive: true });
});

const writeSecretFile = async (): Promise<void> => undefined;

async function readFile(path: string): Promise<string> {
  const { cib } = await running.cluster.read();
  if (path === "same.xml") return printXml(cib);
  if (path === "small.yaml") return "profile: tripleo-train\ncluster: small\nproperties: {stonith-timeout: 90s}\n";
  if (path === "one.conf") return "totem {\n  version: 2\n}\n";
  if (path === "cluster.yaml") return "nodes: [one]\ncorosync: {}\n";
  if (path === "changed.xml")
    return printXml(cib).replace('id="redis-bundle"', 'id="redis-bundle" description="changed"');
  throw new HoldfastError("missing", `there is no file ${path}`);
}

async function holdfast(...argv: string[]): Promise<Spoken> {
  const spoken: Spoken = { out: "", err: "" };
  const openCluster = async () => ({ ...running.cluster, close: async () => undefined });
  let done = false;
  const ended = runProgram(testContext(spoken, { openCluster, readFile, writeSecretFile }), argv).finally(() => {
    done = true;
  });
  // What a command asks of the engine is done in virtual time, which passes only here.
  while (!done) {
    await turn();
    if (!done) running.driver.runUntil(() => false, running.driver.now + 100);
  }
  await ended;
  return spoken;
}

async function commandsWithOutput(): Promise<string[]> {
  const program = await makeProgram(testContext({ out: "", err: "" }, {}), async () => undefined, []);
  const walk = (command: Command, words: readonly string[]): string[] => [
    ...(command.options.some((option) => option.long === "--output") ? [words.join(" ")] : []),
    ...command.commands.flatMap((sub) => walk(sub, [...words, sub.name()])),
  ];
  return walk(program, []);
}

async function schemaFor(words: string): Promise<z.ZodType> {
  const name = words.split(" ")[0] ?? "";
  const found = Object.entries(PUBLISHED).find(([command]) => command === name);
  if (found === undefined)
    throw new Error(`holdfast ${words} --output json has no schema: add it to cli/answer-schemas.ts`);
  return (await found[1]()).schema;
}

/** One document, or with `events` one a line. */
function documentsIn(words: string, text: string): unknown[] {
  return words === "events"
    ? text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line))
    : [JSON.parse(text)];
}

describe("every command's JSON", () => {
  test("has a schema and a question in this test", async () => {
    const commands = await commandsWithOutput();
    expect(commands.sort()).toEqual(Object.keys(ASKED).sort());
    for (const words of commands) expect(await schemaFor(words)).toBeDefined();
  });

  for (const [words, questions] of Object.entries(ASKED))
    for (const question of questions)
      test(["holdfast", words, ...question].join(" "), { timeout: 60_000 }, async () => {
        // What the question before has begun is over, or what it moved may run nowhere for a moment.
        running.driver.settle(running.driver.now + 10 * 60 * 1000);
        const { out, err } = await holdfast(...words.split(" "), ...question, "--output", "json");
        expect(err).toBe("");
        const schema = await schemaFor(words);
        const documents = documentsIn(words, out);
        expect(documents.length).toBeGreaterThan(0);
        for (const document of documents) schema.parse(document);
      });

  test("of an error, on standard error", async () => {
    const schema = await schemaFor("error");
    for (const argv of [
      ["status", "nosuch"],
      ["plan", "nosuch.yaml"],
      ["node", "standby", "nosuch"],
      ["inject", "nosuch"],
    ]) {
      const { out, err } = await holdfast(...argv, "--output", "json");
      expect(out).toBe("");
      schema.parse(JSON.parse(err));
    }
  });

  test("is published as a JSON Schema by the command's name", async () => {
    for (const name of Object.keys(PUBLISHED)) {
      const { out } = await holdfast("schema", name);
      expect(JSON.parse(out)).toMatchObject({
        $schema: expect.any(String),
        title: expect.stringMatching(/^Holdfast /),
      });
    }
  });
});
