/** What explanations once left out or got wrong: one small CIB each in ../shared/cases, whose INDEX.tsv says how it is known. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { get } from "../../src/cib/xml/tree.ts";
import { explain } from "../../src/report/explain/read.ts";
import { explanationLines } from "../../src/report/explain/text.ts";
import { needs } from "../needs.ts";
import { shared, whyNoShared } from "../shared.ts";

interface Case {
  readonly file: string;
  readonly resource: string;
  readonly on?: string;
  readonly says: readonly string[];
  readonly neverSays?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    file: "explain-no-quorum-start",
    resource: "vip",
    says: [
      "vip does not run.",
      "Because the cluster has no quorum (no-quorum-policy=stop)",
      "Due: start on n2 (blocked)",
    ],
    neverSays: ["will be started", "only node that can run it"],
  },
  {
    file: "explain-maintenance-failed",
    resource: "web",
    says: ["web is Started on n1.", "Because n1 is in maintenance, so it stays as it is"],
    neverSays: ["restarted", "Due:"],
  },
  {
    file: "explain-orphan-kept",
    resource: "gone",
    says: ["it is no longer in the configuration, and stop-removed-resources=false leaves it running"],
    neverSays: ["is-managed"],
  },
  {
    file: "explain-unmanaged-blocks-shutdown",
    resource: "d1",
    says: ["d1 is Started on n1, and cannot be stopped", "Because d2 is not managed (is-managed=false)"],
    neverSays: ["<- n1 is shutting down"],
  },
  {
    file: "explain-blocked-called-recovered",
    resource: "b",
    says: ["Because a is blocked until its failure is cleaned up: stop of a on n1"],
    neverSays: ["recovered"],
  },
  {
    file: "explain-capacity",
    resource: "kvm-big",
    on: "n1",
    says: ["n1 does not have enough free capacity for it (needs cores=4, and 1 is free)"],
  },
  {
    file: "explain-opt-in",
    resource: "web",
    says: ["Because no location constraint allows it anywhere, and symmetric-cluster is false"],
  },
  {
    file: "explain-no-quorum-demote",
    resource: "s",
    says: ["Because it is not promoted: the cluster has no quorum (no-quorum-policy=demote)"],
    neverSays: ["though its promotion score"],
  },
  {
    file: "explain-not-interleaved",
    resource: "agents",
    says: [
      "every instance of cl-agents waits for all of cl-net, since interleave is not true for cl-agents",
      "<- net:2 is recovered from a failure",
    ],
    neverSays: ["running of cl-net is due"],
  },
  {
    file: "explain-not-promotable",
    resource: "drbd-clone",
    says: ["drbd-clone can never be promoted (promotable is not true for it), so fs-with and p have no effect"],
  },
  {
    file: "explain-not-promotable",
    resource: "fs",
    says: ["drbd-clone can never be promoted (promotable is not true for it), so fs-with and p have no effect"],
  },
  {
    file: "explain-rule-condition",
    resource: "web",
    says: [
      "(rule conn-rule: pingd is 0, which is at most 0) keeps it from n1",
      "(rule conn-rule: pingd is not defined) keeps it from n2",
    ],
  },
  {
    file: "explain-no-live-migration",
    resource: "vm",
    says: ["not migrated live: it has to wait for stop of st on n1, which is no migration (order constraint o)"],
    neverSays: ["migrate_to"],
  },
  {
    file: "explain-sum-leaves-out-minus",
    resource: "ers_ip",
    says: ["1000 (3000: ", "; -5000: grp_ers is kept apart from grp_ascs, which is on n1 (col_ascs_ers_separate)"],
  },
  {
    file: "explain-promoted-max",
    resource: "galera",
    says: ["only 1 may be (promoted-max, 1 by default, of galera-clone)"],
  },
  {
    file: "explain-failure-expiry",
    resource: "web",
    on: "n1",
    says: [
      "that expires at 2023-11-15 02:00:00Z (failure-timeout=100000s)",
      "(holdfast cleanup web --node n1), or wait until they expire at 2023-11-15 02:00:00Z",
    ],
  },
  {
    file: "explain-start-in-flight",
    resource: "slow",
    says: ["slow is being started on n1.", "Due: start on n1", "its result is not known yet"],
  },
];

function answer({ file, resource, on }: Case): string {
  const parsed = parseXml(readFileSync(shared(`cases/${file}.xml`), "utf8"));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const answered = explain(parsed.root, resource, { now: Number(get(parsed.root, "execution-date")), on });
  if (!answered.ok) throw new Error(`no ${answered.missing}`);
  return explanationLines(answered.explanation).join("\n");
}

describe("an explanation", () => {
  for (const asked of CASES)
    test(`of ${asked.resource} in ${asked.file}`, (context) => {
      needs(context, whyNoShared("cases"));
      const text = answer(asked);
      for (const words of asked.says) expect(text).toContain(words);
      for (const words of asked.neverSays ?? []) expect(text).not.toContain(words);
    });
});
