/** A small cluster with one resource of each kind for tests of verbs, in a file and on the embedded engine in virtual time. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { child, type Element } from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { fileCluster } from "../../src/cluster/file/cluster.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

const BEGINNING = Date.UTC(2026, 0, 1);
const PATIENCE = 30 * 60 * 1000;

const dummy = (id: string, inside = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive>`;

const started = (id: string, type: string, operation = "start"): string =>
  `<lrm_resource id="${id}" class="ocf" provider="pacemaker" type="${type}"><lrm_rsc_op id="${id}_last_0" operation_key="${id}_${operation}_0" operation="${operation}" rc-code="0" op-status="0" call-id="3" interval="0" transition-magic="0:0;1:1:0:12345678-1234-1234-1234-123456789012" transition-key="1:1:0:12345678-1234-1234-1234-123456789012" crm_feature_set="3.16.1"/></lrm_resource>`;
const member = (id: number, uname: string, history: string): string =>
  `<node_state id="${id}" uname="${uname}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources>${history}</lrm_resources></lrm></node_state>`;

/** As the tools of Pacemaker 2.1.5 take it. */
export const SMALL = `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1">
<configuration>
<crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
<nodes><node id="1" uname="one"/><node id="2" uname="two"/><node id="3" uname="three"/></nodes>
<resources>
${dummy("p", '<operations><op id="p-monitor-10s" name="monitor" interval="10s" timeout="20s"/></operations>')}
<group id="g">${dummy("g1")}${dummy("g2")}</group>
<clone id="c">${dummy("cp")}</clone>
<clone id="ms"><meta_attributes id="ms-meta_attributes"><nvpair id="ms-meta_attributes-promotable" name="promotable" value="true"/></meta_attributes><primitive id="msp" class="ocf" provider="pacemaker" type="Stateful"/></clone>
<bundle id="b"><podman image="x" replicas="2"/><network control-port="9999"/>${dummy("bp")}</bundle>
</resources>
<constraints/>
</configuration>
<status>
${member(1, "one", started("p", "Dummy") + started("g1", "Dummy") + started("g2", "Dummy") + started("cp", "Dummy") + started("msp", "Stateful", "promote"))}
${member(2, "two", started("cp", "Dummy") + started("msp", "Stateful"))}
${member(3, "three", "")}
</status>
</cib>`;

export function cibOf(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

export interface InFile {
  readonly cluster: Cluster;
  readonly path: string;
  readonly text: () => string;
  readonly dispose: () => void;
}

export function inFile(text = SMALL): InFile {
  const dir = mkdtempSync(join(tmpdir(), "holdfast-verbs-"));
  const path = join(dir, "cib.xml");
  writeFileSync(path, text);
  return {
    cluster: fileCluster(path),
    path,
    text: () => readFileSync(path, "utf8"),
    dispose: () => rmSync(dir, { recursive: true }),
  };
}

/** At rest. */
export async function embedded(
  configuration: Element | undefined = child(cibOf(SMALL), "configuration"),
): Promise<RunningCluster> {
  if (configuration === undefined) throw new Error("a CIB has a configuration");
  const running = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration,
  });
  running.driver.settle(BEGINNING + PATIENCE);
  return running;
}

/** Lets virtual time pass, a tenth of a second a turn, until the work is done. */
export async function whileTimePasses<T>({ driver }: RunningCluster, work: Promise<T>): Promise<T> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => undefined);
  while (!over) {
    await sleep(2);
    if (!over) driver.runUntil(() => false, driver.now + 100);
  }
  return ended;
}
