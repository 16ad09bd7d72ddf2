/**
 * What `verify` says of real clusters and of the examples: each kind of finding there is was looked at, and is true. And
 * where crm_verify complains, `verify` has something to say.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyFile } from "../../src/change/show/verified.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import {
  child,
  descend,
  type Element,
  element,
  elements,
  get,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../src/cib/xml/tree.ts";
import { verify } from "../../src/report/lint/read.ts";
import { cib, TABLE } from "../../src/report/lint/rules.testing.ts";
import { needs } from "../needs.ts";
import { goldenClusters, whyNoGolden } from "../shared.ts";

/**
 * How often each rule is broken. F08: TripleO Ocata gave its devices action=reboot. F11: before Rocky it kept devices from
 * their own node with -INFINITY. C01: bans that an operator left. R18, R29: Mitaka's openstack-core. R25: certificates of
 * services, one file each. F10: ipaddr, login and passwd until Train. F07: the delay
 * of Train's devices, their agents' own. R30: passwords of devices.
 */
const GOLDEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  mitaka: { F01: 1, R18: 1, R29: 2 },
  ocata: { F08: 3, F10: 3, F11: 3, R30: 3 },
  pike: { F10: 9, F11: 9, R30: 9 },
  queens: { F10: 6, F11: 5, R30: 7 },
  rocky: { F01: 1, R25: 1 },
  "train-composable": { F07: 11, F10: 12, R25: 9, R30: 13 },
  "train-controllers": { C01: 1, F07: 3, F10: 3, R30: 3 },
  "train-mid-update": { C01: 1, F01: 1, F07: 11, F10: 12, R25: 9, R30: 13 },
};

/** Passwords of devices, which come from the environment and end up in the CIB; and delays, which a manifest gives to the agent. */
const EXAMPLES: readonly string[] = ["R30", "F07"];
/** The layouts of the golden clusters, with what is said of those. */
const LAYOUTS: readonly string[] = [...new Set(Object.values(GOLDEN).flatMap((counts) => Object.keys(counts)))];

async function countsOf(path: string): Promise<Record<string, number>> {
  const text = readFileSync(path, "utf8");
  const { findings } = await verifyFile({ path, text }, async () => undefined, undefined);
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

test("of the golden clusters", async (context) => {
  needs(context, whyNoGolden());
  const found: Record<string, Record<string, number>> = {};
  for (const { name, path } of goldenClusters()) found[name] = await countsOf(path);
  expect(found).toEqual(GOLDEN);
});

test("of the examples", async () => {
  const names = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names)
    for (const rule of Object.keys(await countsOf(`examples/${name}`)))
      expect(name.startsWith("openstack/") ? LAYOUTS : EXAMPLES, name).toContain(rule);
});

const whyNoCrmVerify = (): string | undefined =>
  spawnSync("crm_verify", ["--version"]).status === 0 ? undefined : "crm_verify is not installed";

/** Without a status every node is lost, of which crm_verify warns. */
function withMembers(root: Element): Element {
  const nodes = descend(root, "configuration", "nodes");
  const states = (nodes === undefined ? [] : elements(nodes)).map((node) => {
    const [id, uname] = [get(node, "id"), get(node, "uname")];
    return element("node_state", { id, uname, in_ccm: "true", crmd: "online", join: "member", expected: "member" });
  });
  const status = child(root, "status");
  const cib = withAttribute(root, "have-quorum", "1");
  return status === undefined ? cib : replaceChild(cib, status, withChildren(status, states));
}

test("where crm_verify complains, so does verify", (context) => {
  needs(context, whyNoCrmVerify());
  const directory = mkdtempSync(join(tmpdir(), "holdfast-verify-"));
  try {
    const silent: string[] = [];
    for (const [rule, pair] of Object.entries(TABLE))
      for (const [which, parts] of pair.entries()) {
        const root = withMembers(cib(parts));
        const path = join(directory, `${rule}-${which}.xml`);
        writeFileSync(path, printXml(root));
        const { status, stderr } = spawnSync("crm_verify", ["-V", "-x", path], { encoding: "utf8" });
        const { findings } = verify(root, { locate: () => undefined, silences: [] });
        const grave = findings.filter(({ severity }) => severity !== "note");
        if (status !== 0 && grave.length === 0) silent.push(`${rule} ${which}: ${stderr}`);
      }
    expect(silent).toEqual([]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
