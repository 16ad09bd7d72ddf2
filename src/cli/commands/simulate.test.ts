import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { needs } from "../../../test/needs.ts";
import { goldenClusters, shared, whyNoGolden, whyNoShared } from "../../../test/shared.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { testContext } from "../context.testing.ts";
import { runProgram } from "../program.ts";

const directory = mkdtempSync(join(tmpdir(), "holdfast-simulate-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const SAMPLE = `<cib validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" execution-date="1"><configuration><crm_config/><nodes><node id="1" uname="one"/></nodes>
<resources><primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/></resources><constraints/></configuration>
<status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`;

async function simulate(argv: readonly string[], input = ""): Promise<{ status: number; out: string; err: string }> {
  const spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    readFile: async (path) => (path === "-" ? input : readFileSync(path, "utf8")),
    writeFile: async (path, text) => writeFileSync(path, text),
  });
  const status = await runProgram(context, ["simulate", ...argv]);
  return { status, ...spoken };
}

describe("holdfast simulate", () => {
  test("reads standard input, and writes the files that the options name", async () => {
    const file = (name: string): string => join(directory, name);
    const { status, out } = await simulate(
      ["-x", "-", "-S", "-G", file("graph"), "-D", file("dot"), "-I", file("in"), "-O", file("out")],
      SAMPLE,
    );
    expect(status).toBe(0);
    expect(out).toContain("Executing Cluster Transition:\n  * Resource action: ip              monitor on one\n");
    expect(readdirSync(directory).sort()).toEqual(["dot", "graph", "in", "out"]);
    for (const name of ["graph", "in", "out"]) expect(parseXml(readFileSync(file(name), "utf8")).ok).toBe(true);
    expect(readFileSync(file("out"), "utf8")).toContain('operation_key="ip_monitor_0"');
    expect((await simulate(["--profile", directory, "--repeat", "2"])).status).toBe(0);
  });

  test("refuses invalid XML, invalid CIBs and invalid dates", async () => {
    expect((await simulate(["-p"], "<cib")).status).toBe(65);
    expect((await simulate(["-p"], SAMPLE.replaceAll("primitive", "primitif"))).status).toBe(78);
    expect((await simulate(["-p", "-t", "someday"], SAMPLE)).status).toBe(64);
    expect((await simulate(["-p", "-S", "-X"], SAMPLE)).status).toBe(64);
  });

  test("prints no node list for a CIB without nodes", async () => {
    const { out } = await simulate(
      ["-p", "-S"],
      SAMPLE.replace('<node id="1" uname="one"/>', "").replace(/<node_state.*\/>/, ""),
    );
    expect(out).toContain("Current cluster status:\n  * Full List of Resources:\n    * ip");
    expect(out).not.toContain("Node List");
  });

  test("uses the default for an invalid duration, and warns with its line", async () => {
    const operations = '<operations><op id="s" name="stop" interval="0" timeout="INFINITY"/></operations></primitive>';
    const { status, err } = await simulate(
      ["-p", "-S"],
      SAMPLE.replace('type="IPaddr2"/>', `type="IPaddr2">${operations}`),
    );
    expect(status).toBe(0);
    expect(err).toMatch(/warning: standard input:2:\d+: timeout="INFINITY" of op "s" is no duration/);
  });

  test("shortens a long list of problems", async () => {
    const { status, err } = await simulate(
      ["-p"],
      SAMPLE.replace("<constraints/>", `<constraints>${"<rsc_order/>\n".repeat(3000)}</constraints>`),
    );
    expect(status).toBe(78);
    expect(err.split("\n").length).toBeLessThan(100);
    expect(err).toMatch(/… and \d+ more/);
  });

  test("says that quorum alone changes nothing", async () => {
    expect((await simulate(["-p", "-q", "0"], SAMPLE)).err).toContain("--quorum has no effect");
  });

  async function expectSimulated(paths: readonly string[]): Promise<void> {
    expect(paths).not.toEqual([]);
    for (const path of paths) {
      const { status, out, err } = await simulate(["-x", path, "-S", "-s", "-U"]);
      expect([path, status, err]).toEqual([path, 0, ""]);
      expect(out).toContain("Revised Cluster Status:");
    }
  }

  test("simulates the CIBs of real clusters", async (context) => {
    needs(context, whyNoGolden());
    await expectSimulated(goldenClusters().map(({ path }) => path));
  });

  test("simulates the CIBs of a lab", async (context) => {
    const samples = "lab-prototype/samples";
    needs(context, whyNoShared(samples));
    const cibs = readdirSync(shared(samples)).filter((name) => name.endsWith("cib.xml"));
    await expectSimulated(cibs.map((name) => join(shared(samples), name)));
  });
});
