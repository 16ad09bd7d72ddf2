/**
 * A node that was cut off takes changes alone and comes back with them, above the version of the majority: what the majority
 * acknowledged meanwhile is there all the same. Pacemaker's own tools, doing the same, lose it.
 */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { carryOut } from "../../src/change/verbs/carry-out.ts";
import { switchNodes } from "../../src/change/verbs/node.ts";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { dc, inNode, lab, members, until } from "./drills/view.ts";
import { addressFrom, NODES } from "./drills/writers.ts";
import { holdfast, LAB, mustApply, mustRun } from "./holdfast.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
let cluster: Cluster;
const log: string[] = [];

beforeAll(async () => {
  mustRun(["lab", "up"], { limit: 600_000 });
  mustApply(EXAMPLE);
  mustRun(["wait", "--timeout", "150s", "-c", `lab:${LAB}`], { limit: 160_000 });
  cluster = await openCluster(addressFrom(NODES[0]));
}, 800_000);

afterAll(async () => {
  await cluster?.close();
  holdfast(["lab", "down", "--keep-images"]);
  process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
});

/**
 * As an operator's script would, through the node's own tools, with no look at quorum. At once: a node that was cut off has
 * a few seconds until it is fenced.
 * @returns what the node itself has then
 */
const writeAlone = (node: string, ...names: readonly string[]): Promise<string> =>
  inNode(
    node,
    "sh",
    "-c",
    `node=$1; shift; for name; do timeout 5 crm_attribute --node "$node" --name "$name" --update 1; done
    cibadmin --query --local --scope nodes`,
    "sh",
    node,
    ...names,
  );

/** Names of the node attributes that the cluster has. */
const attributes = async (node: string): Promise<string> => inNode(node, "cibadmin", "--query", "--scope", "nodes");

async function cutOff(write: (survivor: string) => Promise<void>): Promise<{ survivor: string; alone: string }> {
  const victim = dc(await cluster.read()) ?? NODES[0];
  const survivor = NODES.find((node) => node !== victim) ?? NODES[0];
  const alone = `alone-${log.length}`;
  await lab("cut", victim);
  expect(await writeAlone(victim, ...[1, 2, 3].map((n) => `${alone}-${n}`))).toContain(`${alone}-3`);
  await until(cluster, "without the victim", 90, (s) => !members(s).includes(victim) && dc(s) !== victim);
  await write(survivor);
  await until(cluster, "fenced", 90, async () =>
    (await inNode(survivor, "stonith_admin", "-H", victim)).includes(`reboot of ${victim} successful`),
  );
  await lab("heal", victim);
  await until(cluster, "back", 150, (s) => members(s).length === NODES.length);
  return { survivor, alone };
}

test("Pacemaker's own tools lose what the majority took", async () => {
  const { survivor, alone } = await cutOff(async (node) => void (await writeAlone(node, "majority-by-pacemaker")));
  const now = await attributes(survivor);
  log.push(`Pacemaker's tools: ${now.includes("majority-by-pacemaker") ? "kept" : "lost"} what the majority had taken`);
  expect(now).toContain(`${alone}-3`);
  expect(now).not.toContain("majority-by-pacemaker");
}, 400_000);

test.each([1, 2, 3])(
  "what Holdfast acknowledged is there, time %d",
  async () => {
    const { survivor, alone } = await cutOff(async (node) => {
      const changed = await carryOut(cluster, switchNodes("maintenance", [node]), { who: "the drill", dryRun: false });
      expect(changed.changed).toBe(true);
    });
    const now = await attributes(survivor);
    log.push(`Holdfast: ${now.includes('name="maintenance"') ? "kept" : "lost"} what it had acknowledged`);
    expect(now).toContain('name="maintenance" value="true"');
    expect(now).not.toContain(`${alone}-3`);
    await carryOut(cluster, switchNodes("unmaintenance", [survivor]), { who: "the drill", dryRun: false });
    mustRun(["wait", "--timeout", "150s", "-c", `lab:${LAB}`], { limit: 160_000 });
  },
  400_000,
);
