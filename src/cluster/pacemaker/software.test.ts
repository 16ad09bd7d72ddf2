/** What nodes say of their software: of dpkg and of rpm, a remote node's, and one that does not answer. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProgram, needs, whyNoProgram } from "../../../test/needs.ts";
import { releaseOf } from "../../cib/release/table.ts";
import { SUCCESS } from "./runner.testing.ts";
import { localRunner, type Runner } from "./runner.ts";
import { readSoftware, softwareIn } from "./software.ts";

const lines = (...rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.join("\t")}\n`).join("");

const RPM = lines(
  ["name", "controller-0"],
  ["host", "controller-0.example.com"],
  ["kernel", "5.14.0-503.el9"],
  ["features", "Pacemaker 2.1.8-3.el9 (Build: 3980678f0)  Supporting v3.19.5: agent-manpages cibsecrets "],
  ["schema", "pacemaker-3.9"],
  ["schema", "pacemaker-3.10"],
  ["schema", "pacemaker-2.10"],
  ["package", "installed", "libqb", "2.0.8-1.el9"],
  ["package", "installed", "libknet1", "1.28-1.el9"],
  ["package", "installed", "libknet1-crypto-nss-plugin", "1.28-1.el9"],
  ["package", "installed", "corosync", "3.1.8-2.el9"],
  ["package", "installed", "resource-agents", "4.10.0-71.el9"],
  ["package", "installed", "fence-agents-common", "4.10.0-76.el9"],
  ["since", "1795962257"],
);

test("of an rpm system; without corosync's own answer its package's", () =>
  expect(softwareIn(RPM, "10.0.0.1")).toEqual({
    node: "controller-0",
    host: "controller-0.example.com",
    pacemaker: "2.1.8-3.el9",
    build: "3980678f0",
    featureSet: "3.19.5",
    schema: "pacemaker-3.10",
    corosync: "3.1.8-2.el9",
    libqb: "2.0.8-1.el9",
    knet: "1.28-1.el9",
    resourceAgents: "4.10.0-71.el9",
    fenceAgents: "4.10.0-76.el9",
    kernel: "5.14.0-503.el9",
    removedCalls: [],
    since: 1795962257,
  }));

test("of a remote node, where Pacemaker does not say its name; what was removed is not installed", () => {
  const answer = lines(
    ["host", "compute-0"],
    ["remoted", "Pacemaker 2.1.5"],
    ["package", "config-files", "pcs", "0.11.5"],
    ["package", "installed", "libqb100", "2.0.6-2"],
  );
  expect(softwareIn(answer, "10.0.0.9")).toEqual({
    node: "10.0.0.9",
    host: "compute-0",
    pacemaker: "2.1.5",
    libqb: "2.0.6-2",
    removedCalls: [],
  });
});

test("a node that does not answer is named, with the reason; the others are read", async () => {
  const way = (name: string, result: object): Runner => ({
    name,
    run: async () => ({ ...SUCCESS, ...result }),
    close: async () => {},
  });
  const { nodes, silent } = await readSoftware([way("a", { stdout: RPM }), way("b", { timedOut: true })]);
  expect(nodes).toMatchObject([{ node: "controller-0" }]);
  expect(silent).toEqual([{ way: "b", reason: expect.stringContaining("did not answer in time") }]);
});

test("this machine's own programs are of a release in the table, with its feature set", async (context) => {
  needs(context, whyNoProgram("pacemakerd", "pacemaker"));
  const features = execFileSync(findProgram("pacemakerd") ?? "", ["--features"], { encoding: "utf8" });
  const { nodes, silent } = await readSoftware([localRunner()]);
  expect(silent).toEqual([]);
  const [found] = nodes;
  const row = releaseOf(found?.pacemaker ?? "");
  expect(features).toContain(`Pacemaker ${found?.pacemaker} (Build: ${found?.build})`);
  expect(features).toContain(`Supporting v${row?.featureSet}:`);
  expect(found).toMatchObject({ featureSet: row?.featureSet, schema: row?.schema });
});

test("corosync.conf, and a program that calls what Pacemaker 3 took away, but not in a comment", async () => {
  const conf = lines(["conf", "totem {"], ["conf", "", "transport: knet"], ["conf", "}"]);
  expect(softwareIn(conf, "a").corosyncConf).toBe("totem {\ntransport: knet\n}\n");
  expect(softwareIn("", "a").corosyncConf).toBeUndefined();
  const directory = mkdtempSync(join(tmpdir(), "holdfast-software-"));
  const file = join(directory, "agent");
  writeFileSync(
    file,
    "# crm_mon --as-html\nx=$(crm_resource -r $R --get-property class); crm_attribute -n a --delete-attr\ncrm_mon --one-shot\n",
  );
  const { nodes } = await readSoftware([localRunner()], [file, join(directory, "absent")]);
  rmSync(directory, { recursive: true });
  expect(nodes[0]?.removedCalls).toEqual([
    { file, call: "crm_attribute --delete-attr" },
    { file, call: "crm_resource --get-property" },
  ]);
});
