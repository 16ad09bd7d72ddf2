import { expect, test } from "vitest";
import { cibOf } from "../../../test/change/verb-cluster.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { isNamed, usersOf } from "./users.ts";

const mapping = (id: string, attributes: string): string => `<storage-mapping id="${id}" ${attributes}/>`;
const reading = readingOf({
  at: Date.UTC(2026, 0, 1),
  cib: cibOf(`<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" epoch="5" num_updates="0" admin_epoch="0" have-quorum="1">
<configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources>
<bundle id="b"><podman image="x" replicas="2"/><storage>
${mapping("tls", 'source-dir="/etc/tls/" target-dir="/tls"')}
${mapping("data", 'source-dir-root="/data" target-dir="/var/lib/x"')}
</storage></bundle>
<primitive id="p" class="ocf" provider="heartbeat" type="apache"><instance_attributes id="p-i"><nvpair id="p-c" name="configfile" value="/etc/web.conf"/></instance_attributes></primitive>
<primitive id="f" class="stonith" type="fence_kubevirt"><instance_attributes id="f-i"><nvpair id="f-k" name="kubeconfig" value="/etc/kube"/></instance_attributes></primitive>
</resources><constraints/></configuration><status/></cib>`),
});

const targets = (path: string): unknown[] => usersOf(reading, path).map(({ resource, target }) => [resource, target]);

test.each([
  ["below a mounted directory", "/etc/tls/a/site.pem", [["b", "/tls/a/site.pem"]]],
  ["in a replica's own directory", "/data/b-1/site.pem", [["b", "/var/lib/x/site.pem"]]],
  ["a parameter's value", "/etc/web.conf", [["p", undefined]]],
  ["beside a mount", "/etc/tls2/site.pem", []],
  ["of no replica", "/data/c-1/site.pem", []],
])("who uses a file %s", (_, path, users) => {
  expect(targets(path)).toEqual(users);
  expect(isNamed(reading, path)).toBe(users.length > 0);
});

test("a fence device's file is named, and nothing has to take it", () => {
  expect(targets("/etc/kube")).toEqual([]);
  expect(isNamed(reading, "/etc/kube")).toBe(true);
});
