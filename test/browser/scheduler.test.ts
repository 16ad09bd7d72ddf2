/**
 * The scheduler's bundle in headless Chromium decides as it does in Node, byte for byte: on a cluster made in the page
 * from an example's manifest, and on the golden CIBs.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { LONG } from "../long.ts";
import { needs, whyNoProgram } from "../needs.ts";
import { goldenClusters, whyNoGolden } from "../shared.ts";
import { type Answers, answers } from "./answers.ts";
import { inPage } from "./chromium.ts";
import { freshCluster } from "./compiling.ts";

const NOW = 1_700_000_000;
const EXAMPLE = readFileSync(new URL("../../examples/control-plane.yaml", import.meta.url), "utf8");

/** What the bundles put into the page. */
interface Bundled {
  readonly scheduling: { readonly answers: typeof answers };
  readonly compiling: { readonly freshCluster: typeof freshCluster };
}

async function bundle(name: keyof Bundled, entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: name,
    platform: "browser",
    target: "es2022",
  });
  const code = outputFiles[0]?.text ?? "";
  const kb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;
  console.log(`bundle for ${name}: ${kb(Buffer.byteLength(code))} minified, ${kb(gzipSync(code).length)} with gzip`);
  return code;
}

const ask = (page: Page, cib: string): Promise<Answers> =>
  page.evaluate(([text, now]) => (globalThis as unknown as Bundled).scheduling.answers(text, now), [cib, NOW] as const);

const compileInPage = (page: Page, manifest: string): Promise<string> =>
  page.evaluate((text) => (globalThis as unknown as Bundled).compiling.freshCluster(text), manifest);

/** The first line that differs says more than two graphs. */
function expectSame(name: string, page: string, node: string): void {
  if (page === node) return;
  const [ours, theirs] = [page.split("\n"), node.split("\n")];
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  expect(`line ${at + 1}: ${ours[at]}`, name).toBe(`line ${at + 1}: ${theirs[at]}`);
  expect(page.length, name).toBe(node.length);
}

const noChromium = whyNoProgram("chromium", "chromium");

let scripts: string[] = [];
beforeAll(async () => {
  scripts = [await bundle("scheduling", "answers.ts"), await bundle("compiling", "compiling.ts")];
});

test("the bundles hold the whole of what they need", () => {
  for (const code of scripts) expect(code).not.toMatch(/\brequire\(|["']node:/);
});

test("Chromium compiles an example and starts it from nothing as Node does", LONG, async (context) => {
  needs(context, noChromium);
  await inPage(scripts, async (page) => {
    const cib = await compileInPage(page, EXAMPLE);
    expectSame("CIB", cib, freshCluster(EXAMPLE));
    const [theirs, ours] = [await ask(page, cib), answers(cib, NOW)];
    expectSame("graph", theirs.graph, ours.graph);
    expectSame("text", theirs.text, ours.text);
    // Not the agreement of two empty answers.
    expect(theirs.graph).toContain('operation_key="galera-bundle-podman-0_start_0"');
    expect(theirs.text).toMatch(/Transition Summary:\n(.*\n)*.*Revised Cluster Status:/);
  });
});

test("Chromium decides on the golden CIBs as Node does", LONG, async (context) => {
  needs(context, noChromium, whyNoGolden());
  const golden = goldenClusters();
  await inPage(scripts, async (page) => {
    for (const { name, text } of golden) {
      const [theirs, ours] = [await ask(page, text), answers(text, NOW)];
      expectSame(`${name}: graph`, theirs.graph, ours.graph);
      expectSame(`${name}: text`, theirs.text, ours.text);
      expect(theirs.text, name).toContain("Transition Summary:");
    }
  });
  console.log(`${golden.length} golden CIBs decided alike in Chromium and Node`);
});
