/** Two threads answer what one does, in the same order; a thread that fails is reported. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { WhatIfHelper } from "../../src/cli/whatif/helper.ts";
import { whatIf } from "../../src/report/whatif/read.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenCluster, whyNoGolden } from "../shared.ts";

const THREAD = fileURLToPath(new URL("../../src/cli/whatif/thread.ts", import.meta.url));
const ASKED = { now: 1_700_000_000 };

let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-whatif-"));
  await build({
    entryPoints: [THREAD],
    outfile: join(directory, "thread.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const program = (name: string): URL => pathToFileURL(join(directory, name));

test("two threads give the same answers as one", LONG, async (context) => {
  needs(context, whyNoGolden());
  const parsed = parseXml(goldenCluster("train-controllers").text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const together = await new WhatIfHelper(program("thread.mjs")).whatIf(parsed.root, ASKED);
  expect(together).toEqual(whatIf(parsed.root, ASKED));
});

test("a thread that fails fails the whole", LONG, async () => {
  const parsed = parseXml(
    `<cib validate-with="pacemaker-4.0"><configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  writeFileSync(join(directory, "broken.mjs"), "throw new Error('out of order')");
  writeFileSync(join(directory, "silent.mjs"), "process.exit(3)");
  await expect(new WhatIfHelper(program("broken.mjs")).whatIf(parsed.root, ASKED)).rejects.toThrow("out of order");
  await expect(new WhatIfHelper(program("silent.mjs")).whatIf(parsed.root, ASKED)).rejects.toThrow(
    /ended with status 3/,
  );
});
