/** `events`: those of a time, of a resource or of a node, with their date; and of a file none, which it says. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { virtualClock } from "../../cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../cluster/embedded/open.ts";
import { openCluster } from "../../cluster/open.ts";
import { eventAnswer } from "../../report/events/schema.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { type Spoken, testContext } from "../context.testing.ts";
import { parseTimestamp, timestamp } from "../dates.ts";
import { runProgram } from "../program.ts";

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;
const CONFIGURATION = `<configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>
  <resources>${dummy("a")}${dummy("b")}<clone id="c">${dummy("web")}</clone></resources><constraints/>
</configuration>`;

let running: RunningCluster;
beforeAll(async () => {
  const configuration = parseXml(CONFIGURATION);
  if (!configuration.ok) throw new Error(configuration.problem.message);
  running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(START),
    configuration: configuration.root,
  });
  const { driver } = running;
  driver.settle(driver.now + HOUR / 2);
  driver.runUntil(() => false, START + 2 * HOUR);
  await running.cluster.faults?.inject({ kind: "process-kill", rsc: "a", node: undefined }, "tester");
  driver.runUntil(() => false, driver.now + 60_000);
});
afterAll(() => running.stop());

async function events(...argv: readonly string[]): Promise<Spoken & { readonly status: number }> {
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    now: () => running.driver.now,
    openCluster: async (url) =>
      url.startsWith("file:") ? openCluster(url) : { ...running.cluster, close: async () => undefined },
  });
  const status = await runProgram(context, ["events", ...argv]);
  return { ...spoken, status };
}

async function json(...argv: readonly string[]) {
  const { out } = await events(...argv, "-o", "json");
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => eventAnswer.parse(JSON.parse(line)));
}

test("since and until: an age by the cluster's clock, or a moment", async () => {
  const all = await json();
  const late = all.filter((e) => e.at >= running.driver.now - HOUR);
  expect(late.length).toBeGreaterThan(0);
  expect(late.length).toBeLessThan(all.length);
  expect(await json("--since", "1h")).toEqual(late);
  expect(await json("--since", timestamp(START + HOUR))).toEqual(late);
  expect(await json("--until", "1h")).toEqual(all.slice(0, -late.length));
  expect(await json("--since", "1h", "--until", "59m")).toEqual([]);
  expect((await events("--since", "yesterday")).status).toBe(64);
});

test("of a resource, of a node, and of what one did on the other", async () => {
  const ofA = await json("a");
  expect(ofA.length).toBeGreaterThan(2);
  for (const { event } of ofA) expect(JSON.stringify(event)).toMatch(/"a"|-a#|-a"/);
  const onN1 = await json("c", "n1");
  expect(onN1.length).toBeGreaterThan(0);
  for (const { event } of onN1) expect(event).toMatchObject({ rsc: expect.stringMatching(/^web/), node: "n1" });
  expect((await json("c")).length).toBe((await json("c", "n1", "n2", "n3")).length);
});

test("a name that neither the cluster nor its past knows is an error", async () => {
  expect(await events("webb", "-o", "text")).toMatchObject({
    status: 105,
    err: 'holdfast: there is no resource or node "webb", and no event of one\n  hint: did you mean "web"?\n',
  });
});

test("text has the date", async () => {
  const { out } = await events("a", "-o", "text");
  expect(out).toMatch(/^2026-01-01 \d\d:\d\d:\d\d a started on n\d/m);
});

test("a file has no events, which is said", async () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-events-"));
  try {
    const file = join(directory, "cib.xml");
    writeFileSync(file, printXml((await running.cluster.read()).cib));
    expect(await events("-c", `file:${file}`, "-o", "text")).toMatchObject({
      status: 3,
      err: expect.stringMatching(/^holdfast: a file has no events/),
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("moments are read as they are written", () => {
  const now = new Date(2026, 10, 28, 18, 30, 5).getTime();
  for (const text of ["2026-11-28 18:30:05", "2026-11-28T18:30:05", "18:30:05"])
    expect(parseTimestamp(text, now)).toBe(now);
  expect(parseTimestamp(timestamp(now), 0)).toBe(now);
  expect(parseTimestamp("2026-11-28", now)).toBe(new Date(2026, 10, 28).getTime());
  expect(parseTimestamp("2026-11-28T17:30:05Z", now)).toBe(Date.UTC(2026, 10, 28, 17, 30, 5));
  for (const text of ["", "25:00", "1h", "tomorrow", "2026-13-01"]) expect(parseTimestamp(text, now)).toBeUndefined();
});
