/** A corosync.conf, imported and compiled again, means the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { type CorosyncModel, modelOf } from "../../corosync/model.ts";
import { parseConf } from "../../corosync/parse.ts";
import { type ConfContents, writeConf } from "../../corosync/write.ts";
import { readManifest } from "../manifest.ts";
import { importManifest } from "./import.ts";

function model(text: string): CorosyncModel {
  const read = parseConf(text);
  if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("\n"));
  return modelOf(read.conf);
}

const values = (settings: ReadonlyMap<string, { readonly value: string }>) =>
  Object.fromEntries([...settings].map(([key, { value }]) => [key, value]).sort());

const meaning = ({ totem, links, members, quorum, device, logging }: CorosyncModel) => ({
  totem: values(totem),
  links: links.map(({ link, settings }) => [link, values(settings)]),
  members: members.map(({ name, id, addresses }) => ({ name, id, addresses: [...addresses] })),
  quorum: values(quorum),
  device: device && [values(device.settings), values(device.net), values(device.heuristics)],
  logging: values(logging),
});

function imported(conf: CorosyncModel): string {
  const cib = parseXml(
    `<cib><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="n" name="cluster-name" value="deck"/></cluster_property_set></crm_config><nodes/><resources/><constraints/></configuration></cib>`,
  );
  if (!cib.ok) throw new Error("no CIB");
  return importManifest(cib.root, { corosync: conf });
}

function again(conf: CorosyncModel): CorosyncModel {
  const read = readManifest(imported(conf));
  if (!read.ok) throw new Error(read.problems.map((p) => `${p.where?.line}: ${p.message}`).join("\n"));
  if (read.manifest.corosync === undefined) throw new Error("no section");
  return model(writeConf(read.manifest.corosync));
}

const pairs = (record: Readonly<Record<string, fc.Arbitrary<string>>>) =>
  fc.record(record, { requiredKeys: [] }).map((o) => new Map(Object.entries(o as Record<string, string>)));
const number = (most: number) => fc.integer({ min: 1, max: most }).map(String);
const bit = fc.constantFrom("0", "1");

const contents: fc.Arbitrary<ConfContents> = fc
  .record({
    totem: pairs({
      token: number(30_000),
      consensus: number(60_000),
      link_mode: fc.constant("active"),
      netmtu: number(9000),
    }),
    crypto: fc.constantFrom(["none", "none"], ["aes256", "sha256"], ["aes128", "sha512"]),
    links: fc.array(
      pairs({ knet_link_priority: number(255), knet_ping_interval: number(9000), mcastport: number(65_535) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    nodes: fc.integer({ min: 1, max: 5 }),
    first: fc.integer({ min: 1, max: 900 }),
    quorum: pairs({ two_node: fc.constant("1"), wait_for_all: bit, auto_tie_breaker: bit, last_man_standing: bit }),
    device: fc.option(
      fc.record({
        settings: pairs({ sync_timeout: number(60_000), votes: number(3) }),
        net: pairs({ tls: fc.constantFrom("on", "off"), port: number(65_535), tie_breaker: fc.constant("lowest") }),
        heuristics: pairs({ mode: fc.constant("on"), exec_ping: fc.constant("/usr/bin/ping -q -c 1 192.0.2.1") }),
      }),
      { nil: undefined },
    ),
    logging: pairs({ to_syslog: fc.constantFrom("yes", "no"), debug: fc.constant("on") }),
  })
  .map(({ totem, crypto, links, nodes, first, quorum, device, logging }) => ({
    totem: new Map([
      ["version", "2"],
      ["cluster_name", "deck"],
      ["transport", "knet"],
      ...totem,
      ["crypto_cipher", crypto[0] ?? ""],
      ["crypto_hash", crypto[1] ?? ""],
    ]),
    links: new Map([...links.entries()].filter(([, settings]) => settings.size > 0)),
    members: Array.from({ length: nodes }, (_, i) => ({
      name: `n${i}`,
      id: first + i,
      addresses: links.map((_link, l) => `10.${l}.0.${i + 1}`),
    })),
    quorum: new Map([["provider", "corosync_votequorum"], ...quorum]),
    device: device && {
      settings: new Map([["model", "net"], ...device.settings]),
      net: new Map([["host", "q"], ["algorithm", "lms"], ...device.net]),
      heuristics: device.heuristics,
    },
    logging,
  }));

test("import and compile give back what a file means", () => {
  fc.assert(
    fc.property(contents, (given) => {
      const conf = model(writeConf(given));
      expect(meaning(again(conf))).toEqual(meaning(conf));
    }),
    { numRuns: 100 },
  );
});

test("what the language has no word for is said", () => {
  const text = `totem {\n version: 2\n secauth: on\n}\nnodelist {\n node {\n  name: a\n  nodeid: 4\n  ring0_addr: a\n }\n}
quorum {\n provider: corosync_votequorum\n expected_votes: 1\n}\nsystem {\n sched_rr: yes\n}\nlogging {\n logger_subsys {\n  subsys: QUORUM\n }\n}\n`;
  const manifest = imported(model(text));
  expect(manifest).toContain("a: {id: 4, addresses: [a]}");
  for (const left of ["the key expected_votes", "the section system", "the sections inside logging"])
    expect(manifest).toContain(`# - ${left}`);
});
