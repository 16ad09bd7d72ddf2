/**
 * The contract against Pacemaker's own cibadmin and crm_resource, working on a CIB in a file. A file has no daemon that
 * takes one call after the other, so the runner does that.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { needs, whyNoProgram } from "../../../test/needs.ts";
import { recordedAuthor } from "../../cib/change-record.ts";
import { emptyCib } from "../../cib/empty.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { type Element, withAttribute } from "../../cib/xml/tree.ts";
import { clusterContract, contractConfiguration, type Subject } from "../contract.testing.ts";
import { pacemakerCluster } from "./cluster.ts";
import { localRunner, type Runner } from "./runner.ts";

/** The feature set and schema of the tools that are installed; undefined where there are none. */
function emptyCibOfTheTools(): Element | undefined {
  const { stdout, status } = spawnSync("cibadmin", ["--empty"], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const parsed = status === 0 ? parseXml(stdout) : undefined;
  return parsed?.ok === true ? parsed.root : undefined;
}

const empty = emptyCibOfTheTools();

function oneByOne(runner: Runner): Runner {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...runner,
    run: (argv, options) => {
      const next = last.then(() => runner.run(argv, options));
      last = next;
      return next;
    },
  };
}

function subject(): Subject & { readonly path: string } {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-pacemaker-"));
  const path = join(directory, "cib.xml");
  let cib = emptyCib(contractConfiguration());
  for (const name of ["crm_feature_set", "validate-with"]) cib = withAttribute(cib, name, empty?.attributes.get(name));
  writeFileSync(path, printXml(withAttribute(cib, "have-quorum", "1")));
  const runner = oneByOne(localRunner({ ...process.env, CIB_file: path }));
  return {
    path,
    cluster: pacemakerCluster("pacemaker:", [runner]),
    dispose: async () => rmSync(directory, { recursive: true }),
  };
}

describe("with Pacemaker's own tools", () => {
  beforeEach((context) => needs(context, whyNoProgram("cibadmin", "pacemaker-cli-utils")));

  clusterContract("pacemaker", ["commit", "events", "cleanup", "fence"], async () => subject());

  describe("the rules of a live cluster", () => {
    test("a configuration whose status moved takes the change", async () => {
      const { cluster, path, dispose } = subject();
      const { version } = await cluster.read();
      writeFileSync(path, readFileSync(path, "utf8").replace(/num_updates="\d+"/, 'num_updates="77"'));
      const set = { operation: "modify", path: "/cib/configuration/nodes/node[@id='1']" } as const;
      const parsed = parseXml('<node id="1" uname="one" description="first"/>');
      if (!parsed.ok) throw new Error("bad test");
      const described = {
        changes: [{ ...set, changes: [{ name: "description", value: "first" }], result: parsed.root }],
      };
      const after = await cluster.commit({ patch: described, expected: version, who: "tester", why: "describe" });
      expect(after).toEqual({ adminEpoch: 0, epoch: version.epoch + 1, numUpdates: 0 });
      expect(readFileSync(path, "utf8")).toContain('description="first"');
      await dispose();
    });

    test("the reason of a commit is in the CIB, which Pacemaker's own check accepts", async () => {
      const { cluster, path, dispose } = subject();
      const { cib, version } = await cluster.read();
      const edited = parseXml(printXml(cib).replace('uname="one"', 'uname="one" description="first"'));
      if (!edited.ok) throw new Error(edited.problem.message);
      const patch = diffConfiguration(cib, edited.root);
      await cluster.commit({ patch, expected: version, who: "tester", why: "describe one" });
      const after = parseXml(readFileSync(path, "utf8"));
      if (!after.ok) throw new Error(after.problem.message);
      expect(recordedAuthor(after.root)).toEqual({ who: "tester", why: "describe one" });
      const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
      const check = spawnSync("crm_verify", ["--xml-file", path, "-V"], { encoding: "utf8", env });
      expect([check.status, check.stderr.includes("holdfast")]).toEqual([0, false]);
      await dispose();
    });

    test("a partition without quorum takes no change", async () => {
      const { cluster, path, dispose } = subject();
      writeFileSync(path, readFileSync(path, "utf8").replace('have-quorum="1"', 'have-quorum="0"'));
      const { version } = await cluster.read();
      const patch = { changes: [{ operation: "delete", path: "/cib/configuration/constraints" }] } as const;
      await expect(cluster.commit({ patch, expected: version, who: "tester", why: "x" })).rejects.toMatchObject({
        code: "no-quorum",
      });
      await dispose();
    });
  });
});
