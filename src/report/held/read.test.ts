/** What a run holds is said once for a run, with the way to end it; nothing is said where nothing is held. */
import { expect, test } from "vitest";
import { holdId } from "../../cib/run-hold.ts";
import { type RunRecord, withoutTraces, withRun } from "../../cib/run-record.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { unpack } from "../../scheduler/unpack.ts";
import { explain } from "../explain/read.ts";
import { explanationLines } from "../explain/text.ts";
import { readKept } from "../plan/kept.ts";
import { statusAnswerOf } from "../status/answer.ts";
import { statusDocument } from "../status/page.ts";
import { statusText } from "../status/text.ts";
import { detailText } from "../status/text-detail.ts";
import { heldAbout, heldIn } from "./read.ts";

const NOW = 1_800_000_000;
const SINCE = "since 2027-01-15 07:00:00Z";

const set = (id: string, name: string, value: string, until?: number): string =>
  `<meta_attributes id="${id}" score="INFINITY">${until === undefined ? "" : rule(id, until)}<nvpair id="${id}-${name}" name="${name}" value="${value}"/></meta_attributes>`;
const rule = (id: string, until: number, role = "", node = ""): string =>
  `<rule id="${id}-rule" score="-INFINITY" boolean-op="and"${role === "" ? "" : ` role="${role}"`}>${node === "" ? "" : `<expression id="${id}-e" attribute="#uname" operation="eq" value="${node}"/>`}<date_expression id="${id}-end" operation="lt" end="${formatMoment(until)}"/></rule>`;
const ban = (run: string, rsc: string, node: string, until: number, role = ""): string =>
  `<rsc_location id="holdfast-run-${run}-ban-${rsc}-${node}" rsc="${rsc}">${rule(`holdfast-run-${run}-ban-${rsc}-${node}`, until, role, node)}</rsc_location>`;

interface Parts {
  /** What stands in the clone c, in the primitive d in it, in the primitive vip, and among the constraints. */
  readonly c?: string;
  readonly d?: string;
  readonly vip?: string;
  readonly constraints?: string;
  readonly runs?: readonly RunRecord[];
}

function cib({ c = "", d = "", vip = "", constraints = "", runs = [] }: Parts): Element {
  const node = (id: string): string => `<node id="${id}" uname="n${id}"/>`;
  const parsed =
    parseXml(`<cib validate-with="pacemaker-3.9"><configuration><crm_config/><nodes>${node("1")}${node("2")}</nodes><resources>
    <clone id="c"><primitive id="d" class="ocf" provider="pacemaker" type="Dummy">${d}</primitive>${c}</clone>
    <primitive id="vip" class="ocf" provider="pacemaker" type="Dummy">${vip}</primitive>
    </resources><constraints>${constraints}</constraints></configuration><status/></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return runs.reduce(withRun, parsed.root);
}

const RUN: RunRecord = {
  id: "7f3a9c",
  kind: "edit",
  state: "paused",
  who: "alice@bastion",
  why: "",
  title: "change c, one replica at a time",
  since: NOW - 3600,
  covers: "resource:c",
  whole: [],
  memory: { items: ["c n1", "c n2"], holds: ["c", "vip"] },
  did: [],
  of: 2,
  reason: "d failed on n1",
};

const HELD = { c: set(holdId("c"), "maintenance", "true"), d: set(holdId("d"), "maintenance", "true") };
const BOTH = { ...HELD, vip: set(holdId("vip"), "maintenance", "true") };

const texts = (parts: Parts): string[] => heldIn(cib(parts), NOW).map(({ text }) => text);

test.each<readonly [string, Parts, readonly string[]]>([
  ["nothing", {}, []],
  ["maintenance by a person", { c: set("c-meta_attributes", "maintenance", "true") }, []],
  ["a run that holds nothing", { runs: [RUN] }, []],
  [
    "a paused edit, once for all that it holds, and not for what is inside",
    { ...BOTH, runs: [RUN] },
    [
      `c, vip in maintenance: held by run 7f3a9c (paused: d failed on n1) ${SINCE}; holdfast run resume 7f3a9c, or holdfast run undo 7f3a9c`,
    ],
  ],
  [
    "a running edit",
    {
      ...HELD,
      runs: [{ ...RUN, state: "running", step: { n: 1, item: "definition", text: "looks anew", failures: 0 } }],
    },
    [
      `c in maintenance: held by run 7f3a9c (running: looks anew) ${SINCE}; the run ends it, or if its process is gone: holdfast run resume 7f3a9c, or holdfast run undo 7f3a9c`,
    ],
  ],
  [
    "an edit of an older release, which remembers its items alone",
    { ...HELD, runs: [{ ...RUN, memory: { items: ["c n1"] } }] },
    [
      `c in maintenance: held by run 7f3a9c (paused: d failed on n1) ${SINCE}; holdfast run resume 7f3a9c, or holdfast run undo 7f3a9c`,
    ],
  ],
  [
    "an edit that the journal does not have, beside one that holds something else",
    { ...BOTH, runs: [{ ...RUN, memory: { items: [], holds: ["vip"] } }] },
    [
      "c in maintenance: left by a rolling edit, which the journal does not have any more; remove it: holdfast maintenance end c (with --dry-run first: its replicas may restart together)",
      `vip in maintenance: held by run 7f3a9c (paused: d failed on n1) ${SINCE}; holdfast run resume 7f3a9c, or holdfast run undo 7f3a9c`,
    ],
  ],
  [
    "bans of a run, once for all of them",
    {
      constraints: ban("7f3a9c", "c", "n1", NOW + 60) + ban("7f3a9c", "vip", "n2", NOW + 60, "Promoted"),
      runs: [{ ...RUN, kind: "restart", state: "running", memory: {} }],
    },
    [
      `c banned from n1 until 2027-01-15 08:01:00Z at the latest, vip banned from promotion on n2 until 2027-01-15 08:01:00Z at the latest: held by run 7f3a9c (running) ${SINCE}; the run ends it, or if its process is gone: holdfast run resume 7f3a9c, or holdfast run undo 7f3a9c`,
    ],
  ],
  ["a ban that has ended by itself", { constraints: ban("7f3a9c", "c", "n1", NOW) }, []],
  [
    "a ban of a run that the journal does not have",
    { constraints: ban("0badc0", "c", "n1", NOW + 60), runs: [RUN] },
    [
      "c banned from n1 until 2027-01-15 08:01:00Z at the latest: left by run 0badc0, which the journal does not have any more; remove it: holdfast constraint remove holdfast-run-0badc0-ban-c-n1",
    ],
  ],
  [
    "a ban of a run that is over",
    { constraints: ban("7f3a9c", "c", "n1", NOW + 60), runs: [{ ...RUN, state: "undone", reason: "by bob" }] },
    [
      "c banned from n1 until 2027-01-15 08:01:00Z at the latest: left by run 7f3a9c, which is over (undone: by bob); remove it: holdfast constraint remove holdfast-run-7f3a9c-ban-c-n1",
    ],
  ],
  [
    "a stop that nothing but its end takes away",
    { vip: set("holdfast-run-0badc0-stop-vip", "target-role", "Stopped", NOW + 60) },
    [
      "vip stopped until 2027-01-15 08:01:00Z at the latest: left by run 0badc0, which the journal does not have any more; it ends by itself",
    ],
  ],
])("%s", (_, parts, lines) => {
  expect(texts(parts)).toEqual(lines);
});

test("what a run has added is held by no run once it is taken away", () => {
  const parts = { constraints: ban("7f3a9c", "c", "n1", NOW + 60), vip: set("holdfast-run-7f3a9c-stop-vip", "x", "y") };
  expect(heldIn(cib(parts), NOW)).toHaveLength(1);
  expect(heldIn(withoutTraces(cib(parts), "7f3a9c"), NOW)).toEqual([]);
});

test("status, explain and plan say it once each, of what it is about; what crm_mon shows is as it was", () => {
  const whole = cib({ ...HELD, runs: [RUN] });
  const reading = readingOf({ cib: whole, at: NOW * 1000 });
  const fresh = { cib: { adminEpoch: 0, epoch: 0, numUpdates: 0 }, live: true, age: 0 };
  const [{ text } = { text: "" }] = heldIn(whole, NOW);
  const said = (page: string): number => page.split(text).length - 1;
  const answer = statusAnswerOf(reading, fresh, undefined, undefined);
  if (answer?.document !== "status") throw new Error("it is of the whole cluster");
  expect(said(statusText(answer, String))).toBe(1);
  expect(said(statusText(statusDocument(reading.model), String))).toBe(0);
  const detail = (name: string): string => {
    const of = statusAnswerOf(reading, fresh, name, undefined);
    return of === undefined || of.document === "status" ? "" : detailText(of, String);
  };
  expect(["c", "d:0", "vip", "n1"].map((name) => said(detail(name)))).toEqual([1, 1, 0, 0]);
  const explained = (id: string): string => {
    const found = explain(whole, id, { now: NOW });
    return found.ok ? explanationLines(found.explanation).join("\n") : "";
  };
  expect(["c", "d:0", "vip"].map((id) => said(explained(id)))).toEqual([1, 1, 0]);
  expect(readKept(whole, whole, new Set(), NOW)).toMatchObject([
    { kind: "maintenance", id: "c", text, path: expect.stringContaining("c-holdfast-edit") },
  ]);
});

test("a ban concerns its node, and what is around and inside its resource", () => {
  const banned = cib({ constraints: ban("7f3a9c", "c", "n1", NOW + 60) });
  const model = unpack(banned, NOW);
  const about = (id: string): number => {
    const rsc = findResource(model, id);
    return rsc === undefined ? Number.NaN : heldAbout(banned, NOW, rsc).length;
  };
  expect(["c", "d:0", "vip"].map(about)).toEqual([1, 1, 0]);
  const reading = readingOf({ cib: banned, at: NOW * 1000 });
  const fresh = { cib: { adminEpoch: 0, epoch: 0, numUpdates: 0 }, live: true, age: 0 };
  const held = ["n1", "n2"].map((name) => statusAnswerOf(reading, fresh, name, undefined)?.held.length);
  expect(held).toEqual([1, 0]);
});
