/**
 * Drills on a real cluster, each while three writers apply changes of their own through three nodes: what was
 * acknowledged is there in the end. pcs writes the same in the same cluster, and both numbers are printed. Takes five
 * minutes.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { dc, described, inNode, lab, members, placesOf, until } from "./drills/view.ts";
import { addressFrom, holdfastWriter, lost, NODES, pcsWriter, type Written, writeMeanwhile } from "./drills/writers.ts";
import { holdfast, LAB, mustApply, mustRun } from "./holdfast.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const VIP = "10.89.8.50";
const STATE = "state-bundle";
/**
 * Seconds until all is back after a fault is healed. It takes about ten; where a fencing or an election runs into one of
 * Pacemaker's timers of a minute, a multiple of that.
 */
const WHOLE = 300;
const log: string[] = [];
let cluster: Cluster;

const wait = (): string => mustRun(["wait", "--timeout", "150s", "-c", `lab:${LAB}`], { limit: 160_000 });
const promotedOn = async (): Promise<string> => {
  const [host] = placesOf(await cluster.read(), STATE, "Promoted");
  if (host === undefined) throw new Error("nothing is promoted");
  return host;
};
const holdsVip = async (node: string): Promise<boolean> =>
  (await inNode(node, "ip", "-4", "-o", "addr", "show", "dev", "eth0")).includes(`${VIP}/`);
const another = (node: string): string => NODES.find((n) => n !== node) ?? node;

/** Whole again: every node a member, and all of the example in its roles. */
async function whole(seconds: number): Promise<number> {
  return until(
    cluster,
    "whole again",
    seconds,
    (s) =>
      members(s).length === NODES.length &&
      placesOf(s, STATE, "Promoted").length === 1 &&
      placesOf(s, STATE, "Unpromoted").length === 2 &&
      s.settled === true,
  );
}

/** A drill while three write. Everything they were told is in force has to be there once the cluster is at rest. */
async function drill(name: string, work: () => Promise<string>): Promise<void> {
  let told = "";
  const written = await writeMeanwhile(name.replace(/\W+/g, "-"), holdfastWriter, async () => {
    // They are under way before it begins.
    await until(cluster, "members", 10, (s) => members(s).length === NODES.length);
    told = await work();
  });
  wait();
  const gone = lost(written, (await cluster.read()).cib);
  tell(name, `${told}; ${outcome(written, gone)}`);
  expect(gone, `${told}; ${await described(undefined)}`).toEqual([]);
  for (const node of NODES) expect(written.acknowledged.filter((n) => n.includes(node)).length).toBeGreaterThan(0);
}

function outcome({ acknowledged, failures }: Written, gone: readonly string[]): string {
  const failed = Object.entries(failures).map(([what, n]) => `${n} (${what})`);
  return `${acknowledged.length} acknowledged, ${gone.length} of them lost${failed.length === 0 ? "" : `, not acknowledged: ${failed.join(", ")}`}`;
}

const tell = (name: string, text: string): void => void log.push(`${name}: ${text}`);

describe("drills while three writers apply changes", () => {
  beforeAll(async () => {
    mustRun(["lab", "up"], { limit: 600_000 });
    mustApply(EXAMPLE);
    wait();
    cluster = await openCluster(addressFrom(NODES[0]));
  }, 800_000);

  afterAll(async () => {
    await cluster?.close();
    holdfast(["lab", "down", "--keep-images"]);
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
  });

  test("the node that has the promoted instance is cut off: fenced by IPMI, all of it on survivors, and back", async () => {
    await drill("cut off", async () => {
      const victim = await promotedOn();
      await lab("cut", victim);
      const fenced = await until(cluster, "fenced by IPMI", 90, async () =>
        (await inNode(another(victim), "stonith_admin", "-H", victim)).includes(`reboot of ${victim} successful`),
      );
      const promoted = await until(cluster, "promoted elsewhere", 90, (s) =>
        placesOf(s, STATE, "Promoted").some((host) => host !== victim),
      );
      expect(await holdsVip(victim)).toBe(false);
      await until(cluster, "the virtual IP on a survivor", 60, async () => {
        const holders = await Promise.all(NODES.map(async (n) => n !== victim && (await holdsVip(n))));
        return holders.filter(Boolean).length === 1;
      });
      await lab("heal", victim);
      return `${victim} fenced after ${fenced} s, promoted elsewhere ${promoted} s later, whole ${await whole(WHOLE)} s after healing`;
    });
  }, 600_000);

  test("the DC is cut off", async () => {
    await drill("DC cut off", async () => {
      const victim = dc(await cluster.read()) ?? NODES[0];
      await lab("cut", victim);
      const elected = await until(cluster, "another DC", 90, (s) => ![undefined, victim].includes(dc(s)));
      await until(cluster, "fenced", 90, async () =>
        (await inNode(another(victim), "stonith_admin", "-H", victim)).includes(`reboot of ${victim} successful`),
      );
      await lab("heal", victim);
      return `${victim}; another DC after ${elected} s, whole ${await whole(WHOLE)} s after healing`;
    });
  }, 600_000);

  test("a node loses its power, and is switched on again by IPMI", async () => {
    await drill("crash", async () => {
      const victim = another(await promotedOn());
      await lab("crash", victim);
      const left = await until(cluster, "gone", 60, (s) => !members(s).includes(victim));
      return `${victim} gone after ${left} s, whole ${await whole(WHOLE)} s later`;
    });
  }, 600_000);

  test("the promoted instance is killed", async () => {
    await drill("promoted killed", async () => {
      const victim = await promotedOn();
      const killed = await inNode(victim, "sh", "-c", `podman kill -s KILL $(podman ps -q --filter name=${STATE})`);
      expect(killed).not.toBe("");
      await until(
        cluster,
        "noticed",
        60,
        (s) => !placesOf(s, STATE, "Promoted").includes(victim) || s.settled === false,
      );
      return `on ${victim}; whole after ${await whole(WHOLE)} s`;
    });
  }, 600_000);

  test("the DC's controller is killed", async () => {
    await drill("DC killed", async () => {
      const victim = dc(await cluster.read()) ?? NODES[0];
      await inNode(victim, "killall", "-KILL", "pacemaker-controld");
      const elected = await until(cluster, "another DC", 90, (s) => ![undefined, victim].includes(dc(s)));
      return `${victim}; another DC after ${elected} s, whole ${await whole(WHOLE)} s later`;
    });
  }, 600_000);

  test("pcs, writing the same at once, loses some of what it said was done", async () => {
    for (const [way, push] of [
      ["cib-push --config, as its help recommends", "--config"],
      ["cib-push diff-against, as TripleO's puppet did", "diff-against=ORIGINAL"],
    ] as const) {
      const before = performance.now();
      const written = await writeMeanwhile(`pcs-${push.length}`, pcsWriter(push), async () => {
        await new Promise((resolve) => setTimeout(resolve, 20_000));
      });
      const gone = lost(written, (await cluster.read()).cib);
      tell(`pcs (${way})`, `${outcome(written, gone)}, in ${Math.round((performance.now() - before) / 1000)} s`);
      expect(written.acknowledged.length).toBeGreaterThan(0);
      if (push === "--config") expect(gone.length).toBeGreaterThan(0);
    }
    const written = await writeMeanwhile("quiet", holdfastWriter, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20_000));
    });
    const gone = lost(written, (await cluster.read()).cib);
    tell("holdfast, nothing else going on", `${outcome(written, gone)}, in 20 s`);
    expect(gone).toEqual([]);
  }, 600_000);
});
