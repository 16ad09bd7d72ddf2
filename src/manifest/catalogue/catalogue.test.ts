/**
 * Every entry of the catalogue, whole: what it compiles to on a plain deployment and on one with docker and TLS, beside
 * the entry in testdata/NAME.txt. A new entry fails here until it has that file; `UPDATE_CATALOGUE=1` writes it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { validateCib } from "../../cib/validate.ts";
import { printXml } from "../../cib/xml/print.ts";
import { get, walk } from "../../cib/xml/tree.ts";
import { type Compiled, compile } from "../compile/compile.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "../merge/merge.ts";
import { CATALOGUE } from "./catalogue.ts";

const TESTDATA = new URL("./testdata/", import.meta.url);

const DEPLOYMENTS = {
  plain: "nodes: [a1, a2, a3]\nfencing: none\n",
  "docker and TLS":
    "cluster: {name: c, domain: example.com}\nnodes: [a1, a2, a3]\nfencing: none\n" +
    "containers: {runtime: docker, registry: r.example.com, tag: t}\ntls: {internal: true, public: true, ca-file: /ca.crt}\n",
};

function compiled(text: string): Compiled {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(validateCib(merge(emptyCib(), result.compiled))).toEqual({ refusals: [], warnings: [], more: 0 });
  return result.compiled;
}

const withAddress = (name: string): string =>
  `services: [${name}]\nvirtual-ips: {own: {address: 10.0.0.9, with: ${name}}}\n`;

function page(name: string): string {
  return Object.entries(DEPLOYMENTS)
    .map(([title, deployment]) => {
      const { resources, constraints } = compiled(deployment + withAddress(name));
      const elements = [...resources, ...constraints].map((e) => printXml(e, { indent: 2 }).trim());
      return `# ${title}\n\n${elements.join("\n")}\n`;
    })
    .join("\n");
}

describe.each([...CATALOGUE.values()])("$name", (entry) => {
  const { name } = entry;

  it("compiles to its golden text", () => {
    const file = new URL(`${name}.txt`, TESTDATA);
    const text = page(name);
    if (process.env.UPDATE_CATALOGUE === "1") writeFileSync(file, text);
    expect(existsSync(file), `testdata/${name}.txt; UPDATE_CATALOGUE=1 writes it`).toBe(true);
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  it("says its own name, and its address where its agent needs one", () => {
    const { resources } = compiled(DEPLOYMENTS.plain + withAddress(name));
    const parameter = entry.addressParameter;
    const values = resources
      .flatMap((r) => [...walk(r)])
      .filter((e) => e.name === "nvpair" && get(e, "name") === parameter)
      .map((e) => get(e, "value"));
    expect(values).toEqual(parameter === undefined ? [] : ["10.0.0.9"]);
    const read = readManifest(DEPLOYMENTS.plain + withAddress(name));
    expect(read.ok && read.manifest.services.map((s) => s.name)).toEqual([name]);
  });
});

const needy = [...CATALOGUE.values()].filter((e) => e.addressParameter !== undefined);

it.each(needy)("$name is refused without its address", ({ name, addressParameter }) => {
  const codes = (text: string): string[] => {
    const read = readManifest(DEPLOYMENTS.plain + text);
    return read.ok ? [] : read.problems.map((p) => p.code);
  };
  expect(codes(`services: [${name}]\n`)).toEqual(["missing-address"]);
  expect(codes(`services: {${name}: {parameters: {${addressParameter}: 10.1.1.1}}}\n`)).toEqual([]);
});

it("has no golden text of a service that is gone", () => {
  const names = readdirSync(TESTDATA).map((file) => file.replace(/\.txt$/, ""));
  expect(names.sort()).toEqual([...CATALOGUE.keys()].sort());
});

it("uses no id twice, with every service in one cluster", () => {
  const services = [...CATALOGUE.values()].map(({ name, addressParameter }) =>
    addressParameter === undefined ? `${name}: ` : `${name}: {parameters: {${addressParameter}: 10.1.1.1}}`,
  );
  const { resources } = compiled(`${DEPLOYMENTS.plain}services: {${services.join(", ")}}\n`);
  const ids = resources.flatMap((r) => [...walk(r)].map((e) => get(e, "id"))).filter((id) => id !== undefined);
  expect(new Set(ids).size).toBe(ids.length);
});

describe("virtual IPs that do not say which service they go with", () => {
  const companions = (services: string, name: string): (string | undefined)[] => {
    const read = readManifest(`${DEPLOYMENTS.plain}services: {${services}}\nvirtual-ips: {${name}: 10.0.0.9}\n`);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.manifest.virtualIps.map((ip) => ip.service);
  };
  const ovn = "ovn-dbs: {parameters: {master_ip: 10.1.1.1}}";

  it("go with the service that takes them by name, else with the one that takes all others", () => {
    expect(companions(`haproxy: , ${ovn}`, "ovn_dbs")).toEqual(["ovn-dbs"]);
    expect(companions(`haproxy: , ${ovn}`, "ovn")).toEqual(["ovn-dbs"]);
    expect(companions(`haproxy: , ${ovn}`, "public")).toEqual(["haproxy"]);
    expect(companions("haproxy: ", "ovn")).toEqual(["haproxy"]);
  });

  it("go with none where no such service is in the manifest", () => {
    expect(companions(ovn, "public")).toEqual([undefined]);
    expect(companions("redis: ", "public")).toEqual([undefined]);
  });

  it("have one taker each", () => {
    const entries = [...CATALOGUE.values()];
    expect(entries.filter((e) => e.virtualIps?.others).length).toBeLessThanOrEqual(1);
    const named = entries.flatMap((e) => e.virtualIps?.named ?? []);
    expect(new Set(named).size).toBe(named.length);
  });
});
