/** Every example compiles, is a configuration that schema and Pacemaker accept, and comes up from nothing. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyCib } from "../cib/empty.ts";
import { validateCib } from "../cib/validate.ts";
import { printXml } from "../cib/xml/print.ts";
import { descend, type Element, element, elements, get, idOf } from "../cib/xml/tree.ts";
import { schedule } from "../scheduler/schedule.ts";
import { compile } from "./compile/compile.ts";
import { readManifest } from "./manifest.ts";
import { merge } from "./merge/merge.ts";
import { secretReferences } from "./model/secrets.ts";

const FOLDER = new URL("../../examples/", import.meta.url);
const SCHEMAS = "/usr/share/pacemaker";

function cibOf(name: string): Element {
  const read = readManifest(readFileSync(new URL(name, FOLDER), "utf8"), name);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const simulated = new Map(secretReferences(read.manifest).map((s) => [s.name, s.simulated]));
  const result = compile(read.manifest, { secret: (secret) => simulated.get(secret) });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return merge(emptyCib(), result.compiled);
}

/** All nodes have joined and nothing has run yet. */
function online(cib: Element): Element {
  const states = elements(descend(cib, "configuration", "nodes") ?? element("nodes")).map((node) =>
    element("node_state", {
      id: get(node, "id"),
      uname: get(node, "uname"),
      in_ccm: "true",
      crmd: "online",
      join: "member",
      expected: "member",
    }),
  );
  const attributes = new Map([...cib.attributes, ["have-quorum", "1"]]);
  const children = cib.children.map((c) =>
    c.kind === "element" && c.name === "status" ? element("status", {}, states) : c,
  );
  return { ...cib, attributes, children };
}

function resourceIds(cib: Element): string[] {
  const all = elements(descend(cib, "configuration", "resources") ?? element("resources"));
  return all.filter(({ name }) => name !== "template").map(idOf);
}

/** crm_verify warns of their orders with require-all, which is deprecated: the releases they are of had nothing else. */
const WARNED_OF: ReadonlySet<string> = new Set(["openstack/liberty.yaml", "openstack/mitaka.yaml"]);

const EXAMPLES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));

describe.each(EXAMPLES)("examples/%s", (name) => {
  it("compiles to a configuration without problems", () => {
    expect(validateCib(cibOf(name))).toEqual({ refusals: [], warnings: [], more: 0 });
  });

  it("starts every resource from nothing", () => {
    const cib = online(cibOf(name));
    const { transition, model: scheduler } = schedule(cib, { now: 1_700_000_000 });
    const wanted = resourceIds(cib);
    // A guest node's connection is one more.
    const found = scheduler.resources.map((r) => r.id).filter((id) => wanted.includes(id));
    // Priorities and a placement strategy change their order.
    expect(found.toSorted()).toEqual(wanted.toSorted());
    expect(transition.synapses.length).toBeGreaterThan(resourceIds(cib).length);
  });

  it("is what the schema and crm_verify take, where they are installed", () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-example-"));
    try {
      const file = join(folder, "cib.xml");
      writeFileSync(file, printXml(online(cibOf(name))));
      const schema = `${SCHEMAS}/pacemaker-3.9.rng`;
      const accept = (command: string, ...args: string[]): void => {
        const run = spawnSync(command, args, { encoding: "utf8" });
        if (run.error === undefined) expect({ status: run.status, said: run.stderr }).toMatchObject({ status: 0 });
      };
      if (existsSync(schema)) accept("xmllint", "--noout", "--relaxng", schema, file);
      if (!WARNED_OF.has(name)) accept("crm_verify", "--xml-file", file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it("the control plane is the deck's, in the deck's order", () => {
  expect(resourceIds(cibOf("control-plane.yaml"))).toEqual([
    "galera-bundle",
    "rabbitmq-bundle",
    "redis-bundle",
    "ip-192.168.24.38",
    "ip-10.0.0.101",
    "ip-172.17.1.84",
    "ip-172.17.1.18",
    "ip-172.17.3.122",
    "ip-172.17.4.90",
    "haproxy-bundle",
    "ovn-dbs-bundle",
    "ip-172.17.1.74",
    "stonith-fence_ipmilan-525400dbdcc0",
    "stonith-fence_ipmilan-525400c18dc1",
    "stonith-fence_ipmilan-5254004ed481",
    "openstack-cinder-volume",
  ]);
});
