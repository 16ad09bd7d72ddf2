import { expect, test } from "vitest";
import { readVersion, type Version } from "../cib/patch/version.ts";
import { parseXml } from "../cib/xml/parse.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster, Commit, Snapshot } from "../cluster/port.ts";
import { editCluster, untilTaken } from "./edit.ts";
import { withNodeAttribute } from "./verbs/node-attribute.ts";

const AUTHOR = { who: "tester", why: "test" };

function configuration(): Element {
  const parsed = parseXml(
    '<cib epoch="1" admin_epoch="0" num_updates="0"><configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources/><constraints/></configuration><status/></cib>',
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** A cluster as far as an edit is concerned. @param rivals how many commits of others come first */
function cluster(rivals: number, doubt?: HoldfastError): { readonly cluster: Cluster; readonly commits: Commit[] } {
  const cib = configuration();
  const version = readVersion(cib);
  const commits: Commit[] = [];
  const read = async (): Promise<Snapshot> => ({ cib, version, live: true, settled: true, at: 0, knownAt: 0, doubt });
  const commit = async (made: Commit): Promise<Version> => {
    commits.push(made);
    if (commits.length <= rivals) throw new HoldfastError("conflict", "another change came first");
    return version;
  };
  return { cluster: { read, commit } as Partial<Cluster> as Cluster, commits };
}

test("an edit succeeds after several conflicts", async () => {
  const contended = cluster(7);
  const noted = (cib: Element): Element => withNodeAttribute(cib, "one", "note", "1");
  expect(await editCluster(contended.cluster, AUTHOR, noted)).toBeDefined();
  expect(contended.commits).toHaveLength(8);
});

test("an edit that fails for another reason is not retried", async () => {
  let tries = 0;
  const attempt = async (): Promise<never> => {
    tries++;
    throw new HoldfastError("no-quorum", "a minority");
  };
  await expect(untilTaken(attempt)).rejects.toMatchObject({ code: "no-quorum" });
  expect(tries).toBe(1);
});

test("reports nothing to change only for a snapshot without doubt", async () => {
  const nothing = (to: { readonly cluster: Cluster }) => editCluster(to.cluster, AUTHOR, (cib) => cib);
  expect(await nothing(cluster(0))).toBeUndefined();
  const minority = new HoldfastError("no-quorum", "a minority");
  await expect(nothing(cluster(0, minority))).rejects.toBe(minority);
});
