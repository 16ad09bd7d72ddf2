/** Each gate, with a state that breaks it and one that is near to that and does not. */
import { describe, expect, test } from "vitest";
import { agentOptions } from "./agent-options.ts";
import { corosyncSkew } from "./corosync.ts";
import { GATES, type SkewFinding } from "./finding.ts";
import { lastOldNode } from "./last-old.ts";
import { minorSkew } from "./minor.ts";
import { remoteNewer } from "./remote-newer.ts";
import { wrongRunCommand } from "./run-command.ts";
import { schemaSkew } from "./schema.ts";
import { toolsSkew } from "./tools.ts";

const DAY = 24 * 60 * 60;
const standing = (name: string, featureSet: string) => ({ name, online: true, featureSet });
const conf = (totem: string, release?: string) => ({ name: "a", text: `totem {\nversion: 2\n${totem}\n}\n`, release });
const node = (name: string, featureSet: string, since?: number) => ({ name, featureSet, since });

/** What breaks it, and what does not. */
const TABLE: Readonly<Record<(typeof GATES)[number], readonly [SkewFinding[], SkewFinding[]]>> = {
  "skew-minor": [
    minorSkew([node("a", "3.16.1"), node("b", "3.20.5")], 0),
    minorSkew([node("a", "3.20.0"), node("b", "3.20.5")], 0),
  ],
  "skew-remote-newer": [
    remoteNewer([{ name: "redis-bundle-0", release: "3.0.3" }], [{ name: "a", release: "2.1.5" }]),
    remoteNewer([{ name: "redis-bundle-0", release: "2.1.5" }], [{ name: "a", release: "2.1.5-1" }]),
  ],
  "skew-remote-run-command": [
    wrongRunCommand([{ name: "g", runCommand: "/usr/sbin/pacemaker_remoted", release: "3.0.0" }]),
    wrongRunCommand([{ name: "g", runCommand: "/usr/sbin/pacemaker_remoted", release: "2.1.5" }]),
  ],
  "skew-dc": [
    lastOldNode([
      standing("a", "3.16.1"),
      standing("b", "3.20.5"),
      { name: "c", online: false, featureSet: undefined },
    ]),
    lastOldNode([standing("a", "3.16.1"), standing("b", "3.20.5"), standing("c", "3.20.5")]),
  ],
  "skew-schema": [
    schemaSkew("pacemaker-3.10", [{ name: "a", schema: "pacemaker-3.9" }]),
    schemaSkew("pacemaker-3.9", [{ name: "a", schema: "pacemaker-3.10" }]),
  ],
  "skew-tools": [
    toolsSkew({ by: "crm_simulate 2.1.5", release: "2.1.5" }, "3.0.3-1.el10"),
    toolsSkew({ by: "crm_simulate 3.0.0", release: "3.0.0" }, "3.0.3-1.el10"),
  ],
  "skew-corosync-next": [corosyncSkew([conf("transport: udpu")]), corosyncSkew([conf("crypto_cipher: aes256")])],
  "skew-knet-sctp": [
    corosyncSkew([conf("crypto_cipher: aes256\ninterface {\nknet_transport: sctp\n}")]),
    corosyncSkew([conf("crypto_cipher: aes256\ninterface {\nknet_transport: udp\n}")]),
  ],
  "skew-agent-options": [
    agentOptions([{ node: "a", release: "3.0.0", file: "/x", call: "crm_mon --as-html" }]),
    agentOptions([]),
  ],
};

describe.each(GATES)("%s", (gate) => {
  const [broken, sound] = TABLE[gate];
  test("is broken by the one and not by the other", () => {
    expect(broken.map((f) => f.gate)).toEqual([gate]);
    expect(sound).toEqual([]);
  });
});

test("an upgrade that is half done is an error after a week", () => {
  const nodes = [node("a", "3.16.1", 0), node("b", "3.20.5", 100 * DAY), node("c", "3.20.5", 101 * DAY)];
  const at = (day: number) => minorSkew(nodes, day * DAY).map(({ severity, text }) => [severity, text]);
  expect(at(101)).toEqual([["warning", "a has feature set 3.16.1 and c 3.20.5, for 1 day"]]);
  expect(at(107)).toEqual([["error", "a has feature set 3.16.1 and c 3.20.5, for 7 days"]]);
});

test("remote daemons are held against the oldest node", () => {
  const nodes = [
    { name: "a", release: "3.0.3" },
    { name: "b", release: "2.1.5" },
  ];
  expect(remoteNewer([{ name: "r", release: "2.1.6" }], nodes)).toMatchObject([{ object: "r", severity: "error" }]);
  expect(remoteNewer([{ name: "r", release: "2.1.5" }], nodes)).toEqual([]);
});

test("the daemon's name of today is not in images of before 2.0; other programs and no run-command are none of its business", () => {
  const of = (runCommand: string | undefined, release: string) =>
    wrongRunCommand([{ name: "g", runCommand, release }]).map(({ wayRound }) => wayRound);
  expect(of("/usr/sbin/pacemaker-remoted", "1.1.19")).toEqual(["run-command=/usr/sbin/pacemaker_remoted"]);
  expect(of("/usr/sbin/pacemaker-remoted", "3.0.0")).toEqual([]);
  expect(of("/bin/kolla_start", "3.0.0")).toEqual([]);
  expect(of(undefined, "3.0.0")).toEqual([]);
});

test("without encryption on knet is no better than udpu; several old nodes are no last one", () => {
  const texts = (totem: string, release?: string) => corosyncSkew([conf(totem, release)]).map(({ text }) => text);
  expect(texts("token: 3000")).toEqual(["corosync.conf of a: neither crypto_cipher nor secauth is set"]);
  expect(texts("secauth: off")).toEqual(["corosync.conf of a: secauth: off"]);
  expect(texts("secauth: on")).toEqual([]);
  expect(texts("secauth: on", "2.4.5")).toEqual(["corosync.conf of a: the transport udp"]);
  expect(corosyncSkew([{ name: "a", text: "totem {", release: undefined }])).toEqual([]);
  const away = { name: "c", online: false, featureSet: "3.20.5" };
  expect(lastOldNode([standing("a", "3.16.1"), standing("b", "3.20.5"), away])).toEqual([]);
  const old = { ...away, featureSet: "3.16.1" };
  expect(lastOldNode([standing("a", "3.16.1"), standing("b", "3.20.5"), old])).toMatchObject([{ object: "a" }]);
  expect(lastOldNode([standing("a", "3.16.1"), standing("d", "3.16.1"), standing("b", "3.20.5"), old])).toEqual([]);
});

test("of a DC that is no release of Pacemaker nothing is said", () => {
  expect(toolsSkew({ by: "crm_simulate 2.1.5", release: "2.1.5" }, "holdfast-0.1.0")).toEqual([]);
  expect(toolsSkew({ by: "crm_simulate 2.1.5", release: "2.1.5" }, undefined)).toEqual([]);
});
