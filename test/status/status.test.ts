/** What `status` answers to scripts: the published schema holds for it, and a watched resource tells each change once. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, get, withAttribute } from "../../src/cib/xml/tree.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { startEmbedded } from "../../src/cluster/embedded/open.ts";
import { openCluster } from "../../src/cluster/open.ts";
import { heldIn } from "../../src/report/held/read.ts";
import type { ResourceDetail } from "../../src/report/status/detail.ts";
import { nodeDetail } from "../../src/report/status/node-detail.ts";
import { statusDocument } from "../../src/report/status/page.ts";
import { resourceDetail } from "../../src/report/status/resource-detail.ts";
import { statusAnswer } from "../../src/report/status/schema.ts";
import { statusText } from "../../src/report/status/text.ts";
import { verdictOf } from "../../src/report/status/verdict.ts";
import { windowsOf } from "../../src/report/status/windows.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { type DeckCluster, settledDeck } from "../explain/deck-cluster.ts";
import { QUESTIONS } from "../explain/questions.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenClusters, whyNoGolden } from "../shared.ts";
import { deckConfiguration } from "../stories/deck.ts";

let directory: string;
let deck: DeckCluster;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-status-"));
  deck = await settledDeck();
});
afterAll(() => rmSync(directory, { recursive: true }));

async function holdfast(...argv: string[]): Promise<Spoken & { readonly status: number }> {
  const spoken: Spoken = { out: "", err: "" };
  const status = await runProgram(testContext(spoken, { openCluster }), argv);
  return { ...spoken, status };
}

test("status says that the CIB is of a newer feature set than any known, and of no older one", () => {
  const said = (featureSet: string): string | undefined => {
    const cib = `<cib crm_feature_set="${featureSet}"><configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>`;
    const parsed = parseXml(cib);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const document = statusDocument(unpack(parsed.root, 1_700_000_000));
    const line = statusText(document, String)
      .split("\n")
      .find((text) => text.includes("feature set"));
    expect(line === undefined).toBe(document.newerFeatureSet === undefined);
    return line?.trim();
  };
  expect(said("3.21.0")).toBe(
    "*** The CIB has feature set 3.21.0, newer than any known here: what is said may be wrong",
  );
  expect([said("3.20.5"), said("3.16.2")]).toEqual([undefined, undefined]);
});

const answer = (text: string): ReturnType<typeof statusAnswer.parse> => statusAnswer.parse(JSON.parse(text));

/** Every document that can be had of a CIB. */
function checkAll(cib: Element, now: number): void {
  const model = unpack(cib, now);
  const status = statusDocument(model);
  const planned = schedule(cib, { now }).model;
  const freshness = { cib: readVersion(cib), now, live: true, age: 0 };
  const circumstances = { freshness, fencings: undefined };
  const page = {
    document: "status",
    version: 3,
    ...verdictOf(status, model, planned, []),
    ...status,
    causes: [],
    fencing: null,
    windows: windowsOf(model),
    held: heldIn(model.cib, model.now),
    ...freshness,
  };
  expect(statusAnswer.parse(page).document).toBe("status");
  for (const { id } of status.resources)
    expect(statusAnswer.parse(resourceDetail(model, planned, id, circumstances)).document).toBe("resource");
  for (const { name } of status.nodes)
    expect(statusAnswer.parse(nodeDetail(model, planned, status, name, circumstances)).document).toBe("node");
}

test("the schema holds for the deck's cluster in every situation", LONG, () => {
  for (const happening of new Set(QUESTIONS.map((q) => q.happening))) checkAll(happening(deck.cib, deck.now), deck.now);
});

test("the schema holds for clusters of the past", LONG, (context) => {
  needs(context, whyNoGolden());
  for (const { text } of goldenClusters()) {
    const parsed = parseXml(text);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    checkAll(parsed.root, Number(get(parsed.root, "execution-date") ?? deck.now));
  }
});

test("one resource is one document: roles, replicas, containers, guest nodes, and how old it is", async () => {
  const path = join(directory, "settled.xml");
  writeFileSync(path, printXml(withAttribute(deck.cib, "execution-date", String(1_700_000_000 - 90))));
  const { out, status } = await holdfast("status", "redis-bundle", "-o", "json", "-c", `file:${path}`);
  expect(status).toBe(0);
  const document = answer(out);
  expect(document).toMatchObject({
    id: "redis-bundle",
    kind: "bundle",
    state: "ok",
    reasons: [],
    role: "Promoted",
    managed: true,
    targetRole: null,
    failCount: 0,
    pending: [],
    live: false,
    age: 90,
  });
  if (document.document !== "resource") throw new Error("not a resource");
  expect(document.nodes).toHaveLength(1);
  expect(document.node).toBe(document.nodes[0]);
  expect(document.instances.map((i) => [i.replica, i.container?.id, i.guest?.id])).toEqual(
    [0, 1, 2].map((n) => [n, `redis-bundle-podman-${n}`, `redis-bundle-${n}`]),
  );
  expect(document.instances.map((i) => i.role).sort()).toEqual(["Promoted", "Unpromoted", "Unpromoted"]);
  for (const i of document.instances) {
    expect(i.node).toBe(i.container?.node);
    expect(i.since).toBeGreaterThan(0);
    expect(i.lastOperation?.operation).toBeDefined();
  }
  const before = document.configurationDigest;
  writeFileSync(path, printXml(deck.cib).replace('redis-bundle"', 'redis-bundle" description="x"'));
  expect(answer((await holdfast("status", "redis-bundle", "-o", "json", "-c", `file:${path}`)).out)).not.toMatchObject({
    configurationDigest: before,
  });
});

test("a file is reported once, however it is asked", async () => {
  const path = join(directory, "once.xml");
  writeFileSync(path, printXml(deck.cib));
  const { out, status } = await holdfast("status", "--watch", "redis-bundle", "-o", "json", "-c", `file:${path}`);
  expect(status).toBe(0);
  expect(answer(out)).toMatchObject({ document: "resource", live: false, age: null });
});

test("a watched resource prints each change once, and ends well on a signal", async () => {
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
    configuration: deckConfiguration(),
  });
  const { driver, cluster } = running;
  driver.settle(driver.now + 30 * 60 * 1000);
  const stop = new AbortController();
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    openCluster: async () => ({ ...cluster, close: async () => undefined }),
    interrupted: stop.signal,
  });
  const watching = runProgram(context, ["status", "redis-bundle", "--watch", "-o", "json"]);
  const lines = (): ResourceDetail[] =>
    spoken.out
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => answer(line) as ResourceDetail);
  const pass = async (seconds: number): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      driver.runUntil(() => false, driver.now + 1000);
      await turn();
      await turn();
    }
  };
  await pass(120);
  expect(lines()).toHaveLength(1);
  const victim = lines()[0]?.node ?? "";
  await cluster.faults?.inject({ kind: "node-crash", node: victim }, "tester");
  await pass(300);
  stop.abort();
  expect(await watching).toBe(0);
  const told = lines();
  expect(told[0]).toMatchObject({ state: "ok", live: true, age: 0 });
  expect(told.some((d) => d.state !== "ok" && d.reasons.length > 0)).toBe(true);
  expect(told.at(-1)).toMatchObject({ state: "ok", role: "Promoted" });
  const content = told.map(({ now: _, cib, ...rest }) => JSON.stringify({ ...rest, epoch: cib.epoch }));
  for (const [i, text] of content.entries()) expect(text).not.toBe(content[i - 1]);
  await running.stop();
});
