/**
 * `holdfast wait` on a real cluster: begun at once after something broke, it never says Reached before the truth, and never
 * gives up what then comes back by itself. The truth is asked of the nodes. Four drills in two minutes on the Pacemaker of
 * this machine; WAIT_DRILLS=all makes all fifteen, on 2.1 and 3.0, in fifteen minutes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { needs } from "../needs.ts";
import { dc, inNode, lab, members, placesOf, until } from "./drills/view.ts";
import { addressFrom, NODES } from "./drills/writers.ts";
import { holdfast, holdfastMeanwhile, LAB, mustApply, mustRun } from "./holdfast.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const STATE = "state-bundle";
const VIP = "ip-10.89.8.50";
const ON = ["-c", `lab:${LAB}`] as const;
const ALL = process.env.WAIT_DRILLS === "all";

/** What is done to the cluster, and how many seconds later it is asked. */
interface Drill {
  readonly name: string;
  readonly delay: number;
  /** One of those that every run makes. */
  readonly always?: boolean;
  readonly work: (cluster: Cluster) => Promise<void>;
}

const other = (node: string): string => NODES.find((n) => n !== node) ?? node;
const theDc = async (cluster: Cluster): Promise<string> => dc(await cluster.read()) ?? NODES[0];
const promoted = async (cluster: Cluster): Promise<string> =>
  placesOf(await cluster.read(), STATE, "Promoted")[0] ?? NODES[0];

async function crash(node: string): Promise<void> {
  await lab("crash", node);
}

/** Cut off until the others have noticed, then connected again. */
async function cutAndHeal(cluster: Cluster, victim: string): Promise<void> {
  await lab("cut", victim);
  await until(cluster, "missed", 60, (s) => !members(s).includes(victim));
  await lab("heal", victim);
}

const DRILLS: readonly Drill[] = [
  ...[0, 0.5, 2, 5].map((delay) => ({
    name: "a node loses its power",
    delay,
    always: delay === 0,
    work: async (cluster: Cluster) => crash(other(await theDc(cluster))),
  })),
  ...[0, 0.5, 2, 5].map((delay) => ({
    name: "the DC loses its power",
    delay,
    always: delay === 0.5,
    work: async (cluster: Cluster) => crash(await theDc(cluster)),
  })),
  ...[0, 3].map((delay) => ({
    name: "a node is cut off, missed and healed",
    delay,
    always: delay === 0,
    work: async (cluster: Cluster) => cutAndHeal(cluster, other(await theDc(cluster))),
  })),
  {
    name: "the DC is cut off, missed and healed",
    delay: 0,
    work: async (cluster) => cutAndHeal(cluster, await theDc(cluster)),
  },
  {
    name: "the DC's controller is killed",
    delay: 0,
    work: async (cluster) => void (await inNode(await theDc(cluster), "killall", "-KILL", "pacemaker-controld")),
  },
  ...[0, 1].map((delay) => ({
    name: "the promoted container is killed",
    delay,
    work: async (cluster: Cluster) =>
      void (await inNode(
        await promoted(cluster),
        "sh",
        "-c",
        `podman kill -s KILL $(podman ps -q --filter name=${STATE})`,
      )),
  })),
  {
    name: "the node with the virtual IP is drained and taken back",
    delay: 0,
    always: true,
    work: async (cluster) => {
      const [node = NODES[0]] = placesOf(await cluster.read(), VIP, "Started");
      mustRun(["node", "standby", node, ...ON]);
      mustRun(["wait", "--drained", node, "--timeout", "120s", ...ON], { limit: 140_000 });
      const there = (["Started", "Promoted", "Unpromoted"] as const).flatMap(async (role) => {
        const s = await cluster.read();
        return [STATE, VIP].flatMap((resource) => placesOf(s, resource, role));
      });
      expect((await Promise.all(there)).flat()).not.toContain(node);
      expect(mustRun(["wait", "--timeout", "120s", ...ON], { limit: 140_000 })).toContain(`${node} is in standby`);
      mustRun(["node", "unstandby", node, ...ON]);
    },
  },
];

const reason = whyNot(PACEMAKER_3);

describe.each(ALL ? ["2.1", "3.0"] : ["2.1"])("on Pacemaker %s", (release) => {
  const log: string[] = [];
  let cluster: Cluster;

  beforeAll(async () => {
    if (release === "3.0" && reason !== undefined) return;
    mustRun(["lab", "up", "--pacemaker", release], { limit: 900_000 });
    mustApply(EXAMPLE);
    mustRun(["wait", "--timeout", "200s", ...ON], { limit: 220_000 });
    cluster = await openCluster(addressFrom(NODES[0]));
  }, 1_200_000);

  beforeEach((context) => needs(context, release === "3.0" ? reason : undefined));

  afterAll(async () => {
    await cluster?.close();
    holdfast(["lab", "down", "--keep-images"]);
    process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
  });

  test.each(DRILLS.filter(({ always }) => ALL || always === true))(
    "$name, asked $delay s later",
    async ({ name, delay, work }) => {
      await work(cluster);
      await sleep(delay * 1000);
      const begun = performance.now();
      const { status, out, err } = await holdfastMeanwhile(["wait", "--timeout", "200s", ...ON], 220_000);
      const after = ((performance.now() - begun) / 1000).toFixed(1);
      log.push(`${release}: ${name}, asked ${delay} s later: ${status} after ${after} s`);
      expect(status, `${name}: ${out}${err}`).toBe(0);
      const s = await cluster.read();
      const now = {
        doubt: s.doubt,
        members: members(s).length,
        promoted: placesOf(s, STATE, "Promoted").length,
        unpromoted: placesOf(s, STATE, "Unpromoted").length,
        address: placesOf(s, VIP, "Started").length,
      };
      const whole = { doubt: undefined, members: NODES.length, promoted: 1, unpromoted: 2, address: 1 };
      expect(now, `${name}: reached after ${after} s, and it is not so`).toEqual(whole);
    },
    400_000,
  );
});
