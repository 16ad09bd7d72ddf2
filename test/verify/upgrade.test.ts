/** The rules about an upgrade, beside what crm_verify of 3.0.3 says of the same CIB. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { verify } from "../../src/report/lint/read.ts";
import { parsed } from "../../src/report/lint/rules.testing.ts";
import { PACEMAKER_3, whyNot, within } from "../differential/oracle.ts";
import { needs } from "../needs.ts";

const cib = (schema: string, threshold = "3"): string => `<cib ${schema} admin_epoch="0" epoch="1" num_updates="0">
  <configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources>
  <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="m">
  <nvpair id="m1" name="migration-threshold" value="${threshold}"/></meta_attributes></primitive>
  </resources><constraints/></configuration><status/></cib>`;

const said = (text: string): string => {
  const [program, ...args] = within(PACEMAKER_3, "crm_verify", "-p", "-VV");
  const { stdout, stderr } = spawnSync(program, args, { input: text, encoding: "utf8" });
  return stdout + stderr;
};

const broken = (text: string): string[] =>
  verify(parsed(text), { locate: () => undefined, silences: [], target: "3.0.3" }).findings.map(({ rule }) => rule);

const SCHEMAS = [
  'validate-with="transitional-0.6"',
  'validate-with="pacemaker-1.1"',
  'validate-with="pacemaker-next"',
  'validate-with="PACEMAKER-3.9"',
  "",
  'validate-with="none"',
  'validate-with="pacemaker-1.0"',
  'validate-with="pacemaker-1.2"',
  'validate-with="pacemaker-2.10"',
  'validate-with="pacemaker-3.9"',
  'validate-with="pacemaker-4.0"',
];

test("a CIB is refused for its schema by both, or by neither", (context) => {
  needs(context, whyNot(PACEMAKER_3));
  const judged = SCHEMAS.map((schema) => [
    schema,
    /Cannot validate CIB with (?:unknown|missing) validate-with/.test(said(cib(schema))),
    broken(cib(schema)).includes("U04"),
  ]);
  for (const [schema, theirs, ours] of judged) expect(ours, String(schema)).toBe(theirs);
  expect(judged.map(([, theirs]) => theirs)).toEqual([...Array(5).fill(true), ...Array(6).fill(false)]);
});

test("a negative migration-threshold is the default's from 3 on", (context) => {
  needs(context, whyNot(PACEMAKER_3));
  const text = cib('validate-with="pacemaker-3.9"', "-1");
  expect(said(text)).toContain("Using default (INFINITY) for resource a meta-attribute migration-threshold");
  expect(broken(text)).toContain("U05");
});
