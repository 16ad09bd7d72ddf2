/**
 * What `status` says beside what Pacemaker's own `crm_mon` says of the same CIB: the page line by line as 3.0.3 writes it,
 * and each fact of its XML (summary, nodes, resources and their parts, failures, fail counts, tickets) of 3.0.3 and of
 * 2.1.5. A sample of the CIBs, unless CRM_MON=all asks for every one.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { statusDocument } from "../../src/report/status/page.ts";
import { statusText } from "../../src/report/status/text.ts";
import type { ReadonlyModel } from "../../src/scheduler/model/cluster-model.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { generate } from "../differential/generate.ts";
import { type Oracle, PACEMAKER_2, PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { VERY_LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { shared, whyNoShared } from "../shared.ts";
import { monitor, whyNoMonitor } from "./crm-mon.ts";
import { factDifferences, ticketDifferences } from "./crm-mon-facts.ts";

/** `all`, or a share of all such as `3/8`, for machines on which all take too long at once. */
const ASKED = process.env.CRM_MON;
const SHARE = /^(\d+)\/(\d+)$/.exec(ASKED ?? "");
const ALL = ASKED === "all" || SHARE !== null;
const BATCH = 40;

/** Differences that were looked at and are as they should be; of both releases, or of the one named. */
const JUDGED: Readonly<Record<string, string>> = {
  "generated 98": "target-role=Slave is shown by its name of today",
  "2.1.5 conformance/xml/994.xml": "of failures without an operation_key 2.1.5 lists one a node",
  "2.1.5 conformance/xml/group9.xml": "of failures without an operation_key 2.1.5 lists one a node",
  "2.1.5 conformance/xml/leftover-pending-monitor.xml": "2.1.5 counts nodes that it does not expect for MIXED-VERSION",
  "2.1.5 conformance/xml/stop-failure-no-fencing.xml": "2.1.5 leaves out a clone that is blocked on a node it lost",
  "generated 130":
    "the failed probe of a globally unique instance is named as the reason why that is stopped; Pacemaker looks for it without the number, and finds none",
};
interface Named {
  readonly name: string;
  readonly text: string;
}

function given(oracle: Oracle): Named[] {
  const files = (folder: string, step: number): Named[] =>
    readdirSync(shared(folder))
      .filter((file) => file.endsWith(".xml"))
      .sort()
      .filter((_, i) => ALL || i % step === 0)
      .map((file) => ({ name: `${folder}/${file}`, text: readFileSync(join(shared(folder), file), "utf8") }));
  const generated = Array.from({ length: ALL ? 200 : 30 }, (_, i) => ({
    name: `generated ${i + 1}`,
    text: printXml(generate(i + 1, oracle.dialect)),
  }));
  const all = [
    ...files("golden", 1),
    ...files("cases", 1),
    ...files("conformance/xml", 15),
    ...generated,
    ...upgrades(),
  ];
  return SHARE === null ? all : all.filter((_, i) => i % Number(SHARE[2]) === Number(SHARE[1]) - 1);
}

/** A cluster in the middle of an upgrade, and at its ends: nodes before 2.1.1 do not say which feature set they have. */
function upgrades(): Named[] {
  const sets: readonly (readonly (string | undefined)[])[] = [
    ["3.16.2", "3.19.0", "3.16.2"],
    ["3.16.2", "3.16.2", "3.16.2"],
    [undefined, "3.16.2", undefined],
    [undefined, undefined, undefined],
  ];
  return sets.map((set, i) => ({ name: `upgrade ${i + 1}`, text: upgradeCib(set) }));
}

function upgradeCib(sets: readonly (string | undefined)[]): string {
  const states = sets.map((set, i) => {
    const pair = set === undefined ? "" : `<nvpair id="a${i}" name="#feature-set" value="${set}"/>`;
    const attributes = `<transient_attributes id="${i + 1}"><instance_attributes id="s${i}">${pair}</instance_attributes></transient_attributes>`;
    return `<node_state id="${i + 1}" uname="n${i + 1}" in_ccm="true" crmd="online" join="member" expected="member">${attributes}</node_state>`;
  });
  const nodes = sets.map((_, i) => `<node id="${i + 1}" uname="n${i + 1}"/>`);
  return `<cib validate-with="pacemaker-3.7" crm_feature_set="3.16.2" admin_epoch="0" epoch="1" num_updates="1" have-quorum="1" dc-uuid="1"><configuration><crm_config/><nodes>${nodes.join("")}</nodes><resources/><constraints/></configuration><status>${states.join("")}</status></cib>`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** As the C library writes it, in UTC, in which the oracle is asked. */
function utc(epochSeconds: number): string {
  const d = new Date(epochSeconds * 1000);
  const day = String(d.getUTCDate()).padStart(2);
  return `${DAYS[d.getUTCDay()]} ${MONTHS[d.getUTCMonth()]} ${day} ${d.toISOString().slice(11, 19)} ${d.getUTCFullYear()}`;
}

/** The moment of looking differs, ends of lines do not show, and the cluster's name stands where `pcs status` has it. */
const pageLines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => !line.startsWith("  * Last updated:") && !line.startsWith("Cluster name:"))
    .map((line) => line.trimEnd());

function pageDifferences(model: ReadonlyModel, text: string): string[] {
  const ours = pageLines(statusText(statusDocument(model), utc));
  const theirs = pageLines(text);
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  if (at < 0 && ours.length === theirs.length) return [];
  return [`line ${at}: crm_mon ${JSON.stringify(theirs[at])}, status ${JSON.stringify(ours[at])}`];
}

for (const [oracle, today] of [
  [PACEMAKER_3, true],
  [PACEMAKER_2, false],
] as const) {
  test(`status says what crm_mon ${oracle.version} says`, VERY_LONG, async (context) => {
    needs(context, whyNoShared("cases"), whyNoShared("conformance"), whyNot(oracle), whyNoMonitor(oracle));
    const cibs = given(oracle);
    const found: string[] = [];
    let compared = 0;
    for (let from = 0; from < cibs.length; from += BATCH) {
      const batch = cibs.slice(from, from + BATCH);
      const now = Math.floor(Date.now() / 1000);
      const answers = await monitor(
        batch.map(({ text }) => text),
        oracle,
      );
      for (const [i, { name, text }] of batch.entries()) {
        const answer = answers[i];
        const parsed = parseXml(text);
        if (answer === undefined || answer instanceof Error || !parsed.ok) continue;
        if (name in JUDGED || `${oracle.version} ${name}` in JUDGED) continue;
        compared++;
        const model = unpack(parsed.root, now, { dialect: oracle.dialect });
        const differences = [
          ...(today ? pageDifferences(model, answer.text) : []),
          ...factDifferences(model, answer.xml, today),
          ...ticketDifferences(model, answer.tickets),
        ];
        found.push(...differences.map((difference) => `${name}: ${difference}`));
      }
    }
    console.log(`crm_mon ${oracle.version}: ${compared} of ${cibs.length} CIBs compared`);
    expect(found).toEqual([]);
    // What crm_mon refuses is few.
    expect(compared).toBeGreaterThan(cibs.length * 0.85);
  });
}
