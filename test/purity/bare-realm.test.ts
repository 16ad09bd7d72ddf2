/**
 * The pure folders need nothing but the language: bundled and run in a realm that has no Node, no timers, no console
 * and a clock that throws, they schedule, report and plan on paper as they do here.
 */
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";
import { schedule } from "../../src/scheduler/schedule.ts";

const CIB = `<cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1">
<configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
<resources><clone id="c"><primitive id="p" class="ocf" provider="heartbeat" type="Dummy"/></clone></resources><constraints/></configuration>
<status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`;

const ENTRY = `
export { parseXml } from "./src/cib/xml/parse.ts";
export { schedule } from "./src/scheduler/schedule.ts";
export { printTransition } from "./src/scheduler/graph/xml.ts";
export { statusDocument } from "./src/report/status/page.ts";
export { clusterLines } from "./src/report/status/text.ts";
export { readManifest } from "./src/manifest/manifest.ts";
`;

test("the pure half runs in a bare realm, with the same result", async () => {
  const bundled = await build({
    stdin: { contents: ENTRY, resolveDir: new URL("../..", import.meta.url).pathname, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "pure",
    platform: "browser",
    target: "es2022",
  });
  const code = bundled.outputFiles[0]?.text ?? "";
  // What every host of JavaScript has beside the language itself, and no more.
  const realm = createContext({ TextEncoder, cib: CIB });
  runInContext(
    `Date.now = () => { throw new Error("a clock was read"); }; Math.random = () => { throw new Error("chance was asked"); };`,
    realm,
  );
  runInContext(code, realm);
  const graph = runInContext(
    `const parsed = pure.parseXml(cib);
     const run = pure.schedule(parsed.root, { now: 1700000000 });
     if (pure.clusterLines(pure.statusDocument(run.model), 0).length < 4) throw new Error("no status");
     if (pure.readManifest("nodes: 7\\n", "m").ok) throw new Error("a wrong manifest was taken");
     pure.printTransition(run.transition)`,
    realm,
  ) as string;
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(graph).toBe(printTransition(schedule(parsed.root, { now: 1_700_000_000 }).transition));
  expect(graph).toContain("<rsc_op");
});
