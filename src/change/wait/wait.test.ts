import { expect, test } from "vitest";
import { readVersion } from "../../cib/patch/version.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { waitFor } from "./wait.ts";

function reading(resources: string, settled: boolean, config = ""): Snapshot {
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="1" num_updates="0" crm_feature_set="3.19.0" validate-with="pacemaker-3.9" have-quorum="1"><configuration><crm_config>${config}</crm_config><nodes><node id="1" uname="one"/></nodes><resources>${resources}</resources><constraints/></configuration><status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources/></lrm></node_state></status></cib>`,
  );
  if (!parsed.ok) throw new Error("bad test");
  return {
    cib: parsed.root,
    version: readVersion(parsed.root),
    live: true,
    settled,
    at: 1_800_000_000_000,
    knownAt: undefined,
  };
}

/** Gives one reading after the other, the last one for ever. */
function cluster(readings: readonly (Snapshot | Error)[]): Cluster {
  let at = 0;
  const read = async (): Promise<Snapshot> => {
    const now = readings[Math.min(at++, readings.length - 1)];
    if (now instanceof Error) throw now;
    return now as Snapshot;
  };
  return { read, events: async function* () {} } as Partial<Cluster> as Cluster;
}

const options = (timeout: number) => ({ timeout, signal: new AbortController().signal });
const A = '<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>';
const DISABLED = A.replace(
  "/>",
  '><meta_attributes id="m"><nvpair id="t" name="target-role" value="Stopped"/></meta_attributes></primitive>',
);
const NO_FENCING =
  '<cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set>';
const away = new HoldfastError("disconnected", "away");

test("ends at once for a disabled resource, and at the timeout", async () => {
  expect(await waitFor(cluster([reading(DISABLED, false)]), { resources: ["a"] }, options(60_000))).toMatchObject({
    state: "never",
    findings: [{ code: "disabled" }],
  });
  expect(await waitFor(cluster([reading(A, true, NO_FENCING)]), { resources: ["a"] }, options(0))).toMatchObject({
    state: "pending",
  });
});

test("waits for a cluster that stops answering, and fails for one that never answered", async () => {
  const found = await waitFor(
    cluster([reading(A, false), away, reading(DISABLED, true)]),
    { resources: ["a"], role: "Stopped" },
    options(30_000),
  );
  expect(found.state).toBe("reached");
  await expect(waitFor(cluster([away]), { resources: ["a"] }, options(30_000))).rejects.toThrow("away");
});

test("a verdict of never must hold while the cluster is active", async () => {
  const begun = Date.now();
  // Without fencing devices nothing is started: the fencing that is enabled by default cannot be done.
  const found = await waitFor(cluster([reading(A, false)]), { resources: ["a"] }, options(10_000));
  expect(found.state).toBe("never");
  expect(Date.now() - begun).toBeGreaterThan(1900);
});
