import { describe, expect, test } from "vitest";
import { readVersion } from "../../cib/patch/version.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { waitAnswer } from "./wait.ts";

function reading(resources: string, settled: boolean, config = "", state = "", history = ""): Snapshot {
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="1" num_updates="0" crm_feature_set="3.19.0" validate-with="pacemaker-3.9" have-quorum="1"><configuration><crm_config>${config}</crm_config><nodes><node id="1" uname="one"/></nodes><resources>${resources}</resources><constraints/></configuration><status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member">${state}<lrm id="1"><lrm_resources>${history}</lrm_resources></lrm></node_state></status></cib>`,
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
  return {
    read,
    identity: async () => ({ kind: "pacemaker", url: "", name: "", running: true, capabilities: new Set() }),
    presence: async () => ({ silent: [], returning: [] }),
    events: async function* () {},
  } as Partial<Cluster> as Cluster;
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
  expect(await waitAnswer(cluster([reading(DISABLED, false)]), { resources: ["a"] }, options(60_000))).toMatchObject({
    outcome: "never",
    findings: [{ code: "disabled" }],
  });
  expect(await waitAnswer(cluster([reading(A, true, NO_FENCING)]), { resources: ["a"] }, options(0))).toMatchObject({
    outcome: "timeout",
  });
});

test("waits for a cluster that stops answering, and fails for one that never answered", async () => {
  const found = await waitAnswer(
    cluster([reading(A, false), away, reading(DISABLED, true)]),
    { resources: ["a"], role: "Stopped" },
    options(30_000),
  );
  expect(found.outcome).toBe("reached");
  await expect(waitAnswer(cluster([away]), { resources: ["a"] }, options(30_000))).rejects.toThrow("away");
});

test("nothing is said to come of it while the cluster is active", async () => {
  // Without fencing devices nothing is started: the fencing that is enabled by default cannot be done.
  const later = { ...reading(A, true), at: 1_800_000_001_000 };
  const readings = [reading(A, false), reading(A, false), reading(A, true), later];
  const found = await waitAnswer(cluster(readings), { resources: ["a"] }, options(20_000));
  expect(found.outcome).toBe("never");
  const busy = await waitAnswer(cluster([reading(A, false)]), { resources: ["a"] }, options(1000));
  expect(busy.outcome).toBe("timeout");
});

describe("a cluster that is not running", () => {
  const still = (kind: "file" | "embedded"): Cluster => ({
    ...cluster([reading("", true, NO_FENCING)]),
    identity: async () => ({ kind, url: "x", name: "", running: false, capabilities: new Set() }),
  });

  test("an engine that is down is never reached, a file is judged as it stands", async () => {
    const wanted = { resources: [] };
    const down = await waitAnswer(still("embedded"), wanted, options(60_000));
    expect(down).toMatchObject({ outcome: "pending", findings: [{ code: "not-running" }] });
    expect((await waitAnswer(still("file"), wanted, options(60_000))).outcome).toBe("reached");
  });
});

test("a reading in doubt is no answer, nor is one in which a member is silent", async () => {
  const fine = reading("", true, NO_FENCING);
  const doubt = new HoldfastError("no-dc", "no DC answers through one");
  const doubtful = await waitAnswer(cluster([{ ...fine, doubt }]), { resources: [] }, options(300));
  expect(doubtful).toMatchObject({ outcome: "timeout", findings: [{ text: "no DC answers through one" }] });
  const silent = { ...cluster([fine]), presence: async () => ({ silent: ["one"], returning: [] }) };
  const asked = await waitAnswer(silent, { resources: [] }, options(300));
  expect(asked).toMatchObject({ outcome: "timeout", findings: [{ code: "silent" }] });
});

test("a cluster that stops answering ends at the timeout, and an engine that goes away at once", async () => {
  const pending = reading(A, false, NO_FENCING);
  let asked = 0;
  const stuck = {
    ...cluster([pending]),
    read: () => (asked++ === 0 ? Promise.resolve(pending) : new Promise<never>(() => {})),
  };
  expect((await waitAnswer(stuck, { resources: [] }, options(400))).outcome).toBe("timeout");
  const engine: Cluster = {
    ...cluster([pending, away]),
    identity: async () => ({ kind: "embedded", url: "x", name: "", running: true, capabilities: new Set() }),
  };
  await expect(waitAnswer(engine, { resources: [] }, options(30_000))).rejects.toThrow("away");
});

test("ends at once when all that is waited for comes after the timeout", async () => {
  const expiring = A.replace(
    "/>",
    '><meta_attributes id="m"><nvpair id="t" name="failure-timeout" value="2h"/></meta_attributes></primitive>',
  );
  const pair = (name: string, value: string): string =>
    `<nvpair id="s-${name}" name="${name}#start_0" value="${value}"/>`;
  const failed = `<transient_attributes id="1"><instance_attributes id="s">${pair("fail-count-a", "INFINITY")}${pair("last-failure-a", "1800000000")}</instance_attributes></transient_attributes>`;
  const probed =
    '<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0" operation_key="a_monitor_0" operation="monitor" interval="0" call-id="1" rc-code="7" op-status="0" transition-key="1:1:7:x" transition-magic="0:7;1:1:7:x" last-rc-change="1799999000"/></lrm_resource>';
  const found = await waitAnswer(
    cluster([reading(expiring, true, NO_FENCING, failed, probed)]),
    { resources: ["a"] },
    options(50_000),
  );
  expect(found).toMatchObject({ outcome: "timeout", findings: [{ code: "expires", until: 1_800_007_201_000 }] });
  expect(found.waitedMs).toBeLessThan(20_000);
});
