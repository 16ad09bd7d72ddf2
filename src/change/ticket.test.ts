/** A ticket's change says what follows from it, and is made in the status of each kind of cluster. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseXml } from "../cib/xml/parse.ts";
import { printXml } from "../cib/xml/print.ts";
import { child } from "../cib/xml/tree.ts";
import { virtualClock } from "../cluster/embedded/clock.ts";
import { startEmbedded } from "../cluster/embedded/open.ts";
import { fileCluster } from "../cluster/file/cluster.ts";
import type { Cluster } from "../cluster/port.ts";
import { schedule } from "../scheduler/schedule.ts";
import { changeTicket, planTicket, showTickets } from "./ticket.ts";

const CIB = `<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="3" num_updates="1" have-quorum="1"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="one"/></nodes>
  <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></resources>
  <constraints><rsc_ticket id="t" rsc="a" ticket="T" loss-policy="stop"/></constraints></configuration>
  <status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-ticket-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function grant(cluster: Cluster): Promise<void> {
  expect((await showTickets(cluster)).tickets).toEqual([{ id: "T", granted: false, standby: false, resources: ["a"] }]);
  const planned = await planTicket(cluster, { ticket: "T", verb: "grant" });
  expect(planned).toMatchObject({ changed: true, dryRun: true, resources: [{ kind: "start", resource: "a" }] });
  await changeTicket(cluster, planned, "tester");
  expect((await showTickets(cluster)).tickets).toMatchObject([{ granted: true, lastGranted: expect.any(Number) }]);
}

test("in a file: the status changes, and the configuration keeps its version", async () => {
  const path = join(directory, "cib.xml");
  writeFileSync(path, CIB);
  const cluster = fileCluster(path);
  await grant(cluster);
  const { version } = await cluster.read();
  expect(version).toEqual({ adminEpoch: 0, epoch: 3, numUpdates: 2 });
  const written = readFileSync(path, "utf8");
  const again = await planTicket(cluster, { ticket: "T", verb: "grant" });
  expect(await changeTicket(cluster, again, "tester")).toMatchObject({ changed: false, dryRun: false });
  expect(readFileSync(path, "utf8")).toBe(written);
});

test("on the embedded cluster: what needs the ticket starts, and stops when it is revoked", async () => {
  const parsed = parseXml(CIB);
  const configuration = parsed.ok ? child(parsed.root, "configuration") : undefined;
  if (configuration === undefined) throw new Error("no configuration");
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    configuration,
    clock: () => virtualClock(Date.UTC(2026, 0, 1)),
  });
  const { cluster, driver } = running;
  const settle = (): boolean => driver.settle(driver.now + 60_000);
  const passing = async <T>(work: Promise<T>): Promise<T> => {
    const [done] = await Promise.all([work, new Promise((resolve) => setTimeout(resolve, 20)).then(settle)]);
    return done;
  };
  settle();
  await passing(grant(cluster));
  settle();
  const history = printXml((await cluster.read()).cib);
  expect(history).toContain('operation="start"');
  const planned = await planTicket(cluster, { ticket: "T", verb: "revoke" });
  expect(planned.resources).toMatchObject([{ kind: "stop", resource: "a" }]);
  await passing(changeTicket(cluster, planned, "tester"));
  settle();
  expect(printXml((await cluster.read()).cib)).toContain('operation="stop"');
  await running.stop();
});

test("a ticket that nothing names is an error, with the nearest one", async () => {
  const path = join(directory, "cib.xml");
  writeFileSync(path, CIB);
  await expect(planTicket(fileCluster(path), { ticket: "TT", verb: "grant" })).rejects.toMatchObject({
    code: "missing",
  });
});
