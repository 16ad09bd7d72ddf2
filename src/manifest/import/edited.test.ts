/**
 * A cluster that a manifest has taken over, then changed by Pacemaker's own tools at random: imported again it is what it
 * holds, and what no manifest says stays.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LONG } from "../../../test/long.ts";
import { needs, whyNoProgram } from "../../../test/needs.ts";
import { goldenClusters, whyNoGolden } from "../../../test/shared.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { importManifest } from "./import.ts";
import { applied, configuration, parsed } from "./round-trip.testing.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-edited-"));
  file = join(directory, "cib.xml");
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What the edit is about. */
interface Target {
  readonly resource: string;
  readonly top: string;
  readonly node: string;
  readonly constraint: string | undefined;
}

/** Each is a command line of another tool. */
const EDITS: readonly ((t: Target) => readonly string[])[] = [
  ({ resource }) => ["crm_resource", "-r", resource, "--set-parameter", "extra", "--parameter-value", "1"],
  ({ resource }) => ["crm_resource", "-r", resource, "--meta", "--set-parameter", "priority", "--parameter-value", "7"],
  ({ top }) => ["crm_resource", "-r", top, "--meta", "--set-parameter", "target-role", "--parameter-value", "Stopped"],
  ({ top, node }) => ["crm_resource", "-r", top, "--ban", "-N", node],
  ({ node }) => ["crm_attribute", "-N", node, "-n", "rack", "-v", "b 2"],
  ({ node }) => ["crm_attribute", "-N", node, "-n", "standby", "-v", "on"],
  () => ["crm_attribute", "-n", "stonith-timeout", "-v", "99s"],
  () => ["crm_attribute", "-t", "rsc_defaults", "-n", "migration-threshold", "-v", "3"],
  ({ top, node }) => [
    "cibadmin",
    "--create",
    "--scope",
    "constraints",
    "--xml-text",
    `<rsc_location id="by-hand" rsc="${top}"><rule id="by-hand-rule" score="-5" boolean-op="or"><expression id="by-hand-e" attribute="#uname" operation="eq" value="${node}"/></rule></rsc_location>`,
  ],
  () => [
    "cibadmin",
    "--create",
    "--scope",
    "resources",
    "--xml-text",
    '<group id="hand"><primitive id="hand-a" class="ocf" provider="pacemaker" type="Dummy"/><primitive id="hand-b" class="ocf" provider="pacemaker" type="Dummy"/></group>',
  ],
  ({ constraint }) =>
    constraint === undefined ? ["true"] : ["cibadmin", "--delete", "--force", "--xpath", `//*[@id='${constraint}']`],
];

function targets(cib: Element): fc.Arbitrary<Target> {
  const tops = elements(descend(cib, "configuration", "resources") ?? cib).filter((e) => e.name !== "template");
  const primitives = tops.flatMap(walk).filter((e) => e.name === "primitive");
  const nodes = elements(descend(cib, "configuration", "nodes") ?? cib).map((e) => get(e, "uname") ?? "");
  const constraints = elements(descend(cib, "configuration", "constraints") ?? cib).map(idOf);
  return fc.record({
    resource: fc.constantFrom(...primitives.map(idOf)),
    top: fc.constantFrom(...tops.map(idOf)),
    node: fc.constantFrom(...nodes),
    constraint: constraints.length === 0 ? fc.constant(undefined) : fc.constantFrom(...constraints),
  });
}

test("import, edits by another tool, import", LONG, (context) => {
  needs(context, whyNoGolden(), whyNoProgram("crm_resource", "pacemaker-cli-utils"));
  let changed = 0;
  for (const { name, text } of goldenClusters()) {
    const cib = parsed(text);
    const owned = printXml(applied(cib, importManifest(cib)));
    const edits = fc.array(fc.tuple(fc.constantFrom(...EDITS), targets(cib)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(edits, (chosen) => {
        writeFileSync(file, owned);
        for (const [edit, target] of chosen) {
          const [program = "", ...words] = edit(target);
          // What the tool refuses, such as a constraint that is gone already, changes nothing.
          spawnSync(program, words, { env: { ...process.env, CIB_file: file } });
        }
        const after = readFileSync(file, "utf8");
        if (after !== owned) changed++;
        const edited = parsed(after);
        expect(configuration(applied(edited, importManifest(edited))), name).toBe(configuration(edited));
      }),
      { numRuns: 3 },
    );
  }
  expect(changed).toBeGreaterThan(10);
});
