/** The gates of a change of bundles: images are asked on the nodes, and held against the oldest of them. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Cluster, NodeCommand } from "../../cluster/port.ts";
import { planChange } from "./plan.ts";
import { changedBundles, withSkew } from "./skew.ts";

function cib(image: string, runCommand = ""): Element {
  const parsed =
    parseXml(`<cib validate-with="pacemaker-3.9" crm_feature_set="3.16.1" admin_epoch="0" epoch="1" num_updates="0">
    <configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources>
    <bundle id="web"><podman image="${image}" replicas="1" ${runCommand}/><network control-port="3123"/>
    <primitive id="w" class="ocf" provider="pacemaker" type="Dummy"/></bundle>
    <bundle id="proxy"><podman image="${image}" replicas="1"/></bundle>
    </resources><constraints/></configuration><status/></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** @param images the release in each; an image that is not here is on no node */
function clusterWith(
  images: Readonly<Record<string, string>>,
  asked: NodeCommand[] = [],
): Pick<Cluster, "software" | "commands"> {
  const node = (name: string, pacemaker: string, featureSet: string) => ({
    node: name,
    host: name,
    pacemaker,
    featureSet,
    removedCalls: [],
  });
  return {
    software: async () => ({ nodes: [node("one", "2.1.5", "3.16.1"), node("two", "3.0.3", "3.20.5")], silent: [] }),
    commands: {
      run: async (command) => {
        asked.push(command);
        const release = images[command.argv.find((word) => word in images) ?? ""];
        return release === undefined
          ? { kind: "answered", exit: 125, stdout: "", stderr: "Error: no such image" }
          : { kind: "answered", exit: 0, stdout: `Pacemaker ${release}\n`, stderr: "" };
      },
    },
  };
}

async function planned(after: Element, cluster: Pick<Cluster, "software" | "commands">) {
  const before = cib("web:1");
  const version = { adminEpoch: 0, epoch: 1, numUpdates: 0 };
  const snapshot = { cib: before, version, live: true, settled: true, at: 0, knownAt: 0 };
  const { plan } = await withSkew(cluster, snapshot, planChange(snapshot, after));
  return {
    risks: plan.risks.filter(({ code }) => code.startsWith("skew-")),
    warnings: plan.warnings.map(({ rule }) => rule),
  };
}

test("an image with a newer daemon is a risk, and one with the oldest node's is none", async () => {
  const { risks } = await planned(cib("web:3"), clusterWith({ "web:3": "3.0.3" }));
  expect(risks).toMatchObject([
    { code: "skew-remote-newer", object: "web", text: expect.stringContaining("one has 2.1.5") },
  ]);
  expect(await planned(cib("web:2"), clusterWith({ "web:2": "2.1.5" }))).toEqual({ risks: [], warnings: [] });
});

test("a run-command that the image lacks is a risk", async () => {
  const after = cib("web:1", 'run-command="/usr/sbin/pacemaker-remoted"');
  const { risks } = await planned(after, clusterWith({ "web:1": "1.1.24" }));
  expect(risks.map(({ code }) => code)).toEqual(["skew-remote-run-command"]);
});

test("an image that no node has is warned of, after every node was asked", async () => {
  const asked: NodeCommand[] = [];
  expect(await planned(cib("web:9"), clusterWith({}, asked))).toEqual({ risks: [], warnings: ["skew-remote-newer"] });
  expect(asked.map(({ node, argv }) => [node, argv.includes("--pull=never")])).toEqual([
    ["one", true],
    ["two", true],
  ]);
});

test("nothing is asked where no bundle with a resource changes, or no nodes can be asked", async () => {
  const asked: NodeCommand[] = [];
  await planned(cib("web:1"), clusterWith({}, asked));
  expect(asked).toEqual([]);
  expect(await planned(cib("web:3"), {})).toEqual({ risks: [], warnings: [] });
  expect(changedBundles(cib("a"), cib("b")).map(({ id }) => id)).toEqual(["web"]);
});
