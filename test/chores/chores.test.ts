/** A week of chores on the deck's cluster in virtual time: each command ends as it should, and no file is edited by hand. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import type { RunningCluster } from "../../src/cluster/embedded/open.ts";
import { HoldfastError } from "../../src/cluster/error.ts";
import { readingOf } from "../../src/scheduler/reading.ts";
import { embedded, whileTimePasses } from "../change/verb-cluster.ts";
import { deckConfiguration } from "../stories/deck.ts";
import { choresOf } from "./chores.ts";

const CHORES = choresOf({
  vip: "ip-10.0.0.101",
  spare: "ip-172.17.3.122",
  bundle: "redis-bundle",
  inner: "redis",
  parameter: "wait_last_known_master=true",
  device: "fence-controller-0",
  kind: "simulated",
});

let world: RunningCluster;
beforeAll(async () => {
  world = await embedded(deckConfiguration());
});
afterAll(() => world.stop());

async function readFile(path: string): Promise<string> {
  const text = printXml((await world.cluster.read()).cib);
  if (path === "same.xml") return text;
  if (path === "changed.xml") return text.replace('id="redis-bundle"', 'id="redis-bundle" description="changed"');
  throw new HoldfastError("missing", `there is no file ${path}`);
}

async function holdfast(argv: readonly string[]): Promise<Spoken & { readonly exit: number }> {
  const spoken: Spoken = { out: "", err: "" };
  const openCluster = async () => ({ ...world.cluster, close: async () => undefined });
  const exit = await whileTimePasses(world, runProgram(testContext(spoken, { openCluster, readFile }), argv));
  return { ...spoken, exit };
}

describe("a week", () => {
  test("has the 48 chores that were listed", () => expect(CHORES).toHaveLength(48));

  test("has no command for these, and says why", () => {
    const open = CHORES.filter(({ asked }) => asked.length === 0);
    expect(open.every(({ none = "" }) => none !== "")).toBe(true);
    expect(open.map(({ chore }) => chore)).toEqual([
      "rolling restart",
      "debug-start",
      "remove a node",
      "stop and start the cluster",
      "quorum, qdevice, links",
    ]);
  });

  CHORES.filter(({ asked }) => asked.length > 0).forEach(({ chore, asked }) => {
    // Minutes of a cluster's time each, on a machine that may be busy.
    test(chore, { timeout: 240_000 }, async () => {
      for (const { argv, exits } of asked) {
        const { exit, out, err } = await holdfast(argv);
        expect(exits, `${argv.join(" ")}: ${exit}\n${out}${err}`).toContain(exit);
        if (exits[0] === 0 && exit === 0) expect(out).not.toBe("");
        expect(out + err).not.toContain("new-one");
      }
    });
  });

  test("leaves nothing switched", async () => {
    const { model } = readingOf(await world.cluster.read());
    expect(model.nodes.filter((n) => n.standby || n.maintenance).map((n) => n.name)).toEqual([]);
    expect(printXml((await world.cluster.read()).cib)).not.toMatch(/cli-ban-|cli-prefer-|holdfast-restart|"Stopped"/);
  });
});
